/** Which services a subnet leads to. */
import type { RouteTable, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import { ecrImageOf } from "../../../aws/ecr-image";
import type { JobFacts } from "../../facts/job-facts";
import { leadsOut, tableOf } from "../../ways-out";
import type { NetworkFacts } from "../../facts/start-facts";
import { valueOf } from "../../seen";

/** What a start takes of the network: name for people, and ends of the names of endpoints. */
interface Needed {
  readonly name: string;
  readonly endpoints: readonly string[];
}

const REGISTRY: Needed = { name: "Amazon ECR", endpoints: ["ecr.api", "ecr.dkr"] };
// ECR User Guide: "Amazon ECR uses Amazon S3 to store image layers."
const LAYERS: Needed = { name: "Amazon S3", endpoints: ["s3"] };
const LOGS: Needed = { name: "CloudWatch Logs", endpoints: ["logs"] };
// ECS Developer Guide, "Amazon ECS interface VPC endpoints": what the agent of an instance asks.
const CLUSTER: Needed = { name: "Amazon ECS", endpoints: ["ecs-agent", "ecs-telemetry", "ecs"] };
/** An image of another registry. */
const INTERNET: Needed = { name: "the registry of its image", endpoints: ["(none)"] };

/** @returns what a container needs of the network before it runs */
export function neededBy({ job }: JobFacts, { isFargate }: NetworkFacts): Needed[] {
  const isOfEcr = ecrImageOf(job.container?.image ?? "") !== undefined;
  const hasLog = (job.container?.logConfiguration?.logDriver ?? "awslogs") === "awslogs";
  return [...(isFargate ? [] : [CLUSTER]), ...(isOfEcr ? [REGISTRY, LAYERS] : [INTERNET]), ...(hasLog ? [LOGS] : [])];
}

export interface Way {
  readonly subnet: Subnet;
  readonly table: RouteTable | undefined;
  /** What it does not lead to. */
  readonly missing: readonly Needed[];
  /** Endpoints that would lead there, but for their private DNS names. */
  readonly hidden: readonly VpcEndpoint[];
}

/** @returns the ways out of the subnets; none when nobody could look at them */
export function waysOf(facts: JobFacts): Way[] {
  const { network } = facts.start;
  const tables = network && valueOf(network.routeTables);
  const endpoints = network && valueOf(network.endpoints);
  if (network === undefined || tables === undefined || endpoints === undefined) return [];
  return (valueOf(network.subnets) ?? []).map((subnet) => {
    const table = tableOf(subnet, tables);
    if (leadsOut(table, network.hasPublicAddress ?? subnet.MapPublicIpOnLaunch === true)) {
      return { subnet, table, missing: [], hidden: [] };
    }
    const ofVpc = endpoints.filter(({ VpcId }) => VpcId === subnet.VpcId);
    const found = neededBy(facts, network).map((needed) => ({ needed, ...coverOf(needed, ofVpc, table) }));
    return {
      subnet,
      table,
      missing: found.filter(({ isCovered, hidden }) => !isCovered && hidden.length === 0).map(({ needed }) => needed),
      hidden: found.flatMap(({ isCovered, hidden }) => (isCovered ? [] : hidden)),
    };
  });
}

function coverOf({ endpoints: ends }: Needed, endpoints: readonly VpcEndpoint[], table: RouteTable | undefined) {
  const all = ends.map((end) => {
    const meant = endpoints.filter(({ ServiceName = "" }) => ServiceName.endsWith(`.${end}`));
    const isOpen = meant.some(({ VpcEndpointType, RouteTableIds = [], PrivateDnsEnabled }) =>
      VpcEndpointType === "Gateway" ? RouteTableIds.includes(table?.RouteTableId ?? "") : PrivateDnsEnabled === true,
    );
    const hidden = meant.filter(({ VpcEndpointType }) => VpcEndpointType !== "Gateway");
    return { isOpen, hidden: isOpen ? [] : hidden };
  });
  return { isCovered: all.every(({ isOpen }) => isOpen), hidden: all.flatMap(({ hidden }) => hidden) };
}
