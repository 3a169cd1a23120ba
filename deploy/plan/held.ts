/** What of AWS Batch a plan takes away, and the jobs in it. */

/** What may have jobs in it. */
export type BatchKind = "job queue" | "quota share" | "compute environment";

/** Something of AWS Batch that goes, be it that another takes its place. */
export interface BatchTarget {
  readonly kind: BatchKind;
  readonly name: string;
  readonly arn: string;
  /** Of a replacement: whether the new one is there before the old one goes. */
  readonly createsFirst: boolean;
  /** Of the new one; undefined of a deletion, and when it is made up by the apply. */
  readonly nextName?: string;
}

/** What was found of the jobs in a target. */
export type HeldJobs =
  | {
      /** Jobs that start or run. */
      readonly running: number;
      /** Of a queue or a share; nobody waits in a compute environment. */
      readonly waiting: number;
      /** Of a compute environment: whether its jobs are on Fargate. */
      readonly onFargate?: boolean;
      /** Of a compute environment: how many of those that run are tried again when their instances go. */
      readonly triedAgain?: number;
    }
  /** It could not be looked at: why. */
  | { readonly unknown: string };
