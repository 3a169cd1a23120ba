import { createHash } from "node:crypto";
import type { JobDependency, JobDetail } from "@aws-sdk/client-batch";
import { describeJobs } from "../../aws/batch/jobs";
import { QUEUE_TAG } from "../../aws/batch/queue-tag";
import type { BatchClient } from "../../aws/services";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { inFile, type ValueProblem } from "../../config/zod-problems";
import { buildGraph } from "../engine/graph";
import type { JobPolicy } from "../../config/containers/policy";
import { RESERVED_TAG } from "../../config/job-files/own-tags";
import { type SubmissionFile, submissionOf } from "./submissions/read-submissions";
import { submissionProblems } from "./submissions/rules";
import type { Submission } from "./submissions/shape";

/** Jobs that are over, ready to be submitted once more. */
export interface Retries extends SubmissionFile {
  /** Name in the graph -> id of the job that is repeated. */
  readonly retried: ReadonlyMap<string, string>;
  /** Jobs that have SUCCEEDED and are left alone. */
  readonly succeeded: readonly JobDetail[];
}

/** Which of the jobs are repeated, and what their environment allows. */
export interface RetryChoice {
  /** Also those that have SUCCEEDED. @default false */
  readonly any?: boolean;
  readonly policy?: JobPolicy;
}

/**
 * Asks AWS Batch for jobs and makes of each that has FAILED the request that submits it once more.
 *
 * @throws ConfigError with every job that cannot be repeated, AwsCallError
 */
export async function readRetries(
  batch: BatchClient,
  ids: readonly string[],
  { any = false, policy }: RetryChoice,
): Promise<Retries> {
  const found = await describeJobs(batch, ids);
  const jobs = ids.flatMap((id) => found.get(id) ?? []);
  const chosen = jobs.filter(({ status }) => any || status !== "SUCCEEDED");
  const needs = new Set(chosen.flatMap(({ dependsOn = [] }) => dependsOn.flatMap(({ jobId }) => jobId ?? [])));
  const known = new Map([
    ...found,
    ...(await describeJobs(
      batch,
      [...needs].filter((id) => !found.has(id)),
    )),
  ]);
  const names = namesOf(chosen);
  const problems = ids.flatMap((id) => problemsOf(id, known, names, any));
  if (problems.length > 0) throw new ConfigError(problems);

  const inputs = chosen.map((job) => inputOf(job, dependenciesOf(job, known, names)));
  const read = inputs.map((input, index) => submissionOf(input, [titleOf(chosen[index])], policy));
  const submissions = read.map(({ job }, index) => ({
    ...job,
    name: names.get(chosen[index]?.jobId ?? "") ?? job.name,
  }));
  const wrong = [...read.flatMap((one) => one.problems), ...submissionProblems(submissions)];
  if (wrong.length > 0) throw new ConfigError(wrong.map(placed));
  return {
    source: { digest: createHash("sha256").update(JSON.stringify(inputs)).digest("hex"), placed },
    graph: buildGraph(submissions),
    retried: new Map([...names].map(([id, name]) => [name, id])),
    succeeded: jobs.filter((job) => !chosen.includes(job)),
  };
}

/** @returns as people know the job */
export const titleOf = ({ jobId = "", jobName }: Partial<JobDetail> = {}): string =>
  jobName === undefined ? jobId : `${jobName} (${jobId})`;

/** The path of a problem begins with the job's title. */
const placed = (problem: ValueProblem): ConfigProblem =>
  inFile({ ...problem, path: problem.path.slice(1) }, { file: String(problem.path[0]) });

/** @returns id -> name, which no other of the jobs has: a name of AWS Batch has no dot, and a tag may have one */
function namesOf(jobs: readonly JobDetail[]): Map<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    jobs.map(({ jobId = "", jobName = "" }) => {
      const count = (counts.get(jobName) ?? 0) + 1;
      counts.set(jobName, count);
      return [jobId, count === 1 ? jobName : `${jobName}.${count}`];
    }),
  );
}

type Jobs = ReadonlyMap<string, JobDetail>;

