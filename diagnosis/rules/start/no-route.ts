import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { listed } from "../../text";
import { SOURCES } from "../words";
import { waysOf } from "./routes";

/** A subnet leads neither to the internet nor through endpoints to what a start takes. */
export const noRoute: Rule<JobFacts> = {
  name: "no-route",
  source: SOURCES.runbook,
  check: (facts) => {
    const ways = waysOf(facts);
    const closed = ways.filter(({ missing }) => missing.length > 0);
    const [first] = closed;
    if (first === undefined) return undefined;
    const { subnet, table, missing } = first;
    const ends = missing.flatMap(({ endpoints }) => endpoints).filter((end) => end !== "(none)");
    const isOnFargate = facts.start.network?.isFargate === true;
    // An instance that cannot reach ECS never joins its cluster; on Fargate there is none to join.
    const isStuck = closed.length === ways.length && !isOnFargate;
    const others = closed.length === 1 ? "" : `, as have ${closed.length - 1} others`;
    const routed = (table?.Routes ?? []).some(({ GatewayId }) => GatewayId?.startsWith("igw-"));
    return {
      verdict: isStuck ? "cannot-run" : "would-fail",
      lookedAt: "subnets, their route tables and the VPC's endpoints",
      found:
        `subnet ${subnet.SubnetId ?? ""} has no way to ${listed(missing.map(({ name }) => name))}${others}: ` +
        (routed
          ? `its default route in ${table?.RouteTableId ?? ""} is an internet gateway's, and what starts there gets no public address`
          : `${table?.RouteTableId ?? "its route table"} has no default route that works`),
      todo: [
        `route 0.0.0.0/0 of ${table?.RouteTableId ?? "the subnet"} to a NAT gateway`,
        ...(routed
          ? [isOnFargate ? "or set assignPublicIp: ENABLED" : "or let the subnet assign public addresses"]
          : []),
        ...(ends.length === 0 ? [] : [`or make endpoints in ${subnet.VpcId ?? "the VPC"} for ${listed(ends, 8)}`]),
      ],
    };
  },
};
