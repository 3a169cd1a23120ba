import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { enabledIn } from "../../capacity";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration, queueName } from "../words";

/** All environments that the job could go to are INVALID. */
export const environmentsInvalid: Rule<JobFacts> = {
  name: "environments-invalid",
  source: SOURCES.invalid,
  check: (facts) => {
    const enabled = enabledIn(valueOf(facts.environments) ?? []);
    const [first] = enabled;
    if (first === undefined || enabled.some(({ status }) => status !== "INVALID")) return undefined;
    const name = first.computeEnvironmentName ?? "";
    return {
      verdict: "cannot-run",
      lookedAt: `compute environments of queue ${queueName(facts)}`,
      found: `compute environment ${name} is INVALID: ${inPlainWords(first.statusReason)}`,
      todo: [
        ...atDeclaration(first.computeEnvironmentArn, "what is wrong", facts),
        "then let AWS Batch look at it again: DISABLED, and ENABLED",
        `aws batch update-compute-environment --compute-environment ${name} --state DISABLED`,
        `aws batch update-compute-environment --compute-environment ${name} --state ENABLED`,
      ],
    };
  },
};

/** What AWS says, and what it means. Source: User Guide, "INVALID compute environment", and re:Post, "fix an INVALID". */
const MEANINGS: readonly (readonly [said: RegExp, meaning: string])[] = [
  [/not authorized to perform: sts:AssumeRole|cannot be assumed|unable to assume/i, "AWS Batch may not take its role"],
  [/is not authorized to perform|AccessDenied|UnauthorizedOperation/i, "its service role lacks a permission"],
  [/InvalidInstanceProfile|instance profile/i, "its instance profile does not exist or has no role"],
  [/spotIamFleetRole|Spot Fleet/i, "its Spot Fleet role is wrong"],
  [/subnet/i, "one of its subnets does not exist"],
  [/security ?group|InvalidGroup/i, "one of its security groups does not exist"],
  [/launch ?template/i, "its launch template does not exist or is wrong"],
  [/key ?pair/i, "its key pair does not exist"],
  [/InvalidAMI|image id/i, "its machine image does not exist"],
  [/ECS cluster|ClusterNotFound/i, "somebody has deleted its ECS cluster"],
];

function inPlainWords(reason: string | undefined): string {
  if (reason === undefined || reason === "") return "AWS Batch does not say why";
  const [, meaning] = MEANINGS.find(([said]) => said.test(reason)) ?? [];
  return meaning === undefined ? reason : `${meaning} (${reason})`;
}
