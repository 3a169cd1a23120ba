/** Where container jobs run, and what they use: AWS Batch tells use of queues only, so that their jobs are asked. */
import type { ComputeEnvironmentDetail, JobDetail, JobSummary } from "@aws-sdk/client-batch";
import { askedInGroups } from "../in-turns";
import type { BatchClient } from "../services";
import { isRetried } from "./job-retries";
import { PER_CALL } from "./limits";
import { VCPU } from "./names";

/** A job that has a place. */
export interface RunningJob {
  readonly jobId: string;
  readonly shareIdentifier?: string;
  readonly vcpus: number;
  /** Name of the cluster of Amazon ECS that its task is in, of which each compute environment has one of its own. */
  readonly cluster: string | undefined;
  /** Whether it is tried again when the instance under it goes. */
  readonly isTriedAgain: boolean;
}

// Calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

/**
 * @param most no more are listed
 * @returns the jobs of a queue that start or run, children of arrays among them, and not their parents
 * @throws AwsCallError
 */
export async function listRunning(batch: BatchClient, jobQueue: string, most: number): Promise<JobSummary[]> {
  const found: JobSummary[] = [];
  const take = async (of: { jobQueue: string } | { arrayJobId: string }) => {
    for (const jobStatus of ["RUNNING", "STARTING"] as const) {
      for await (const { jobSummaryList = [] } of batch.pages("ListJobs", { ...of, jobStatus })) {
        found.push(...jobSummaryList.filter(({ arrayProperties }) => arrayProperties?.size === undefined));
        if (found.length >= most) return;
      }
    }
  };
  await take({ jobQueue });
  // User Guide, "Array jobs": the parent is PENDING while its children run, and a list of a queue has the parent only.
  for await (const { jobSummaryList = [] } of batch.pages("ListJobs", { jobQueue, jobStatus: "PENDING" })) {
    for (const { jobId, arrayProperties } of jobSummaryList) {
      if (jobId !== undefined && arrayProperties?.size !== undefined && found.length < most) {
        await take({ arrayJobId: jobId });
      }
    }
  }
  return found.slice(0, most);
}

/**
 * @param most no more are asked where they run
 * @returns the jobs of a queue that start or run, with their places
 * @throws AwsCallError
 */
export async function runningJobs(batch: BatchClient, jobQueue: string, most: number): Promise<RunningJob[]> {
  const counted = new Map((await listRunning(batch, jobQueue, most)).map((job) => [job.jobId ?? "", job]));
  const details = await askedInGroups([...counted.keys()], PER_CALL.described, AT_ONCE, async (jobs) => {
    return (await batch.call("DescribeJobs", { jobs })).jobs ?? [];
  });
  return details.map((detail) => {
    const { jobId = "", shareIdentifier } = detail;
    const vcpus = usageOf(counted.get(jobId)) ?? vcpusOf(detail);
    return {
      jobId,
      ...(shareIdentifier === undefined ? {} : { shareIdentifier }),
      vcpus,
      cluster: clusterOf(detail),
      isTriedAgain: isTriedAgain(detail),
    };
  });
}

/** User Guide, "Automated job retries": its example of a host that is terminated, which `Host EC2*` fits. */
const HOST_GONE = { exitCode: undefined, reason: undefined, statusReason: "Host EC2 (instance i-0) terminated." };

function isTriedAgain({ attempts = [], retryStrategy }: JobDetail): boolean {
  // Attempts are listed when they are over.
  return isRetried(HOST_GONE, attempts.length + 1, retryStrategy);
}

function usageOf(summary: JobSummary | undefined): number | undefined {
  return summary?.capacityUsage?.find(({ capacityUnit }) => capacityUnit === VCPU)?.quantity;
}

/** @returns the vCPUs that the containers of a job ask for; 0 where it does not say it in the API's form */
export function vcpusOf({ container, ecsProperties }: JobDetail): number {
  const containers = ecsProperties?.taskProperties?.flatMap((task) => task.containers ?? []) ?? [container ?? {}];
  const each = containers.map(({ resourceRequirements = [], ...rest }) => {
    const asked = resourceRequirements.find(({ type }) => type === VCPU)?.value;
    return Number(asked ?? ("vcpus" in rest ? rest.vcpus : undefined) ?? 0);
  });
  return each.reduce((sum, one) => sum + one, 0);
}

/** `arn:aws:ecs:<region>:<account>:task/<cluster>/<id>` */
function clusterOf({ container, ecsProperties }: JobDetail): string | undefined {
  const taskArn = container?.taskArn ?? ecsProperties?.taskProperties?.[0]?.taskArn;
  return taskArn?.split("/").at(-2);
}

/** @returns the vCPUs that the jobs use of each environment, by its ARN */
export function inUseIn(
  environments: readonly ComputeEnvironmentDetail[],
  jobs: readonly RunningJob[],
): ReadonlyMap<string, number> {
  const byCluster = new Map<string, number>();
  for (const { cluster = "", vcpus } of jobs) byCluster.set(cluster, (byCluster.get(cluster) ?? 0) + vcpus);
  return new Map(
    environments.map(({ computeEnvironmentArn = "", ecsClusterArn = "" }) => {
      return [computeEnvironmentArn, byCluster.get(ecsClusterArn.split("/").at(-1) ?? "") ?? 0];
    }),
  );
}
