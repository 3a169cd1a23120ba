/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2". */
import { type ApiCall, arnHere, memberOf, textIn, textsIn } from "../api-call";
import type { Finder, ServiceRules } from "../rules";

/** Ids begin with their type: EC2 User Guide, "Resource IDs". Types of the reference by these beginnings. */
const TYPE_OF_ID: Readonly<Record<string, string>> = {
  acl: "network-acl",
  dopt: "dhcp-options",
  eipalloc: "elastic-ip",
  eni: "network-interface",
  i: "instance",
  igw: "internet-gateway",
  lt: "launch-template",
  nat: "natgateway",
  pcx: "vpc-peering-connection",
  pl: "prefix-list",
  rtb: "route-table",
  sg: "security-group",
  sgr: "security-group-rule",
  snap: "snapshot",
  subnet: "subnet",
  vol: "volume",
  vpc: "vpc",
  vpce: "vpc-endpoint",
};

export const EC2: ServiceRules = {
  finders: {
    ...Object.fromEntries(Object.entries(TYPE_OF_ID).map(([start, type]) => [type, withIds(start, type)] as const)),
    "route-table": routeTables,
    "key-pair": (call) => {
      const names = textsIn(call.params, "keyname", "keynames");
      return names.length === 0 ? undefined : names.map((name) => arnHere(call, "ec2", `key-pair/${name}`));
    },
  },
  keys: (call) => ({ "ec2:Region": call.place.region }),
};

/** Members by which requests give ids of several types. */
const MIXED = [
  "resourceid",
  "groupid",
  "securitygroupid",
  "vpcendpointid",
  "allocationid",
  "gatewayid",
  "destinationid",
];

function withIds(start: string, type: string): Finder {
  const ofType = new RegExp(`^${start}-[0-9a-f]+$`);
  return (call) => {
    const ids = MIXED.flatMap((member) => textsIn(call.params, member)).filter((id) => ofType.test(id));
    if (ids.length > 0) return ids.map((id) => arnHere(call, "ec2", `${type}/${id}`));
    // Tags are asked for on what they are put on only.
    return isTagging(call) ? [] : undefined;
  };
}

/** An association is asked for on its table: DisassociateRouteTable, ReplaceRouteTableAssociation. */
async function routeTables(call: ApiCall): Promise<readonly string[] | undefined> {
  const named = await withIds("rtb", "route-table")(call);
  const association = textIn(call.params, "associationid");
  if (named !== undefined || association?.startsWith("rtbassoc-") !== true) return named;
  const associated = await call.facts.arnOf("ec2:route-table-of-association", call.place, association);
  const other = textsIn(call.params, "routetableid").map((id) => arnHere(call, "ec2", `route-table/${id}`));
  return associated === undefined ? undefined : [associated, ...other];
}

function isTagging(call: ApiCall): boolean {
  return memberOf(call.params, "resourceid") !== undefined;
}
