/** Whether a subnet leads to the internet. */
import type { RouteTable, Subnet } from "@aws-sdk/client-ec2";

/** VPC User Guide, "Subnet route tables": one that is associated with none has the main table. */
export function tableOf({ SubnetId, VpcId }: Subnet, tables: readonly RouteTable[]): RouteTable | undefined {
  const isOf = ({ Associations = [] }: RouteTable) => Associations.some((one) => one.SubnetId === SubnetId);
  const isMain = ({ Associations = [], VpcId: vpc }: RouteTable) =>
    vpc === VpcId && Associations.some(({ Main }) => Main === true);
  return tables.find(isOf) ?? tables.find(isMain);
}

/** A default route through a NAT gateway or what does the same; through an internet gateway with a public address only. */
export function leadsOut(table: RouteTable | undefined, hasPublicAddress: boolean): boolean {
  return (table?.Routes ?? []).some((route) => {
    if (route.DestinationCidrBlock !== "0.0.0.0/0" || route.State === "blackhole") return false;
    return route.GatewayId?.startsWith("igw-") === true ? hasPublicAddress : true;
  });
}
