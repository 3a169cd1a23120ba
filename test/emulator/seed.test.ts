import { type Ec2Call, seedVpcThrough, type VpcSeed } from "../../emulator/seed";

const place = { account: "123456789012", region: "eu-west-1" };
const all = (name: string, texts: readonly string[]) => texts.map((text) => `<${name}>${text}</${name}>`).join("");

interface Ec2 {
  readonly vpcs?: readonly string[];
  readonly subnets?: readonly string[];
  readonly zones?: readonly string[];
  /** Subnet -> the VPC that it is in, of those that are elsewhere. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly created?: string;
}

/** Seeds an account that holds this, and tells what was created. */
async function seed(wanted: Partial<VpcSeed>, ec2: Ec2) {
  const { vpcs = [], subnets = [], zones = ["eu-west-1a", "eu-west-1b"], elsewhere = {}, created = "vpc-new" } = ec2;
  const made: Readonly<Record<string, string>>[] = [];
  const call: Ec2Call = (action, parameters) => {
    const answers: Readonly<Record<string, () => string>> = {
      DescribeVpcs: () => all("vpcId", vpcs),
      DescribeSubnets: () =>
        parameters["Filter.1.Name"] === "vpc-id"
          ? all("subnetId", subnets)
          : all("vpcId", [elsewhere[parameters["Filter.1.Value.1"] ?? ""] ?? []].flat()),
      DescribeAvailabilityZones: () => all("zoneName", zones),
      CreateVpc: () => (made.push(parameters), created === "" ? "<odd/>" : all("vpcId", [created])),
      CreateSubnet: () => (made.push(parameters), all("subnetId", [`subnet-${made.length}`])),
    };
    return Promise.resolve(answers[action]?.() ?? "");
  };
  return { seeded: await seedVpcThrough(call, { ...place, ...wanted }), made };
}

const tags = (parameters: Readonly<Record<string, string>> | undefined) =>
  Object.entries(parameters ?? {}).flatMap(([name, value]) => (/Tag\.\d+\.(Key|Value)$/.test(name) ? [value] : []));

describe("an account without the VPC", () => {
  it("gets one with three subnets in the zones of the Region", async () => {
    const { seeded, made } = await seed({}, {});
    expect(seeded).toEqual({ vpcId: "vpc-new", subnetIds: ["subnet-2", "subnet-3", "subnet-4"], created: true });
    expect(made.slice(1).map(({ VpcId, CidrBlock, AvailabilityZone }) => [VpcId, CidrBlock, AvailabilityZone])).toEqual(
      [
        ["vpc-new", "10.200.0.0/24", "eu-west-1a"],
        ["vpc-new", "10.200.1.0/24", "eu-west-1b"],
        ["vpc-new", "10.200.2.0/24", "eu-west-1a"],
      ],
    );
    expect(tags(made[0])).toEqual(["Name", "dapf-batch-inferencing"]);
  });

  it("gets it under the ids and with the tags that are asked for", async () => {
    const wanted = {
      vpcId: "vpc-1",
      subnetIds: ["subnet-a"],
      vpcTags: { Name: "own" },
      subnetTags: { tier: "private" },
    };
    const { seeded, made } = await seed(wanted, {});
    expect(seeded.subnetIds).toEqual(["subnet-a"]);
    expect(made.map(tags)).toEqual([
      ["Name", "own", "_custom_id_", "vpc-1"],
      ["Name", "dapf-batch-inferencing", "tier", "private", "_custom_id_", "subnet-a"],
    ]);
  });

  it("gets its subnets also where no zones are told", async () => {
    const { made } = await seed({ subnetIds: ["subnet-a"] }, { zones: [] });
    expect(made[1]?.["AvailabilityZone"]).toBe("eu-west-1a");
  });

  it("is an error when the answer has no VPC", async () => {
    await expect(seed({}, { created: "" })).rejects.toThrow("CreateVpc");
  });
});

describe("an account with the VPC", () => {
  it("stays as it is", async () => {
    const found = { vpcs: ["vpc-1"], subnets: ["subnet-x", "subnet-y", "subnet-z"] };
    const { seeded, made } = await seed({}, found);
    expect(seeded).toEqual({ vpcId: "vpc-1", subnetIds: found.subnets, created: false });
    expect(made).toEqual([]);
    expect((await seed({ vpcId: "vpc-1", subnetIds: ["subnet-y"] }, found)).seeded.created).toBe(false);
  });

  it("gets the subnets that are missing", async () => {
    const { seeded } = await seed({}, { vpcs: ["vpc-1"], subnets: ["subnet-x"] });
    expect(seeded).toEqual({ vpcId: "vpc-1", subnetIds: ["subnet-x", "subnet-1", "subnet-2"], created: true });
  });

  it("cannot have a subnet that is in another VPC", async () => {
    const found = { vpcs: ["vpc-1"], elsewhere: { "subnet-a": "vpc-2" } };
    await expect(seed({ subnetIds: ["subnet-a"] }, found)).rejects.toThrow(
      "Subnet subnet-a exists in vpc-2, so it cannot be in vpc-1.",
    );
  });
});
