import { SOURCES } from "../words";
import { failureRule, IS_PULL } from "./failure";

/** The registry was not reached. */
export const pullTimedOut = failureRule("pull-timed-out", SOURCES.pull, ({ reason }) => {
  const isThis =
    IS_PULL.test(reason) &&
    /timeout|deadline|connection refused|no route|i\/o|request canceled/i.test(reason) &&
    !/denied|403/i.test(reason);
  if (!isThis) return undefined;
  return {
    found: "the registry of its image was not reached from its subnet",
    todo: [
      "route 0.0.0.0/0 of the subnet to a NAT gateway, or make endpoints for ecr.api, ecr.dkr and s3",
      "let the security group out to port 443",
    ],
    retry: "may help",
  };
});
