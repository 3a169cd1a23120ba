import type { JobDefinition, JobQueueDetail } from "@aws-sdk/client-batch";
import { ConfigError, type ConfigProblem } from "../../../config/errors";
import { suggestions } from "../../../config/nearest";
import type { ValueProblem } from "../../../config/zod-problems";
import { jobBreaches, type JobPolicy } from "../../../config/containers/policy";
import { jobDefinitions } from "../../../aws/batch/job-definitions";
import { containerQueues, jobQueues, queueIn } from "../../../aws/batch/queues";
import { AwsCallError } from "../../../aws/errors";
import { inTurns } from "../../../aws/in-turns";
import type { BatchClient } from "../../../aws/services";
import { checkFit, surroundingsOf } from "./fit";
import type { SubmissionFile } from "./read-submissions";
import type { PlannedContainerJob } from "./planned-job";

const CALLS_AT_ONCE = 8;

/** What is to be told although the jobs can be submitted. */
export interface Preflight {
  readonly warnings: readonly ConfigProblem[];
  /** Why something could not be looked at. */
  readonly unknown: readonly AwsCallError[];
}

/**
 * Asks once for the queues and for each definition that the jobs name, for the compute environments of the queues and for
 * jobs that are waited for, and checks that the jobs can go there and can run.
 *
 * @param policies what the environment, and the team, allow their jobs
 * @throws ConfigError with every job that cannot, AwsCallError when AWS does not answer
 */
export async function preflight(
  { source, graph }: SubmissionFile,
  batch: BatchClient,
  policies: readonly JobPolicy[] = [],
): Promise<Preflight> {
  const { quick } = batch;
  const requests = graph.order.map(({ request }) => request);
  const distinct = (values: readonly (string | undefined)[]) => [...new Set(values.map((value = "") => value))];
  const names = distinct(requests.map(({ jobQueue }) => jobQueue));
  const details = await jobQueues(quick, names);
  const queues = new Map(names.map((name) => [name, queueIn(details, name)]));
  const definitions = new Map<string, JobDefinition | undefined>();
  await inTurns(distinct(requests.map(({ jobDefinition }) => jobDefinition)), CALLS_AT_ONCE, async (reference) => {
    definitions.set(reference, (await jobDefinitions(quick, reference))[0]);
  });
  const known = [...queues.values()].includes(undefined) ? await namesOfQueues(batch) : [];
  const surroundings = await surroundingsOf(graph.order, details, batch);
  const warnings: ValueProblem[] = [];
  const problems = graph.order.flatMap((job) => {
    const queue = queues.get(job.request.jobQueue ?? "");
    const definition = definitions.get(job.request.jobDefinition ?? "");
    const ofQueue = queueProblems(job, queue, known);
    const fit = checkFit(job, ofQueue.length > 0 ? undefined : queue, definition, surroundings);
    warnings.push(...fit.warnings);
    return [
      ...ofQueue,
      ...definitionProblems(job, definition),
      ...fit.problems,
      ...(definition === undefined
        ? []
        : policies.flatMap((policy) => jobBreaches(policy, job.request, definition, job.path))),
    ];
  });
  if (problems.length > 0) throw new ConfigError(problems.map(source.placed));
  return { warnings: warnings.map(source.placed), unknown: surroundings.unknown };
}

/** What could have been meant; without leave to list queues nobody knows. */
function namesOfQueues(batch: BatchClient): Promise<string[]> {
  return containerQueues(batch.quick).catch((error: unknown) => {
    if (error instanceof AwsCallError) return [];
    throw error;
  });
}

function queueProblems(
  { path, request }: PlannedContainerJob,
  queue: JobQueueDetail | undefined,
  known: readonly string[],
): ValueProblem[] {
  const { jobQueue: found = "" } = request;
  const problem = (rule: string, more: Pick<ValueProblem, "hint" | "allowed"> = {}) => [
    { path: [...path, "jobQueue"], rule, found, ...more },
  ];
  if (queue === undefined || queue.status === "DELETED") {
    return problem("is no job queue of the account and Region", suggestions(found, known, "queue"));
  }
  if (queue.state === "DISABLED") return problem("is a DISABLED job queue, which takes no jobs");
  if (queue.jobQueueType === "SAGEMAKER_TRAINING") {
    const hint = "container jobs need a queue with compute environments";
    return problem("is a queue of SageMaker training jobs", { hint });
  }
  return [];
}

function definitionProblems(
  { path, request }: PlannedContainerJob,
  definition: JobDefinition | undefined,
): ValueProblem[] {
  const found = request.jobDefinition;
  const problem = (rule: string, hint?: string) => [{ path: [...path, "jobDefinition"], rule, found, hint }];
  if (definition === undefined) {
    return problem("is no active job definition", "register it: dapf job-definition register <file>");
  }
  return definition.status === "INACTIVE" ? problem("is INACTIVE: that revision was deregistered") : [];
}
