import type {
  CancelJobRequest,
  CancelJobsRequest,
  DescribeJobsRequest,
  ListJobsRequest,
  SubmitJobRequest,
  TerminateJobRequest,
  TerminateJobsRequest,
} from "@aws-sdk/client-batch";
import { choice, list, object, text, whole } from "../../fields/field";
import { table } from "../../fields/table";
import { filters, pages } from "./common";
import { consumableResources, containerOverrides, ecsPropertiesOverride, nodeOverrides } from "./container";
import { eksPropertiesOverride } from "./pod";
import { common, name, schedulingPriority } from "./job-definition";

export const submission = table<SubmitJobRequest>()({
  jobName: name,
  ...common,
  jobQueue: text({ required: true, min: 1 }),
  jobDefinition: text({ required: true, min: 1 }),
  shareIdentifier: text({ pattern: /^[\w-]{1,255}$/, rule: "must have only letters, digits, - and _" }),
  schedulingPriorityOverride: schedulingPriority,
  // ArrayProperties: "The size of the array job", from 2 to 10,000.
  arrayProperties: object("ArrayProperties", { size: whole({ min: 2, max: 10_000, needed: true }) }),
  // SubmitJob: "A job can depend upon a maximum of 20 jobs."
  dependsOn: list(object("JobDependency", { jobId: text(), type: choice(["N_TO_N", "SEQUENTIAL"]) }), { most: 20 }),
  containerOverrides,
  nodeOverrides,
  ecsPropertiesOverride,
  eksPropertiesOverride,
  consumableResourcePropertiesOverride: consumableResources,
});

const id = { jobId: text({ required: true }), reason: text({ required: true }) };
const ids = { jobs: list(text(), { required: true }), reason: text({ required: true }) };
export const cancellation = table<CancelJobRequest>()(id);
export const termination = table<TerminateJobRequest>()(id);
export const cancellations = table<CancelJobsRequest>()(ids);
export const terminations = table<TerminateJobsRequest>()(ids);
export const jobDescription = table<DescribeJobsRequest>()({ jobs: list(text(), { required: true }) });
export const jobList = table<ListJobsRequest>()({
  jobQueue: text(),
  arrayJobId: text(),
  multiNodeJobId: text(),
  jobStatus: choice(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"]),
  filters,
  ...pages,
});
