import type { IpPermission } from "@aws-sdk/client-ec2";
import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES } from "../words";

const HTTPS = 443;

/** No security group lets anything out to port 443, which all of AWS listens on. */
export const noHttpsOut: Rule<JobFacts> = {
  name: "no-https-out",
  source: SOURCES.runbook,
  check: (facts) => {
    const { network } = facts.start;
    const groups = (network && valueOf(network.groups)) ?? [];
    if (network === undefined || groups.length === 0) return undefined;
    if (groups.some(({ IpPermissionsEgress = [] }) => IpPermissionsEgress.some(letsOut))) return undefined;
    const ids = groups.flatMap(({ GroupId }) => GroupId ?? []);
    return {
      verdict: network.isFargate ? "would-fail" : "cannot-run",
      lookedAt: `security groups of compute environment ${network.environment}`,
      found: `security group ${listed(ids)} lets nothing out to port ${HTTPS}`,
      todo: [
        `aws ec2 authorize-security-group-egress --group-id ${ids[0] ?? ""} --protocol tcp --port ${HTTPS} --cidr 0.0.0.0/0`,
      ],
    };
  },
};

function letsOut({ IpProtocol, FromPort = 0, ToPort = 65_535, ...targets }: IpPermission): boolean {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = targets;
  const leadsSomewhere = [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].some(({ length }) => length > 0);
  const isOfPort = IpProtocol === "-1" || (/^(tcp|6)$/.test(IpProtocol ?? "") && FromPort <= HTTPS && HTTPS <= ToPort);
  return leadsSomewhere && isOfPort;
}
