/** All operations of the Batch API that are answered here, by their names. */
import * as computeEnvironments from "../resources/compute-environments";
import * as jobDefinitions from "../resources/job-definitions";
import * as jobQueues from "../resources/job-queues";
import { describeJobs, describeJobsShape } from "../jobs/container/describe-jobs";
import { cancelJob, endJobShape, terminateJob } from "../jobs/container/end-jobs";
import { cancelJobs, endJobsShape, terminateJobs } from "../jobs/container/end-many-jobs";
import { listJobs, listJobsShape } from "../jobs/container/list-jobs";
import { submitJob, submitJobShape } from "../jobs/container/submit-job";
import type { Operation } from "./operation";
import { operation } from "./operation";
import * as quotaShares from "../resources/quota-shares";
import * as schedulingPolicies from "../resources/scheduling-policies";
import * as serviceEnvironments from "../resources/service-environments";
import {
  terminateServiceJob,
  terminateServiceJobShape,
  updateServiceJob,
  updateServiceJobShape,
} from "../jobs/service/change-service-job";
import { describeServiceJob, describeServiceJobShape } from "../jobs/service/describe-service-job";
import { getJobQueueSnapshot, getJobQueueSnapshotShape } from "../jobs/service/job-queue-snapshot";
import { listServiceJobs, listServiceJobsShape } from "../jobs/service/list-service-jobs";
import { submitServiceJob, submitServiceJobShape } from "../jobs/service/submit-service-job";
import * as tags from "../resources/tags";

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
