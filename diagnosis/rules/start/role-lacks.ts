import type { Finding } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed, nameOf } from "../../text";

/** @param actions that the rule is about @param what they are for: `pull its image` */
export function roleLacks({ start, job }: JobFacts, actions: RegExp, what: string): Finding | undefined {
  const denied = (valueOf(start.role)?.denied ?? []).filter(({ action }) => actions.test(action));
  const [first] = denied;
  if (first === undefined) return undefined;
  const isOwn = job.container?.executionRoleArn === start.roleArn;
  const role = nameOf(start.roleArn);
  return {
    verdict: "would-fail",
    lookedAt: `${isOwn ? "execution role" : "instance role"} ${role}`,
    found: `role ${role} may not ${what}: it lacks ${listed(denied.map(({ action }) => action))}`,
    todo: [`allow role ${role} ${listed(denied.map(({ action }) => action))} on ${first.resource}`],
  };
}
