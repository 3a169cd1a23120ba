import { SOURCES } from "../words";
import { failureRule, IS_PULL } from "./failure";

/** Who pulls the image may not. */
export const pullDenied = failureRule("pull-denied", SOURCES.pull, ({ reason }, { job }) => {
  const isThis = IS_PULL.test(reason) && /denied|403|no basic auth|not authorized/i.test(reason);
  if (!isThis) return undefined;
  return {
    found: `its image may not be pulled: ${job.container?.image ?? ""}`,
    todo: [
      "allow the execution role (on EC2 without one: the instance role) ecr:GetAuthorizationToken and to pull from the repository",
      "for a repository of another account: allow this account in the repository's policy",
    ],
    retry: "would not help",
  };
});