function problemsOf(id: string, known: Jobs, names: ReadonlyMap<string, string>, any: boolean): ConfigProblem[] {
  const job = known.get(id);
  const rule = refusalOf(id, job, any);
  const file = titleOf(job ?? { jobId: id });
  if (rule !== undefined) return [{ file, path: "", rule }];
  return (names.has(id) ? (job?.dependsOn ?? []) : []).flatMap(({ jobId = "" }) => {
    const needed = known.get(jobId);
    if (needed?.status !== "FAILED" || names.has(jobId)) return [];
    return [{ file, path: "", rule: `depends on ${titleOf(needed)}, which is FAILED: retry that one, too` }];
  });
}

/** @returns why a job cannot be repeated */
function refusalOf(id: string, job: JobDetail | undefined, any: boolean): string | undefined {
  const [, parent = "", index = ""] = /^(.+):(\d+)$/.exec(id) ?? [];
  // SubmitJob, arrayProperties: an array has a size; that some of its jobs are left out cannot be said.
  if (parent !== "")
    return `is job ${index} of an array, which is submitted as a whole only: dapf jobs retry ${parent}`;
  if (job === undefined) return "is not known to AWS Batch (it forgets jobs some days after)";
  const { status = "SUBMITTED", nodeDetails, nodeProperties, eksProperties, container } = job;
  if (status !== "SUCCEEDED" && status !== "FAILED") {
    return `is ${status}: only a finished job is retried, so that not two of it run at once`;
  }
  if (status === "SUCCEEDED" && !any) return undefined;
  // JobDetail: of these jobs it has the properties, and does not say whether overrides are among them; container "will be
  // empty" for a multiple-container job.
  const isOfNodes = nodeDetails !== undefined || nodeProperties !== undefined;
  const kind = isOfNodes ? "multi-node parallel" : eksProperties !== undefined ? "Amazon EKS" : "multi-container";
  const isPlain =
    !isOfNodes && eksProperties === undefined && job.ecsProperties === undefined && container !== undefined;
  return isPlain ? undefined : `is a ${kind} job, and AWS Batch does not tell with which overrides it was submitted`;
}

/** What a job still has to wait for: what it needed may be over, or repeated itself. */
function dependenciesOf({ dependsOn = [] }: JobDetail, known: Jobs, names: ReadonlyMap<string, string>) {
  return dependsOn.flatMap(({ jobId, type }): JobDependency[] => {
    const name = names.get(jobId ?? "");
    if (name !== undefined) return [{ jobId: `\${${name}}`, type }];
    const status = known.get(jobId ?? "")?.status;
    const isThrough = jobId !== undefined && (status === undefined || status === "SUCCEEDED");
    return isThrough ? [] : [{ jobId, type }];
  });
}

/** SubmitJob once more. The container is that of the definition with all that was overridden: it overrides all of it. */
function inputOf(job: JobDetail, dependsOn: JobDependency[]): Submission {
  const {
    jobName,
    jobQueue,
    jobDefinition,
    shareIdentifier,
    schedulingPriority,
    arrayProperties,
    container = {},
  } = job;
  const { parameters, retryStrategy, timeout, propagateTags, consumableResourceProperties, tags = {} } = job;
  const { command = [], environment = [], resourceRequirements = [], vcpus, memory } = container;
  const isListed = (wanted: string) => resourceRequirements.some(({ type }) => type === wanted);
  const size = arrayProperties?.size;
  // Cast: what AWS Batch tells of a job has the shape of its API, and is whole.
  return {
    jobName,
    jobQueue,
    jobDefinition,
    parameters,
    retryStrategy,
    timeout,
    propagateTags,
    shareIdentifier,
    // SubmitJob: "works only within a single share identifier"; without one it may be that of the definition.
    schedulingPriorityOverride: shareIdentifier === undefined ? undefined : schedulingPriority,
    arrayProperties: size === undefined ? undefined : { size },
    dependsOn: dependsOn.length === 0 ? undefined : dependsOn,
    consumableResourcePropertiesOverride: consumableResourceProperties,
    containerOverrides: {
      command: command.length === 0 ? undefined : command,
      // KeyValuePair: names that begin with AWS_BATCH are "reserved for variables that AWS Batch sets".
      environment: environment.filter(({ name = "" }) => !name.startsWith("AWS_BATCH")),
      resourceRequirements,
      vcpus: isListed("VCPU") ? undefined : textOf(vcpus),
      memory: isListed("MEMORY") ? undefined : textOf(memory),
    },
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => key !== QUEUE_TAG && !RESERVED_TAG.test(key))),
  } as Submission;
}

const textOf = (value: number | undefined) => (value === undefined ? undefined : String(value));
