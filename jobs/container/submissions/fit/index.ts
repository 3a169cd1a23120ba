import type { ComputeEnvironmentDetail, JobDefinition, JobDetail, JobQueueDetail } from "@aws-sdk/client-batch";
import { computeEnvironments } from "../../../../aws/batch/queues";
import { describeJobs } from "../../../../aws/batch/jobs";
import { AwsCallError } from "../../../../aws/errors";
import type { BatchClient } from "../../../../aws/services";
import type { PlannedContainerJob } from "../planned-job";
import { checkCompute } from "./compute";
import { checkDependencies, neededIds } from "./dependencies";
import type { Findings } from "./findings";
import { checkKind } from "./kind";
import { checkNodes } from "./nodes";
import { checkHealth, checkShare } from "./queue";

/** What jobs refer to beside their queue and definition. */
export interface Surroundings {
  /** By ARN; undefined when AWS Batch does not tell. */
  readonly environments: ReadonlyMap<string, ComputeEnvironmentDetail> | undefined;
  /** By id, the jobs that jobs of the file wait for; undefined when AWS Batch does not tell. */
  readonly jobs: ReadonlyMap<string, JobDetail> | undefined;
  /** Why something is not known. */
  readonly unknown: readonly AwsCallError[];
}

/** Asks once for the compute environments of the queues, and for the jobs that are waited for, a hundred a call. */
export async function surroundingsOf(
  jobs: readonly PlannedContainerJob[],
  queues: readonly JobQueueDetail[],
  batch: BatchClient,
): Promise<Surroundings> {
  const unknown: AwsCallError[] = [];
  // It is no reason to submit nothing that somebody may not look at what the jobs do not need.
  const known = <T>(asked: Promise<T>) =>
    asked.catch((error: unknown) => {
      if (!(error instanceof AwsCallError)) throw error;
      unknown.push(error);
      return undefined;
    });
  const arns = queues.flatMap((queue) => environmentArns(queue));
  const ids = neededIds(jobs);
  const [environments, needed] = await Promise.all([
    known(computeEnvironments(batch.quick, [...new Set(arns)])),
    known(describeJobs(batch, ids)),
  ]);
  const byArn = environments?.map((one): [string, ComputeEnvironmentDetail] => [one.computeEnvironmentArn ?? "", one]);
  return { environments: byArn && new Map(byArn), jobs: needed, unknown };
}

/** Everything that queue, definition and surroundings of a job rule out, or make of it what was hardly meant. */
export function checkFit(
  job: PlannedContainerJob,
  queue: JobQueueDetail | undefined,
  definition: JobDefinition | undefined,
  { environments, jobs }: Surroundings,
): Findings {
  const found: Findings = { problems: [], warnings: [] };
  if (queue !== undefined) {
    checkShare(job, queue, found);
    checkHealth(job, queue, found);
  }
  if (definition !== undefined) {
    checkKind(job, definition, found);
    checkNodes(job, definition, found);
  }
  if (queue !== undefined && definition !== undefined) {
    const own = environments && environmentArns(queue).flatMap((arn) => environments.get(arn) ?? []);
    checkCompute(job, definition, queue, own, found);
  }
  if (jobs !== undefined) checkDependencies(job, jobs, found);
  return found;
}

const environmentArns = ({ computeEnvironmentOrder = [] }: JobQueueDetail): string[] =>
  computeEnvironmentOrder.flatMap(({ computeEnvironment }) => computeEnvironment ?? []);
