/** All operations of the Batch API that are answered here, by their names. */
import * as computeEnvironments from "./compute-environments";
import * as jobDefinitions from "./job-definitions";
import * as jobQueues from "./job-queues";
import { describeJobs, describeJobsShape } from "./container-jobs/describe-jobs";
import { cancelJob, endJobShape, terminateJob } from "./container-jobs/end-jobs";
import { cancelJobs, endJobsShape, terminateJobs } from "./container-jobs/end-many-jobs";
import { listJobs, listJobsShape } from "./container-jobs/list-jobs";
import { submitJob, submitJobShape } from "./container-jobs/submit-job";
import type { Operation } from "./operation";
import { operation } from "./operation";
import * as quotaShares from "./quota-shares";
import * as schedulingPolicies from "./scheduling-policies";
import * as serviceEnvironments from "./service-environments";
import {
  terminateServiceJob,
  terminateServiceJobShape,
  updateServiceJob,
  updateServiceJobShape,
} from "./service-jobs/change-service-job";
import { describeServiceJob, describeServiceJobShape } from "./service-jobs/describe-service-job";
import { getJobQueueSnapshot, getJobQueueSnapshotShape } from "./service-jobs/job-queue-snapshot";
import { listServiceJobs, listServiceJobsShape } from "./service-jobs/list-service-jobs";
import { submitServiceJob, submitServiceJobShape } from "./service-jobs/submit-service-job";
import * as tags from "./tags";

const ce = computeEnvironments;
const jd = jobDefinitions;
const jq = jobQueues;
const qs = quotaShares;
const se = serviceEnvironments;
const sp = schedulingPolicies;

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateComputeEnvironment: operation(ce.createComputeEnvironmentShape, ce.createComputeEnvironment),
  UpdateComputeEnvironment: operation(ce.updateComputeEnvironmentShape, ce.updateComputeEnvironment),
  DeleteComputeEnvironment: operation(ce.deleteComputeEnvironmentShape, ce.deleteComputeEnvironment),
  DescribeComputeEnvironments: operation(ce.describeComputeEnvironmentsShape, ce.describeComputeEnvironments),

  RegisterJobDefinition: operation(jd.registerJobDefinitionShape, jd.registerJobDefinition),
  DeregisterJobDefinition: operation(jd.deregisterJobDefinitionShape, jd.deregisterJobDefinition),
  DescribeJobDefinitions: operation(jd.describeJobDefinitionsShape, jd.describeJobDefinitions),

  CreateJobQueue: operation(jq.createJobQueueShape, jq.createJobQueue),
  UpdateJobQueue: operation(jq.updateJobQueueShape, jq.updateJobQueue),
  DeleteJobQueue: operation(jq.deleteJobQueueShape, jq.deleteJobQueue),
  DescribeJobQueues: operation(jq.describeJobQueuesShape, jq.describeJobQueues),

  CreateQuotaShare: operation(qs.createQuotaShareShape, qs.createQuotaShare),
  UpdateQuotaShare: operation(qs.updateQuotaShareShape, qs.updateQuotaShare),
  DeleteQuotaShare: operation(qs.deleteQuotaShareShape, qs.deleteQuotaShare),
  DescribeQuotaShare: operation(qs.describeQuotaShareShape, qs.describeQuotaShare),
  ListQuotaShares: operation(qs.listQuotaSharesShape, qs.listQuotaShares),

  CreateServiceEnvironment: operation(se.createServiceEnvironmentShape, se.createServiceEnvironment),
  UpdateServiceEnvironment: operation(se.updateServiceEnvironmentShape, se.updateServiceEnvironment),
  DeleteServiceEnvironment: operation(se.deleteServiceEnvironmentShape, se.deleteServiceEnvironment),
  DescribeServiceEnvironments: operation(se.describeServiceEnvironmentsShape, se.describeServiceEnvironments),

  CreateSchedulingPolicy: operation(sp.createSchedulingPolicyShape, sp.createSchedulingPolicy),
  UpdateSchedulingPolicy: operation(sp.updateSchedulingPolicyShape, sp.updateSchedulingPolicy),
  DeleteSchedulingPolicy: operation(sp.deleteSchedulingPolicyShape, sp.deleteSchedulingPolicy),
  DescribeSchedulingPolicies: operation(sp.describeSchedulingPoliciesShape, sp.describeSchedulingPolicies),
  ListSchedulingPolicies: operation(sp.listSchedulingPoliciesShape, sp.listSchedulingPolicies),

  SubmitJob: operation(submitJobShape, submitJob),
  DescribeJobs: operation(describeJobsShape, describeJobs),
  ListJobs: operation(listJobsShape, listJobs),
  CancelJob: operation(endJobShape, cancelJob),
  TerminateJob: operation(endJobShape, terminateJob),
  CancelJobs: operation(endJobsShape, cancelJobs),
  TerminateJobs: operation(endJobsShape, terminateJobs),

  SubmitServiceJob: operation(submitServiceJobShape, submitServiceJob),
  DescribeServiceJob: operation(describeServiceJobShape, describeServiceJob),
  ListServiceJobs: operation(listServiceJobsShape, listServiceJobs),
  UpdateServiceJob: operation(updateServiceJobShape, updateServiceJob),
  TerminateServiceJob: operation(terminateServiceJobShape, terminateServiceJob),
  GetJobQueueSnapshot: operation(getJobQueueSnapshotShape, getJobQueueSnapshot),

  ListTagsForResource: operation(tags.listTagsForResourceShape, tags.listTagsForResource),
  TagResource: operation(tags.tagResourceShape, tags.tagResource),
  UntagResource: operation(tags.untagResourceShape, tags.untagResource),
};
