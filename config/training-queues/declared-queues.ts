import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import type { ConfigProblem } from "../errors";
import type { GroupName } from "./convention";
import type { Link, QueueContext } from "./model";
import type { CompleteRequests } from "./shapes";

/** The training queues of an environment, validated. */
export interface TrainingQueues {
  /** Path of the file that declares them, relative to the repository root. */
  readonly file: string;
  /** Where they are, and what they carry. */
  readonly context: QueueContext;
  readonly serviceEnvironments: readonly Declaration<"ServiceEnvs">[];
  readonly schedulingPolicies: readonly Declaration<"SchedulingPolicies">[];
  readonly jobQueues: readonly JobQueueDeclaration[];
  readonly quotaShares: readonly QuotaShareDeclaration[];
  /** What AWS accepts and is probably not meant: errors under `--strict`. */
  readonly warnings: readonly QueueWarning[];
}

/** One object of AWS Batch that the file declares. */
export interface Declaration<G extends GroupName> {
  /** What stands before `_SE_NAME`, `_QUEUE_NAME`, ... in the file; unique in its group, whatever the case. */
  readonly key: string;
  /** The name at AWS. */
  readonly name: string;
  readonly request: CompleteRequests[G];
}

export interface JobQueueDeclaration extends Declaration<"TrainingJobQueues"> {
  readonly serviceEnvironment: Reference;
  /** Absent for a queue in order of submission. */
  readonly schedulingPolicy?: Reference;
  /** Undefined when the policy is not declared in the file. */
  readonly scheduling: SchedulingKind | undefined;
}

export interface QuotaShareDeclaration extends Declaration<"QuotaShares"> {
  readonly jobQueue: Reference;
}

/** What a request names in another group: a declaration by its key, or something that exists without the file. */
export type Reference = { readonly kind: "declared"; readonly key: string } | Extract<Link<GroupName>, { arn: string }>;

export interface QueueWarning {
  /** For people. */
  readonly message: string;
  readonly problem: ConfigProblem;
}
