import type { JobDefinition, JobQueueDetail } from "@aws-sdk/client-batch";
import { ConfigError } from "../../../config/errors";
import { suggestions } from "../../../config/nearest";
import type { ValueProblem } from "../../../config/zod-problems";
import { containerQueues } from "../browse/list-queues";
import { endlessProblems, type JobPolicy, limitProblems } from "../policy";
import { jobDefinitions } from "../../../aws/batch/job-definitions";
import { AwsCallError } from "../../../aws/errors";
import type { BatchClient } from "../../../aws/services";
import { TokenBucket } from "../../engine/rate";
import type { SubmissionFile } from "./read-submissions";
import type { PlannedContainerJob } from "./planned-job";

// Describe calls a second; AWS throttles them separately from SubmitJob.
const RATE = 20;

/**
 * Asks once for each queue and each definition that the jobs name, and checks that the jobs can go there.
 *
 * @throws ConfigError with every job that cannot, AwsCallError when AWS does not answer
 */
export async function preflight(
  { source, graph }: SubmissionFile,
  batch: BatchClient,
  policy?: JobPolicy,
): Promise<void> {
  const bucket = new TokenBucket(RATE, RATE, batch.time);
  const requests = graph.order.map(({ request }) => request);
  const queues = await each(
    requests.map(({ jobQueue = "" }) => jobQueue),
    bucket,
    async (name) => {
      const { jobQueues } = await batch.quick.call("DescribeJobQueues", { jobQueues: [name] });
      return jobQueues?.[0];
    },
  );
  const definitions = await each(
    requests.map(({ jobDefinition = "" }) => jobDefinition),
    bucket,
    async (reference) => {
      const [newest] = await jobDefinitions(batch.quick, reference);
      return newest;
    },
  );
  const known = [...queues.values()].includes(undefined) ? await namesOfQueues(batch) : [];
  const problems = graph.order.flatMap((job) => {
    const definition = definitions.get(job.request.jobDefinition ?? "");
    return [
      ...queueProblems(job, queues.get(job.request.jobQueue ?? ""), known),
      ...definitionProblems(job, definition),
      ...(policy === undefined || definition === undefined ? [] : policyProblems(job, definition, policy)),
    ];
  });
  if (problems.length > 0) throw new ConfigError(problems.map(source.placed));
}

async function each<T>(
  names: readonly string[],
  bucket: TokenBucket,
  ask: (name: string) => Promise<T>,
): Promise<Map<string, T>> {
  const distinct = [...new Set(names)];
  const answers = distinct.map(async (name): Promise<[string, T]> => {
    await bucket.take();
    return [name, await ask(name)];
  });
  return new Map(await Promise.all(answers));
}

/** What could have been meant; without leave to list queues nobody knows. */
function namesOfQueues(batch: BatchClient): Promise<string[]> {
  return containerQueues(batch).catch((error: unknown) => {
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

/** What the job gets of its definition and its own overrides together. */
function policyProblems(
  { path, request }: PlannedContainerJob,
  definition: JobDefinition,
  policy: JobPolicy,
): ValueProblem[] {
  const { vcpus, memory, resourceRequirements = [] } = definition.containerProperties ?? {};
  const overrides = request.containerOverrides?.resourceRequirements ?? [];
  const overridden = new Set(overrides.map(({ type }) => type));
  const defined = [
    ...resourceRequirements,
    ...(vcpus === undefined ? [] : [{ type: "VCPU" as const, value: String(vcpus) }]),
    ...(memory === undefined ? [] : [{ type: "MEMORY" as const, value: String(memory) }]),
  ].filter(({ type }) => !overridden.has(type));
  const timeout = request.timeout?.attemptDurationSeconds ?? definition.timeout?.attemptDurationSeconds;
  const governed = { path, container: "jobDefinition", requirements: defined, timeout, tags: undefined };
  return [...limitProblems(policy, governed), ...endlessProblems(policy, governed)];
}
