import { computeEnvironments } from "../aws/batch/queues";
import { inUseIn, type RunningJob, runningJobs } from "../aws/batch/running-jobs";
import { inTurns } from "../aws/in-turns";
import type { BatchClient } from "../aws/services";
import type { ComputeEnvironmentOverview, ContainerQueueOverview, QueueOverview } from "./overview";

// Queues at a time; AWS Batch throttles beyond some dozens of calls a second.
const AT_ONCE = 8;

/**
 * @param queues of an environment
 * @param isWanted which of them are looked at
 * @returns those, with what the jobs of all of the queues use of their compute environments
 * @throws AwsCallError
 */
export async function withUse(
  queues: readonly QueueOverview[],
  isWanted: (queue: QueueOverview) => boolean,
  batch: BatchClient,
): Promise<QueueOverview[]> {
  const wanted = queues.filter(isWanted);
  const names = new Set(wanted.filter(isOfContainers).flatMap(environmentNames));
  const sharing = queues.filter(isOfContainers).filter((queue) => {
    return queue.presence === "both" && environmentNames(queue).some((name) => names.has(name));
  });
  if (sharing.length === 0) return wanted;
  const jobs: RunningJob[] = [];
  await inTurns(sharing, AT_ONCE, async ({ arn }) => {
    jobs.push(...(await runningJobs(batch, arn, Infinity)));
  });
  const details = await computeEnvironments(batch, [...names]);
  const used = inUseIn(details, jobs);
  const byName = new Map(
    details.map(({ computeEnvironmentName = "", computeEnvironmentArn = "" }) => [
      computeEnvironmentName,
      used.get(computeEnvironmentArn),
    ]),
  );
  const inUse = (environment: ComputeEnvironmentOverview) => {
    const vCpusInUse = byName.get(environment.name);
    return vCpusInUse === undefined ? environment : { ...environment, vCpusInUse };
  };
  return wanted.map((queue) =>
    isOfContainers(queue) ? { ...queue, computeEnvironments: queue.computeEnvironments.map(inUse) } : queue,
  );
}

const isOfContainers = (queue: QueueOverview): queue is ContainerQueueOverview => queue.kind === "containers";

const environmentNames = ({ computeEnvironments: environments }: ContainerQueueOverview): string[] =>
  environments.map(({ name }) => name);
