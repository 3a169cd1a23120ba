import type * as Sdk from "@aws-sdk/client-batch";

/** The calls of AWS Batch that jobs need; the SDK's `Batch` has them all. Errors are those of the SDK. */
export interface BatchCalls {
  submitJob(input: Sdk.SubmitJobRequest): Promise<Sdk.SubmitJobResponse>;
  listJobs(input: Sdk.ListJobsRequest): Promise<Sdk.ListJobsResponse>;
  describeJobs(input: Sdk.DescribeJobsRequest): Promise<Sdk.DescribeJobsResponse>;
  cancelJob(input: Sdk.CancelJobRequest): Promise<Sdk.CancelJobResponse>;
  cancelJobs(input: Sdk.CancelJobsRequest): Promise<Sdk.CancelJobsResponse>;
  terminateJob(input: Sdk.TerminateJobRequest): Promise<Sdk.TerminateJobResponse>;
  terminateJobs(input: Sdk.TerminateJobsRequest): Promise<Sdk.TerminateJobsResponse>;
  describeJobQueues(input: Sdk.DescribeJobQueuesRequest): Promise<Sdk.DescribeJobQueuesResponse>;
  describeJobDefinitions(input: Sdk.DescribeJobDefinitionsRequest): Promise<Sdk.DescribeJobDefinitionsResponse>;
  registerJobDefinition(input: Sdk.RegisterJobDefinitionRequest): Promise<Sdk.RegisterJobDefinitionResponse>;
  deregisterJobDefinition(input: Sdk.DeregisterJobDefinitionRequest): Promise<Sdk.DeregisterJobDefinitionResponse>;
}
