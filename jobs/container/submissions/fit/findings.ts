import type { ValueProblem } from "../../../../config/zod-problems";

/** What is known of jobs before they are submitted, beyond their file. */
export interface Findings {
  /** AWS Batch refuses the job, or it could never run. */
  readonly problems: ValueProblem[];
  /** AWS Batch takes the job, and it does not do what it seems to say. */
  readonly warnings: ValueProblem[];
}

export const SUBMIT_JOB = "AWS Batch API Reference, SubmitJob";
