import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { listed } from "../../text";
import { SOURCES } from "../words";
import { waysOf } from "./routes";

/** Endpoints are there, but the usual names do not lead to them. */
export const privateDnsOff: Rule<JobFacts> = {
  name: "private-dns-off",
  source: SOURCES.ecrEndpoints,
  check: (facts) => {
    const [first] = waysOf(facts).filter(({ hidden }) => hidden.length > 0);
    if (first === undefined) return undefined;
    const names = [
      ...new Set(first.hidden.flatMap(({ ServiceName }) => ServiceName?.split(".").slice(3).join(".") ?? [])),
    ];
    const [one] = first.hidden;
    return {
      verdict: facts.start.network?.isFargate === true ? "would-fail" : "cannot-run",
      lookedAt: "VPC endpoints",
      found: `the endpoints of ${first.subnet.VpcId ?? "the VPC"} for ${listed(names)} have no private DNS names, so nothing leads to them`,
      todo: [`aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${one?.VpcEndpointId ?? ""} --private-dns-enabled`],
    };
  },
};
