/** What training jobs have beyond what an environment allows its jobs. */
import { DEFAULT_RUNTIME_SECONDS } from "../../aws/sagemaker/limits";
import type { ValueProblem } from "../../config/zod-problems";
import { type JobPolicy, tagProblems } from "../../config/job-policy";
import type { TrainingJobRequest } from "./payload/request";
import type { ServiceJobRequest } from "./planned-job";

/** Paths begin in the submission, or in its payload, which may be a file of its own. */
export interface TrainingBreaches {
  readonly ofSubmission: readonly ValueProblem[];
  readonly ofPayload: readonly ValueProblem[];
}

const HOUR_SECONDS = 3600;

/**
 * `limits.training` is about these jobs; `limits.timeout`, which is about an attempt of any job, holds where `training.hours`
 * says nothing. Sizes of containers say nothing of instances.
 *
 * @param request with what the command line says of the job
 */
export function trainingBreaches(
  policy: JobPolicy,
  request: ServiceJobRequest,
  payload: TrainingJobRequest,
): TrainingBreaches {
  const { ofSubmission, ofPayload } = timeProblems(policy, request, payload);
  const hint = "--tags key=value adds one; Tags of the payload are those of the SageMaker training job";
  return {
    ofSubmission: [...ofSubmission, ...tagProblems(policy, [], request.tags, hint)],
    ofPayload: [...instanceProblems(policy, payload), ...ofPayload],
  };
}

function instanceProblems({ limits, file }: JobPolicy, { ResourceConfig: resources = {} }: TrainingJobRequest) {
  const { instance_types: types, instances: most } = limits.training ?? {};
  const { InstanceType, InstanceCount, InstanceGroups } = resources;
  const path = ["ResourceConfig"];
  const groups = InstanceGroups?.map((group, index) => ({ ...group, at: [...path, "InstanceGroups", index] })) ?? [];
  const all = groups.length > 0 ? groups : [{ InstanceType, InstanceCount, at: path }];
  const problems = all.flatMap(({ InstanceType: found = "", at }): ValueProblem[] => {
    if (types === undefined || types.some((pattern) => isLike(found, pattern))) return [];
    const rule = `must be one of ${types.join(", ")} (limits.training.instance_types of ${file})`;
    return [{ path: [...at, "InstanceType"], rule, found }];
  });
  const counts = all.map(({ InstanceCount: count = 0 }) => count);
  const found = counts.reduce((sum, count) => sum + count, 0);
  if (most === undefined || found <= most) return problems;
  const rule = `must have at most ${counted(most, "instance")} (limits.training.instances of ${file})`;
  const sum = `${counts.join(" + ")} instances = ${found} instances`;
  const [member, hint] = groups.length > 0 ? ["InstanceGroups", sum] : ["InstanceCount", undefined];
  return [...problems, { path: [...path, member], rule, found, hint }];
}

/** Whether a type is of a pattern in which `*` stands for any text. */
function isLike(type: string, pattern: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${escaped.join(".*")}$`).test(type);
}

function timeProblems(
  { limits, file }: JobPolicy,
  { timeoutConfig, retryStrategy }: ServiceJobRequest,
  { StoppingCondition: stopping }: TrainingJobRequest,
): TrainingBreaches {
  const { seconds, isDefault, isTimeout } = attemptOf(
    timeoutConfig?.attemptDurationSeconds,
    stopping?.MaxRuntimeInSeconds,
  );
  // Of either kind; a job that is preempted begins anew, and that is no retry.
  const attempts = retryStrategy?.attempts ?? 1;
  const hours = limits.training?.hours;
  const problem = (rule: string, found: number, hint: string | undefined): TrainingBreaches =>
    isTimeout
      ? { ofSubmission: [{ path: ["timeoutConfig", "attemptDurationSeconds"], rule, found, hint }], ofPayload: [] }
      : {
          ofSubmission: [],
          ofPayload: [{ path: ["StoppingCondition", "MaxRuntimeInSeconds"], rule, found, hint }],
        };
  const note = isDefault ? " (without MaxRuntimeInSeconds it is that of SageMaker)" : "";
  if (hours !== undefined && seconds * attempts > hours * HOUR_SECONDS) {
    const rule = `must let the job run at most ${counted(hours, "hour")} (limits.training.hours of ${file})`;
    const total = hoursOf(seconds * attempts);
    const sum = `${counted(attempts, "attempt")} x ${counted(hoursOf(seconds), "hour")}${note} = ${counted(total, "hour")}`;
    return problem(rule, total, sum);
  }
  if (hours === undefined && limits.timeout !== undefined && seconds > limits.timeout) {
    const rule = `must be at most ${limits.timeout} seconds (limits.timeout of ${file})`;
    return problem(rule, seconds, isDefault ? "that is what SageMaker takes without it" : undefined);
  }
  return { ofSubmission: [], ofPayload: [] };
}

/**
 * Whichever ends an attempt first. StoppingCondition: with a RetryStrategy of the payload, MaxRuntimeInSeconds is "the maximum
 * time for all of the attempts in total"; those of AWS Batch are training jobs of their own.
 */
function attemptOf(timeout = Infinity, runtime: number | undefined) {
  const ofPayload = runtime ?? DEFAULT_RUNTIME_SECONDS;
  const isTimeout = timeout < ofPayload;
  return { seconds: Math.min(timeout, ofPayload), isTimeout, isDefault: !isTimeout && runtime === undefined };
}

const counted = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? "" : "s"}`;

/** To the second, as far as a reader can tell. */
const hoursOf = (seconds: number): number => Math.round((seconds / HOUR_SECONDS) * 1e4) / 1e4;
