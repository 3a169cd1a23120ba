import type { ComputeEnvironmentDetail, JobDetail } from "@aws-sdk/client-batch";
import type { Subnet } from "@aws-sdk/client-ec2";
import { leadsOut, tableOf } from "../ways-out";
import { isFargate } from "../capacity";
import { mapped, UNSEEN, valueOf } from "../seen";
import type { Work } from "./gather-job";
import type { NetworkFacts } from "./start-facts";

/** The network of a compute environment: 3 calls, and one more where a subnet has no way out. */
export async function networkOf(
  { services: { ec2 }, looks }: Work,
  environment: ComputeEnvironmentDetail,
  job: JobDetail,
  region: string,
): Promise<NetworkFacts> {
  const { subnets: wantedSubnets = [], securityGroupIds: wantedGroups = [] } = environment.computeResources ?? {};
  // By a filter: of ids that are not all there DescribeSubnets describes none.
  const subnets = mapped(
    await looks.at({ what: "subnets", needs: "ec2:DescribeSubnets" }, () =>
      ec2.call("DescribeSubnets", { Filters: [{ Name: "subnet-id", Values: wantedSubnets }] }),
    ),
    ({ Subnets = [] }) => Subnets,
  );
  const vpcs = [...new Set((valueOf(subnets) ?? []).flatMap(({ VpcId }) => VpcId ?? []))];
  const ofVpcs = [{ Name: "vpc-id", Values: vpcs }];
  const [routeTables, groups] = await Promise.all([
    vpcs.length === 0
      ? UNSEEN
      : looks.at({ what: "route tables", needs: "ec2:DescribeRouteTables" }, () =>
          ec2.call("DescribeRouteTables", { Filters: ofVpcs }),
        ),
    wantedGroups.length === 0
      ? UNSEEN
      : looks.at({ what: "security groups", needs: "ec2:DescribeSecurityGroups" }, () =>
          ec2.call("DescribeSecurityGroups", { Filters: [{ Name: "group-id", Values: wantedGroups }] }),
        ),
  ]);
  const tables = mapped(routeTables, ({ RouteTables = [] }) => RouteTables);
  const hasPublicAddress = publicAddress(environment, job);
  const isOpen = (subnet: Subnet) =>
    leadsOut(tableOf(subnet, valueOf(tables) ?? []), hasPublicAddress ?? subnet.MapPublicIpOnLaunch === true);
  // Who has a way out needs no endpoints.
  const endpoints =
    vpcs.length === 0 || (valueOf(subnets) ?? []).every(isOpen)
      ? UNSEEN
      : await looks.at({ what: "VPC endpoints", needs: "ec2:DescribeVpcEndpoints" }, () =>
          ec2.call("DescribeVpcEndpoints", { Filters: ofVpcs }),
        );
  return {
    environment: environment.computeEnvironmentName ?? "",
    isFargate: isFargate(environment),
    hasPublicAddress,
    region,
    wantedSubnets,
    wantedGroups,
    subnets,
    routeTables: tables,
    endpoints: mapped(endpoints, ({ VpcEndpoints = [] }) => VpcEndpoints),
    groups: mapped(groups, ({ SecurityGroups = [] }) => SecurityGroups),
  };
}

/** On Fargate the job says it; a launch template may say it of an instance, and else its subnet does. */
function publicAddress(environment: ComputeEnvironmentDetail, job: JobDetail): boolean | undefined {
  if (isFargate(environment)) return job.container?.networkConfiguration?.assignPublicIp === "ENABLED";
  return environment.computeResources?.launchTemplate === undefined ? undefined : true;
}
