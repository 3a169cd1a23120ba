import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import type { Reference } from "../declarations/links";
import type { Declaration as DeclarationOf, DeclarationWarning } from "../declarations/parse";
import type { GroupName } from "./convention";
import type { QueueContext } from "./model";
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
  readonly warnings: readonly DeclarationWarning[];
}

/** One object of AWS Batch that the file declares. */
export type Declaration<G extends GroupName> = DeclarationOf<CompleteRequests[G]>;

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
