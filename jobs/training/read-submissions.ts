import * as path from "node:path";
import { NAME } from "../../aws/batch/names";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { scalarText } from "../../config/scalars";
import { readTextFile } from "../../config/text-file";
import { validate, type ValueProblem } from "../../config/zod-problems";
import { requireKind } from "../../config/job-files/file-kind";
import { innerFile } from "../../config/job-files/inner-file";
import { type JobFile, parseJobFile } from "../../config/job-files/job-file";
import { ownTagProblems } from "../../config/job-files/own-tags";
import type { JobPolicy } from "../../config/job-policy";
import { dependenciesOf, dependencyProblems } from "./dependencies";
import { isEstimator, payloadOfEstimator } from "./estimator";
import { checkPayload } from "./payload/check";
import type { PlannedServiceJob, ServiceJobRequest } from "./planned-job";
import { trainingBreaches } from "./policy";
import { type Submission, SUBMISSION_SOURCE, submissionShape, workflowShape } from "./submission-shape";

/** What the command line says of all jobs of a file; the file's own word wins. */
export type SubmissionDefaults = Partial<
  Omit<Submission, "jobName" | "serviceJobType" | "serviceRequestPayload" | "dependsOn">
>;

export interface ReadOptions {
  readonly defaults: SubmissionDefaults;
  /** Of the job, when the file has only one. */
  readonly name?: string;
  /** Of the environment that the jobs are for, if any. */
  readonly policy?: JobPolicy;
  /** Of a file that can be read only once; payload files are then looked for in the working directory. */
  readonly content?: string;
}

export interface PlannedSubmissions {
  readonly jobs: readonly PlannedServiceJob[];
  readonly warnings: readonly ConfigProblem[];
}

/** A submission, and where in its file it stands. */
interface Found {
  readonly submission: Submission;
  readonly at: readonly PropertyKey[];
}

/**
 * Reads what is to be submitted: a payload, a payload in the Estimator's words, a submission, or a workflow of them.
 * Nothing is submitted before all of it is right.
 *
 * @throws ConfigError with every problem of the file and of the payload files that it names
 */
