/** Puts into the embedded AWS what a real account holds before dapf comes: the VPC that inferencing runs in. */
import { InternalCallError, EmulatorError } from "./errors";

/** Value of the `Name` tag of the VPC and of its subnets, when they are looked up by tag. */
export const INFERENCING_VPC_NAME = "dapf-batch-inferencing";

const EC2_VERSION = "2016-11-15";
/** moto's convention for "create it under this id"; the fix `ec2_custom_ids` makes EC2 honour it. */
const CUSTOM_ID_TAG = "_custom_id_";
const PRIVATE_SUBNETS = 3;
/** A /16 and up to 256 subnets of /24 in it. */
const VPC_CIDR = "10.200.0.0/16";
const subnetCidr = (index: number): string => `10.200.${index}.0/24`;

export interface VpcSeed {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** @default the VPC with the Name tag `dapf-batch-inferencing`, created when there is none */
  readonly vpcId?: string;
  /** @default three subnets with the same tag */
  readonly subnetIds?: readonly string[];
  /** Further tags of a VPC that is created; a Name replaces `dapf-batch-inferencing`. @default none */
  readonly vpcTags?: Readonly<Record<string, string>>;
  /** The same for subnets. @default none */
  readonly subnetTags?: Readonly<Record<string, string>>;
}

/** A VPC to seed wherever EC2 is called first. */
export type NetworkSeed = Omit<VpcSeed, "account" | "region">;

export interface SeededVpc {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** False when everything was there already. */
  readonly created: boolean;
}

/** Makes one EC2 call with flattened parameters and returns the XML of its answer. */
export type Ec2Call = (action: string, parameters: Readonly<Record<string, string>>) => Promise<string>;

/**
 * Makes sure that the account holds the VPC and its private subnets; what exists stays as it is.
 *
 * @param endpoint - URL of the embedded AWS
 * @throws InternalCallError when a call fails; EmulatorError when a subnet id exists in another VPC
 */
export function seedVpc(endpoint: string, seed: VpcSeed): Promise<SeededVpc> {
  return seedVpcThrough(ec2CallsTo(endpoint, seed), seed);
}

/** The same through any way to make EC2 calls. */
export async function seedVpcThrough(call: Ec2Call, seed: VpcSeed): Promise<SeededVpc> {
  const existingVpc = await findVpc(call, seed.vpcId);
  const vpcId = existingVpc ?? (await createVpc(call, seed));
  const present = await subnetsOf(call, vpcId);
  const wanted = seed.subnetIds ?? [];
  const missing: (string | undefined)[] =
    seed.subnetIds === undefined
      ? Array.from({ length: Math.max(0, PRIVATE_SUBNETS - present.length) }, () => undefined)
      : wanted.filter((id) => !present.includes(id));

  const created = await createSubnets(call, seed, vpcId, present.length, missing);
  return {
    vpcId,
    subnetIds: seed.subnetIds ?? [...present, ...created],
    created: existingVpc === undefined || created.length > 0,
  };
}

async function findVpc(call: Ec2Call, vpcId: string | undefined): Promise<string | undefined> {
  const filter = vpcId === undefined ? nameFilter() : idFilter("vpc-id", vpcId);
  return elements(await call("DescribeVpcs", filter), "vpcId")[0];
}

async function createVpc(call: Ec2Call, { vpcId, vpcTags }: VpcSeed): Promise<string> {
  const xml = await call("CreateVpc", { CidrBlock: VPC_CIDR, ...creationTags("vpc", vpcId, vpcTags) });
  const created = elements(xml, "vpcId")[0];
  if (created === undefined) throw new InternalCallError("ec2", "CreateVpc", 200, xml);
  return created;
}

async function subnetsOf(call: Ec2Call, vpcId: string): Promise<string[]> {
  return elements(await call("DescribeSubnets", idFilter("vpc-id", vpcId)), "subnetId");
}

async function createSubnets(
  call: Ec2Call,
  { region, subnetTags }: VpcSeed,
  vpcId: string,
  firstIndex: number,
  ids: readonly (string | undefined)[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const zones = elements(await call("DescribeAvailabilityZones", {}), "zoneName");
  const created: string[] = [];
  for (const [offset, id] of ids.entries()) {
    if (id !== undefined) await refuseForeignSubnet(call, id, vpcId);
    const index = firstIndex + offset;
    const xml = await call("CreateSubnet", {
      VpcId: vpcId,
      CidrBlock: subnetCidr(index),
      AvailabilityZone: zones[index % zones.length] ?? `${region}a`,
      ...creationTags("subnet", id, subnetTags),
    });
    created.push(...elements(xml, "subnetId"));
  }
  return created;
}

async function refuseForeignSubnet(call: Ec2Call, subnetId: string, vpcId: string): Promise<void> {
  const owner = elements(await call("DescribeSubnets", idFilter("subnet-id", subnetId)), "vpcId")[0];
  if (owner !== undefined)
    throw new EmulatorError(`Subnet ${subnetId} exists in ${owner}, so it cannot be in ${vpcId}.`);
}

function creationTags(
  type: string,
  id: string | undefined,
  further: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const tags = { Name: INFERENCING_VPC_NAME, ...further, ...(id === undefined ? {} : { [CUSTOM_ID_TAG]: id }) };
  const parameters: Record<string, string> = { "TagSpecification.1.ResourceType": type };
  for (const [index, [key, value]] of Object.entries(tags).entries()) {
    parameters[`TagSpecification.1.Tag.${index + 1}.Key`] = key;
    parameters[`TagSpecification.1.Tag.${index + 1}.Value`] = value;
  }
  return parameters;
}

function nameFilter(): Record<string, string> {
  return { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": INFERENCING_VPC_NAME };
}

function idFilter(name: string, id: string): Record<string, string> {
  return { "Filter.1.Name": name, "Filter.1.Value.1": id };
}

/** Texts of all elements of that name; EC2's answers have no attributes on them and ids need no unescaping. */
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, "g"))].map((match) => match[1] ?? "");
}

/** Body of a call of EC2's query protocol. */
export function ec2Form(action: string, parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ Action: action, Version: EC2_VERSION, ...parameters }).toString();
}

/** Headers that make the edge see an EC2 call of the account; nothing on loopback checks a signature. */
export function ec2Headers(where: { readonly account: string; readonly region: string }): Record<string, string> {
  const scope = `${where.account}/20250101/${where.region}/ec2/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
  };
}

function ec2CallsTo(endpoint: string, where: VpcSeed): Ec2Call {
  return async (action, parameters) => {
    const body = ec2Form(action, parameters);
    const response = await fetch(endpoint, { method: "POST", headers: ec2Headers(where), body });
    const text = await response.text();
    if (!response.ok) throw new InternalCallError("ec2", action, response.status, text);
    return text;
  };
}
