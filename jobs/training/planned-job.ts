import type { SubmitServiceJobRequest } from "@aws-sdk/client-batch";
import type { PlannedJob } from "../engine";

/** A request that is whole but for the token, which is the journal's. */
export type ServiceJobRequest = Omit<SubmitServiceJobRequest, "clientToken"> & {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly serviceRequestPayload: string;
};

/** A training job that is ready to be submitted, once the jobs before it have succeeded. */
export interface PlannedServiceJob extends PlannedJob {
  readonly needsIds: readonly string[];
  readonly request: ServiceJobRequest;
}

/** The job as `--dry-run --json` shows it; journals know the jobs of a run by the digest of this. */
export const jobJson = ({ name, needs, needsIds, request }: PlannedServiceJob) => ({
  name,
  after: needs,
  afterIds: needsIds,
  request,
});