export function readSubmissions(file: string, options: ReadOptions): PlannedSubmissions {
  const { content } = options;
  const source = content === undefined ? readJobFile(file) : parseJobFile(file, content);
  const folder = content === undefined ? path.dirname(file) : ".";
  requireKind(source, "training job");
  const found = submissionsOf(source, options);
  const problems = dependencyProblems(found.map(({ submission }) => submission)).map((one) =>
    problemIn(source, one, isWorkflow(source.value) ? ["jobs"] : []),
  );
  const warnings: ConfigProblem[] = [];
  const jobs = found.flatMap(({ submission, at }) => {
    const planned = collected(() => plan(source, submission, at, options, folder));
    for (const problem of planned.problems) problems.push(problem);
    for (const warning of planned.warnings) warnings.push(warning);
    return planned.job ?? [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { jobs, warnings };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isWorkflow = (value: unknown): boolean => isObject(value) && "jobs" in value;
const isSubmission = (value: unknown): boolean =>
  isObject(value) && ("serviceRequestPayload" in value || "jobName" in value);

function submissionsOf(source: JobFile, { name }: ReadOptions): Found[] {
  const { value, file } = source;
  if (isWorkflow(value)) {
    if (name !== undefined)
      throw new ConfigError([{ file, path: "jobs", rule: "have names of their own; leave out --name" }]);
    const { jobs } = shaped(source, workflowShape);
    return jobs.map((submission, index) => ({ submission, at: ["jobs", index] }));
  }
  if (isSubmission(value)) {
    const submission = shaped(source, submissionShape);
    return [{ submission: { ...submission, jobName: name ?? submission.jobName }, at: [] }];
  }
  if (!isObject(value) || Array.isArray(value)) {
    throw new ConfigError([
      problemIn(source, { path: [], rule: "must be an object: a payload, a submission, or jobs" }),
    ]);
  }
  // Cast: an object that is no list has texts for keys.
  const payload = value as Record<string, unknown>;
  const jobName = name ?? nameIn(payload) ?? path.parse(file).name.replaceAll(/[^A-Za-z0-9_-]/g, "-");
  if (!NAME.test(jobName)) {
    throw new ConfigError([
      { file, path: "", rule: "needs a name of 1 to 128 letters, digits, _ and -", found: jobName },
    ]);
  }
  return [{ submission: { jobName, serviceRequestPayload: payload }, at: [] }];
}

function nameIn(payload: Record<string, unknown>): string | undefined {
  const { value: found } = validate(scalarText, payload.TrainingJobName ?? payload.base_job_name);
  return found === "" ? undefined : found;
}

function shaped<S extends Parameters<typeof validate>[0]>(source: JobFile, schema: S) {
  const read = validate(schema, source.value);
  if (read.value !== undefined) return read.value;
  const ofSource = read.problems.map((problem) => problemIn(source, { source: SUBMISSION_SOURCE, ...problem }));
  throw new ConfigError(ofSource);
}

/** A payload that cannot be read is one mistake among others. */
function collected(read: () => ReturnType<typeof plan>): ReturnType<typeof plan> {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) return { problems: [...error.problems], warnings: [] };
    throw error;
  }
}

function plan(
  source: JobFile,
  submission: Submission,
  at: readonly PropertyKey[],
  { defaults, policy }: ReadOptions,
  folder: string,
): { job?: PlannedServiceJob; problems: ConfigProblem[]; warnings: ConfigProblem[] } {
  const { dependsOn, serviceRequestPayload: given, ...own } = submission;
  const inPlace = isWorkflow(source.value) || isSubmission(source.value) ? [...at, "serviceRequestPayload"] : at;
  const payload = payloadOf(source, given, inPlace, folder);
  const value = isEstimator(payload.value) ? payloadOfEstimator(payload.value, own.jobName) : undefined;
  const within = (problems: readonly ValueProblem[]) =>
    problems.map((problem) => problemIn(payload.file, problem, payload.at));
  if (value !== undefined && value.payload === undefined) return { problems: within(value.problems), warnings: [] };
  const checked = checkPayload(value?.payload ?? payload.value);
  const problems = within(checked.problems);
  const jobQueue = own.jobQueue ?? defaults.jobQueue;
  if (jobQueue === undefined) {
    problems.push(problemIn(source, { path: ["jobQueue"], rule: "is missing", hint: "or give --queue" }, at));
  }
  const warnings = within(checked.warnings);
  const { request: payloadRequest, text } = checked;
  if (payloadRequest === undefined || text === undefined || jobQueue === undefined || problems.length > 0) {
    return { problems, warnings };
  }
  const { names, ids } = dependenciesOf({ dependsOn });
  const tags = { ...defaults.tags, ...own.tags };
  const request: ServiceJobRequest = {
    ...defaults,
    ...own,
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    jobQueue,
    serviceJobType: "SAGEMAKER_TRAINING",
    serviceRequestPayload: text,
  };
  problems.push(...ownTagProblems(tags).map((problem) => problemIn(source, problem, at)));
  if (policy !== undefined) {
    const { ofSubmission, ofPayload } = trainingBreaches(policy, request, payloadRequest);
    problems.push(...ofSubmission.map((problem) => problemIn(source, problem, at)), ...within(ofPayload));
  }
  return { problems, warnings, job: { name: own.jobName, needs: names, needsIds: ids, request } };
}

/** The payload, and the file and place where its parts stand. */
function payloadOf(
  source: JobFile,
  given: Submission["serviceRequestPayload"],
  at: readonly PropertyKey[],
  folder: string,
) {
  if (typeof given !== "string") return { value: given as unknown, file: source, at };
  if (given.trimStart().startsWith("{")) {
    const file = innerFile(source, at, given);
    return { value: file.value, file, at: [] };
  }
  if (given.includes("\n")) {
    const rule = "must be an object, its JSON text, which begins with {, or the path of a file with it";
    throw new ConfigError([problemIn(source, { path: at, rule, found: given })]);
  }
  const file = readJobFile(path.isAbsolute(given) ? given : path.join(folder, given));
  return { value: file.value, file, at: [] };
}

function readJobFile(file: string): JobFile {
  return parseJobFile(file, readTextFile("", file));
}

/** @returns a problem of a value as one of its file, in which the value stands at `at`. */
function problemIn(file: JobFile, problem: ValueProblem, at: readonly PropertyKey[] = []): ConfigProblem {
  return file.placed({ ...problem, path: [...at, ...problem.path] });
}
