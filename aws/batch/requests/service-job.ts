import type {
  DescribeServiceJobRequest,
  ListServiceJobsRequest,
  SubmitServiceJobRequest,
  TerminateServiceJobRequest,
  TerminateServiceJobsRequest,
  UpdateServiceJobRequest,
} from "@aws-sdk/client-batch";
import { choice, list, object, required, text, whole } from "../../fields/field";
import { table } from "../../fields/table";
import { filters, pages, tags } from "./common";
import { schedulingPriority } from "./job-definition";

const name = text({ pattern: /^[A-Za-z0-9_-]{1,128}$/, rule: "must have 1 to 128 letters, digits, _ and -" });

export const serviceSubmission = table<SubmitServiceJobRequest>()({
  jobName: required(name),
  jobQueue: text({ required: true, min: 1 }),
  serviceJobType: choice(["SAGEMAKER_TRAINING"], { required: true }),
  serviceRequestPayload: text({ required: true }),
  shareIdentifier: text({ min: 1, max: 255 }),
  quotaShareName: name,
  schedulingPriority,
  preemptionConfiguration: object("ServiceJobPreemptionConfiguration", {
    preemptionRetriesBeforeTermination: whole({ min: 0 }),
  }),
  retryStrategy: object("ServiceJobRetryStrategy", {
    attempts: whole({ required: true, min: 1, max: 10 }),
    evaluateOnExit: list(
      object("ServiceJobEvaluateOnExit", {
        // In any case, as in EvaluateOnExit: the SageMaker SDK's own integration test says "Retry".
        action: choice(["RETRY", "EXIT"], { needed: true, anyCase: "upper" }),
        onStatusReason: text({ min: 1, max: 512 }),
      }),
      { most: 5 },
    ),
  }),
  timeoutConfig: object("ServiceJobTimeout", { attemptDurationSeconds: whole({ min: 1 }) }),
  tags,
  clientToken: text(),
});

const jobId = text({ required: true });
export const serviceJobDescription = table<DescribeServiceJobRequest>()({ jobId });
export const serviceJobTermination = table<TerminateServiceJobRequest>()({ jobId, reason: text({ required: true }) });
export const serviceJobTerminations = table<TerminateServiceJobsRequest>()({
  jobs: list(text(), { required: true }),
  reason: text({ required: true }),
});
export const serviceJobUpdate = table<UpdateServiceJobRequest>()({
  jobId,
  schedulingPriority: required(schedulingPriority),
});
export const serviceJobList = table<ListServiceJobsRequest>()({
  jobQueue: text(),
  jobStatus: choice(["SUBMITTED", "PENDING", "RUNNABLE", "SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"]),
  filters,
  ...pages,
});
