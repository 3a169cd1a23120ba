/** Everything that an account can be asked about, asked. */
import type {
  DescribeComputeEnvironmentsResponse,
  DescribeJobDefinitionsResponse,
  DescribeJobQueuesResponse,
  DescribeServiceEnvironmentsResponse,
  JobQueueDetail,
  ListConsumableResourcesResponse,
  ListJobsResponse,
  ListQuotaSharesResponse,
  ListSchedulingPoliciesResponse,
  ListServiceJobsResponse,
} from "@aws-sdk/client-batch";
import { problemsOf } from "./service-model";
import type { World } from "./world";

/** Whatever their status is. */
const EVERY_JOB = { filters: [{ name: "AFTER_CREATED_AT", values: ["0"] }] };

/** @returns what does not agree with the model in any answer about the account */
export async function problemsOfAll(world: World): Promise<string[]> {
  const problems: string[] = [];
  const ask = async <T = unknown>(operation: string, request: object = {}): Promise<T> => {
    const answer = await world.ask(operation, request);
    problems.push(...problemsOf(answer, `${operation}Response`, operation));
    return answer as T; // Cast: that it is of this type has just been looked at.
  };
  const { computeEnvironments = [] } = await ask<DescribeComputeEnvironmentsResponse>("DescribeComputeEnvironments");
  const { serviceEnvironments = [] } = await ask<DescribeServiceEnvironmentsResponse>("DescribeServiceEnvironments");
  const { jobDefinitions = [] } = await ask<DescribeJobDefinitionsResponse>("DescribeJobDefinitions");
  const { schedulingPolicies = [] } = await ask<ListSchedulingPoliciesResponse>("ListSchedulingPolicies");
  const { jobQueues = [] } = await ask<DescribeJobQueuesResponse>("DescribeJobQueues");
  const { consumableResources = [] } = await ask<ListConsumableResourcesResponse>("ListConsumableResources");
  const consumables = consumableResources.map(({ consumableResourceArn }) => consumableResourceArn);
  for (const consumableResource of consumables) {
    await ask("DescribeConsumableResource", { consumableResource });
    await ask("ListJobsByConsumableResource", { consumableResource });
  }
  const policies = schedulingPolicies.map(({ arn }) => arn);
  if (policies.length > 0) await ask("DescribeSchedulingPolicies", { arns: policies });
  const inQueues = await Promise.all(jobQueues.map((queue) => askAboutQueue(queue, ask)));
  const tagged = [
    ...computeEnvironments.map(({ computeEnvironmentArn }) => computeEnvironmentArn),
    ...serviceEnvironments.map(({ serviceEnvironmentArn }) => serviceEnvironmentArn),
    ...jobDefinitions.map(({ jobDefinitionArn }) => jobDefinitionArn),
    ...policies,
    ...consumables,
    ...jobQueues.map(({ jobQueueArn }) => jobQueueArn),
    ...inQueues.flat(),
  ];
  for (const resourceArn of tagged) await ask("ListTagsForResource", { resourceArn });
  return problems;
}

type Ask = <T>(operation: string, request?: object) => Promise<T>;

/** @returns ARNs of what is in a queue */
async function askAboutQueue({ jobQueueArn, jobQueueType }: JobQueueDetail, ask: Ask): Promise<(string | undefined)[]> {
  const jobQueue = jobQueueArn;
  await ask("GetJobQueueSnapshot", { jobQueue });
  if (jobQueueType !== "SAGEMAKER_TRAINING") {
    const { jobSummaryList: jobs = [] } = await ask<ListJobsResponse>("ListJobs", { jobQueue, ...EVERY_JOB });
    if (jobs.length > 0) await ask("DescribeJobs", { jobs: jobs.map(({ jobId }) => jobId) });
    return jobs.map(({ jobArn }) => jobArn);
  }
  const { quotaShares = [] } = await ask<ListQuotaSharesResponse>("ListQuotaShares", { jobQueue });
  for (const { quotaShareArn } of quotaShares) await ask("DescribeQuotaShare", { quotaShareArn });
  const { jobSummaryList: jobs = [] } = await ask<ListServiceJobsResponse>("ListServiceJobs", {
    jobQueue,
    ...EVERY_JOB,
  });
  for (const { jobId } of jobs) await ask("DescribeServiceJob", { jobId });
  return [...quotaShares.map(({ quotaShareArn }) => quotaShareArn), ...jobs.map(({ jobArn }) => jobArn)];
}
