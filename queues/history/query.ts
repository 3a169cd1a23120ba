import { jobQueues } from "../../aws/batch/queues";
import type { BatchClient } from "../../aws/services";
import type { Environment } from "../../config/environment";
import { historyLogGroup } from "../../config/job-history/names";
import { CONTEXTS, pipelineQueueName } from "../../config/names";
import { declaredQueues, type TeamOfQueue } from "../declarations";
import { NoQueuesError, UnknownQueueError } from "../errors";
import type { HistoryQuery } from "./read";

/** By name of the queue. */
type Teams = ReadonlyMap<string, readonly TeamOfQueue[]>;

/**
 * @param environment that remembers the jobs; undefined for a queue of which nothing is kept
 * @param queue name or ARN. @default all of the environment
 * @returns where the history of a queue, or of all queues of an environment, is to be read
 * @throws UnknownQueueError when there is neither such a queue nor an environment that remembers it, ConfigError, AwsCallError
 */
export async function historyQuery(
  batch: BatchClient,
  environment: Environment | undefined,
  queue: string | undefined,
): Promise<Pick<HistoryQuery, "group" | "queue" | "listed" | "teamOf">> {
  const declared = environment === undefined ? { names: [], teams: new Map() } : declaredBy(environment);
  const live = await jobQueues(batch, queue === undefined ? declared.names : [queue]);
  const isKept = environment?.settings.job_history.enabled === true;
  if (queue !== undefined && live.length === 0 && !isKept) throw new UnknownQueueError(queue);
  return {
    group: isKept ? historyLogGroup(environment.prefix) : undefined,
    ...(queue === undefined ? {} : { queue: nameIn(queue) }),
    listed: live.map(({ jobQueueArn = "", jobQueueType }) => {
      return { queue: jobQueueArn, kind: jobQueueType === "SAGEMAKER_TRAINING" ? "training" : "containers" };
    }),
    teamOf: (name, share) => teamOf(declared.teams, name, share),
  };
}

function declaredBy(environment: Environment): { readonly names: readonly string[]; readonly teams: Teams } {
  const ofPipelines = CONTEXTS.map((context) => pipelineQueueName(environment.prefix, context));
  try {
    const { live, teams } = declaredQueues(environment);
    const named = [...live.jobQueues.keys()].map(nameIn);
    return { names: [...ofPipelines, ...named], teams: new Map([...teams].map(([arn, some]) => [nameIn(arn), some])) };
  } catch (error) {
    if (!(error instanceof NoQueuesError)) throw error;
    return { names: ofPipelines, teams: new Map() };
  }
}

/** The one team that may have the share there. */
function teamOf(teams: Teams, queue: string, share: string): string | undefined {
  if (share === "") return undefined;
  const isOf = ({ shares }: TeamOfQueue) =>
    shares.some((one) => (one.endsWith("*") ? share.startsWith(one.slice(0, -1)) : one === share));
  return teams.get(queue)?.find(isOf)?.team;
}

const nameIn = (queue: string): string => queue.slice(queue.lastIndexOf("/") + 1);
