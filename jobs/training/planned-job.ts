import type { SubmitServiceJobRequest } from "@aws-sdk/client-batch";

/** A request that is whole but for the token, which is the journal's. */
export type ServiceJobRequest = Omit<SubmitServiceJobRequest, "clientToken"> & {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly serviceRequestPayload: string;
};

/** A job that is ready to be submitted, once the jobs before it have succeeded. */
export interface PlannedJob {
  /** Unique in its file: its jobName. */
  readonly name: string;
  /** Names of jobs of the same file. */
  readonly after: readonly string[];
  /** Ids of jobs that were submitted before. */
  readonly afterIds: readonly string[];
  readonly request: ServiceJobRequest;
}
