/**
 * CancelJobs, TerminateJobs and TerminateServiceJobs: what CancelJob, TerminateJob and TerminateServiceJob do, for up to 50
 * jobs, each with its own outcome.
 */
import type { CancelJobsErrorDetail, CancelJobsResponse, TerminateJobsRequest } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import { BatchError, InvalidRequest } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { cancelJob, terminateJob } from "./container/end-jobs";
import { terminateServiceJob } from "./service/change-service-job";

type EndJobs = Checked<TerminateJobsRequest>;

export const cancelJobs = (call: Call, input: EndJobs) => eachOf(call, input, cancelJob);
export const terminateJobs = (call: Call, input: EndJobs) => eachOf(call, input, terminateJob);
export const terminateServiceJobs = (call: Call, input: EndJobs) => eachOf(call, input, terminateServiceJob);

function eachOf(call: Call, { jobs, reason }: EndJobs, end: typeof cancelJob): CancelJobsResponse {
  if (jobs.length < 1 || jobs.length > PER_CALL.ended) {
    throw new InvalidRequest(`jobs must have 1 to ${PER_CALL.ended} entries.`);
  }
  const successful: string[] = [];
  const errors: CancelJobsErrorDetail[] = [];
  for (const jobId of new Set(jobs)) {
    try {
      end(call, { jobId, reason });
      successful.push(jobId);
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      errors.push({ job: jobId, code: error.code, message: error.message });
    }
  }
  return { successful, errors };
}
