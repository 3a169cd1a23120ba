import { isTainted, type PlannedChange } from "./changes";
import { CLOUD_CONTROL } from "./stateful";

/**
 * AWS makes each of these with one call, under a name that no other may have at that moment: IAM's CreateRole and
 * CreateInstanceProfile, AWS Batch's CreateComputeEnvironment, CloudWatch Logs' CreateLogGroup, Cloud Control's
 * CreateResource. What Terraform does after it (waiting, another setting) a plan finds and makes up for in place.
 */
const MADE_AT_ONCE: ReadonlySet<string> = new Set([
  CLOUD_CONTROL,
  "aws_batch_compute_environment",
  "aws_cloudwatch_log_group",
  "aws_iam_instance_profile",
  "aws_iam_role",
]);

/**
 * Finds resources that Terraform would make anew because their creation was interrupted or took too long. AWS has made them all
 * the same (one that it has not is planned as a creation), and two of a name cannot be: a replacement that creates first, as that
 * of a compute environment and of all that it depends on must, would be refused (`AlreadyExists`) for ever.
 *
 * @returns the addresses of those that are to be kept
 */
export function finishedCreations(changes: readonly PlannedChange[]): string[] {
  return changes.filter((change) => MADE_AT_ONCE.has(change.type) && isTainted(change)).map(({ address }) => address);
}
