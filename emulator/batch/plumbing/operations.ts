/** All operations of the Batch API that are answered here, by their names. */
import * as ceTable from "../../../aws/batch/requests/compute-environment";
import * as crTable from "../../../aws/batch/requests/consumable-resource";
import * as jobTable from "../../../aws/batch/requests/container-job";
import * as jdTable from "../../../aws/batch/requests/job-definition";
import * as jqTable from "../../../aws/batch/requests/job-queue";
import * as qsTable from "../../../aws/batch/requests/quota-share";
import * as spTable from "../../../aws/batch/requests/scheduling-policy";
import * as seTable from "../../../aws/batch/requests/service-environment";
import * as serviceJobTable from "../../../aws/batch/requests/service-job";
import * as tagTable from "../../../aws/batch/requests/tagging";
import { describeJobs } from "../jobs/container/describe-jobs";
import { cancelJob, terminateJob } from "../jobs/container/end-jobs";
import { cancelJobs, terminateJobs, terminateServiceJobs } from "../jobs/end-many-jobs";
import { listJobs } from "../jobs/container/list-jobs";
import { listJobsByConsumableResource } from "../jobs/container/list-jobs-by-consumable";
import { submitJob } from "../jobs/container/submit-job";
import { terminateServiceJob, updateServiceJob } from "../jobs/service/change-service-job";
import { describeServiceJob } from "../jobs/service/describe-service-job";
import { getJobQueueSnapshot } from "../jobs/job-queue-snapshot";
import { listServiceJobs } from "../jobs/service/list-service-jobs";
import { submitServiceJob } from "../jobs/service/submit-service-job";
import * as ce from "../resources/compute-environments";
import * as cr from "../resources/consumable-resources";
import * as jd from "../resources/job-definitions";
import * as jq from "../resources/job-queues";
import * as qs from "../resources/quota-shares";
import * as sp from "../resources/scheduling-policies";
import * as se from "../resources/service-environments";
import * as tags from "../resources/tags";
import type { Operation } from "./operation";
import { operation } from "./operation";

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateComputeEnvironment: operation(ceTable.computeEnvironment, ce.createComputeEnvironment),
  UpdateComputeEnvironment: operation(ceTable.computeEnvironmentUpdate, ce.updateComputeEnvironment),
  DeleteComputeEnvironment: operation(ceTable.computeEnvironmentDeletion, ce.deleteComputeEnvironment),
  DescribeComputeEnvironments: operation(ceTable.computeEnvironmentDescription, ce.describeComputeEnvironments),

  RegisterJobDefinition: operation(jdTable.jobDefinition, jd.registerJobDefinition),
  DeregisterJobDefinition: operation(jdTable.jobDefinitionDeregistration, jd.deregisterJobDefinition),
  DescribeJobDefinitions: operation(jdTable.jobDefinitionDescription, jd.describeJobDefinitions),

  CreateJobQueue: operation(jqTable.jobQueue, jq.createJobQueue),
  UpdateJobQueue: operation(jqTable.jobQueueUpdate, jq.updateJobQueue),
  DeleteJobQueue: operation(jqTable.jobQueueDeletion, jq.deleteJobQueue),
  DescribeJobQueues: operation(jqTable.jobQueueDescription, jq.describeJobQueues),
  GetJobQueueSnapshot: operation(jqTable.jobQueueSnapshot, getJobQueueSnapshot),

  CreateQuotaShare: operation(qsTable.quotaShare, qs.createQuotaShare),
  UpdateQuotaShare: operation(qsTable.quotaShareUpdate, qs.updateQuotaShare),
  DeleteQuotaShare: operation(qsTable.quotaShareDeletion, qs.deleteQuotaShare),
  DescribeQuotaShare: operation(qsTable.quotaShareDescription, qs.describeQuotaShare),
  ListQuotaShares: operation(qsTable.quotaShareList, qs.listQuotaShares),

  CreateServiceEnvironment: operation(seTable.serviceEnvironment, se.createServiceEnvironment),
  UpdateServiceEnvironment: operation(seTable.serviceEnvironmentUpdate, se.updateServiceEnvironment),
  DeleteServiceEnvironment: operation(seTable.serviceEnvironmentDeletion, se.deleteServiceEnvironment),
  DescribeServiceEnvironments: operation(seTable.serviceEnvironmentDescription, se.describeServiceEnvironments),

  CreateSchedulingPolicy: operation(spTable.schedulingPolicy, sp.createSchedulingPolicy),
  UpdateSchedulingPolicy: operation(spTable.schedulingPolicyUpdate, sp.updateSchedulingPolicy),
  DeleteSchedulingPolicy: operation(spTable.schedulingPolicyDeletion, sp.deleteSchedulingPolicy),
  DescribeSchedulingPolicies: operation(spTable.schedulingPolicyDescription, sp.describeSchedulingPolicies),
  ListSchedulingPolicies: operation(spTable.schedulingPolicyList, sp.listSchedulingPolicies),

  CreateConsumableResource: operation(crTable.consumableResource, cr.createConsumableResource),
  UpdateConsumableResource: operation(crTable.consumableResourceUpdate, cr.updateConsumableResource),
  DeleteConsumableResource: operation(crTable.consumableResourceDeletion, cr.deleteConsumableResource),
  DescribeConsumableResource: operation(crTable.consumableResourceDescription, cr.describeConsumableResource),
  ListConsumableResources: operation(crTable.consumableResourceList, cr.listConsumableResources),
  ListJobsByConsumableResource: operation(crTable.consumableResourceJobs, listJobsByConsumableResource),

  SubmitJob: operation(jobTable.submission, submitJob),
  DescribeJobs: operation(jobTable.jobDescription, describeJobs),
  ListJobs: operation(jobTable.jobList, listJobs),
  CancelJob: operation(jobTable.cancellation, cancelJob),
  TerminateJob: operation(jobTable.termination, terminateJob),
  CancelJobs: operation(jobTable.cancellations, cancelJobs),
  TerminateJobs: operation(jobTable.terminations, terminateJobs),

  SubmitServiceJob: operation(serviceJobTable.serviceSubmission, submitServiceJob),
  DescribeServiceJob: operation(serviceJobTable.serviceJobDescription, describeServiceJob),
  ListServiceJobs: operation(serviceJobTable.serviceJobList, listServiceJobs),
  UpdateServiceJob: operation(serviceJobTable.serviceJobUpdate, updateServiceJob),
  TerminateServiceJob: operation(serviceJobTable.serviceJobTermination, terminateServiceJob),
  TerminateServiceJobs: operation(serviceJobTable.serviceJobTerminations, terminateServiceJobs),

  ListTagsForResource: operation(tagTable.tagList, tags.listTagsForResource),
  TagResource: operation(tagTable.tagging, tags.tagResource),
  UntagResource: operation(tagTable.untagging, tags.untagResource),
};
