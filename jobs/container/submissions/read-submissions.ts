import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import { submission } from "../../../aws/batch/requests/container-job";
import { ConfigError } from "../../../config/errors";
import { validate, type ValueProblem } from "../../../config/zod-problems";
import { explained } from "../../../config/job-files/explain";
import { requireKind } from "../../../config/job-files/file-kind";
import { type JobFile, parseJobFile } from "../../../config/job-files/job-file";
import { buildGraph, type Graph, referencedName } from "../../engine/graph";
import { type JobPolicy, submissionBreaches } from "../../../config/containers/policy";
import { needsOf } from "../../../config/containers/resources";
import { overrideProblems } from "../../../config/containers/rules/overrides";
import { retryProblems } from "../../../config/containers/rules/retry";
import { submissionProblems } from "./rules";
import { type Submission, submissionShape, submissionsShape } from "./shape";
import type { PlannedContainerJob } from "./planned-job";
import { asTeam, type SubmittingTeam } from "./team";

/** Submissions of one file, or of another source, that are right as far as that alone can tell. */
export interface SubmissionFile {
  readonly source: Pick<JobFile, "digest" | "placed">;
  readonly graph: Graph<PlannedContainerJob>;
}

/**
 * Reads one submission, or `{"jobs": [...]}`, and checks everything that can be checked without a call.
 *
 * @param policy of the environment that the jobs are for, if any
 * @param team that the jobs are of, if any: they get its share and its tags
 * @throws ConfigError with every problem of the file
 */
export function readSubmissions(
  file: string,
  content: string,
  policy?: JobPolicy,
  team?: SubmittingTeam,
): SubmissionFile {
  const source = parseJobFile(file, content);
  requireKind(source, "container job");
  const refuse = (problems: readonly ValueProblem[]) => new ConfigError(problems.map(source.placed));
  const isList = typeof source.value === "object" && source.value !== null && "jobs" in source.value;
  const one = submissionShape.transform((job) => ({ jobs: [job] }));
  const { value, problems: ofShape } = validate(isList ? submissionsShape : one, source.value);
  if (value === undefined) throw refuse(explained(ofShape, submission, "SubmitJob", isList ? 2 : 0));
  const read = value.jobs.map((input, index) => {
    const path = isList ? ["jobs", index] : [];
    if (team === undefined) return submissionOf(input, path, policy);
    const ofTeam = asTeam(team, input, path);
    const { job, problems } = submissionOf(ofTeam.input, path, policy);
    return { job, problems: [...ofTeam.problems, ...problems, ...submissionBreaches(team.policy, job.request, path)] };
  });
  const jobs = read.map(({ job }) => job);
  const problems = [...read.flatMap((one) => one.problems), ...submissionProblems(jobs)];
  if (problems.length > 0) throw refuse(problems);
  return { source, graph: buildGraph(jobs) };
}

/** @returns one job that is named by itself, and what is wrong with it */
export function submissionOf(
  input: Submission,
  path: readonly PropertyKey[],
  policy: JobPolicy | undefined,
): { job: PlannedContainerJob; problems: readonly ValueProblem[] } {
  const { containerOverrides, ...rest } = input;
  const { requirements, problems } = needsOf(containerOverrides ?? {}, [...path, "containerOverrides"]);
  const overrides = containerOverrides && {
    ...containerOverrides,
    vcpus: undefined,
    memory: undefined,
    resourceRequirements: requirements.length === 0 ? undefined : [...requirements],
  };
  const ofRules = [...retryProblems(input.retryStrategy, path), ...overrideProblems(input, path)];
  const needs = (input.dependsOn ?? []).flatMap(({ jobId = "" }) => referencedName(jobId) ?? []);
  // Cast: members of the API that the shape does not look into are passed on as they are; the service judges them.
  const request = { ...rest, containerOverrides: overrides } as SubmitJobRequest;
  const ofPolicy = policy === undefined ? [] : submissionBreaches(policy, request, path);
  return { job: { name: input.jobName, needs, request, path }, problems: [...problems, ...ofRules, ...ofPolicy] };
}
