import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import { QUEUE_TAG } from "../../aws/batch/queue-tag";
import { ConfigError } from "../../config/errors";
import { parseJson } from "../../config/json";
import { inFile, type ValueProblem } from "../../config/zod-problems";
import type { JobPolicy } from "../../config/job-policy";
import { RESERVED_TAG, ownTagProblems } from "../../config/job-files/own-tags";
import { isOver } from "../engine/monitor/job-state";
import { JobNotOverError } from "./errors";
import { SUBMISSION_TAG } from "./kind";
import { checkPayload } from "./payload/check";
import type { PlannedServiceJob, ServiceJobRequest } from "./planned-job";
import { trainingBreaches } from "./policy";
import type { SubmissionDefaults } from "./read-submissions";

export interface CloneChanges extends SubmissionDefaults {
  readonly name?: string;
  /** Paths in the payload and what stands there instead, e.g. `["ResourceConfig.InstanceCount", "2"]`. */
  readonly set: readonly (readonly [path: string, value: string])[];
}

/**
 * The submission of a finished job once more, with changes.
 *
 * @param policy of the environment that the clone is for, if any
 * @throws JobNotOverError, and ConfigError when a change makes the payload wrong, its path leads nowhere, or the clone is
 * beyond the policy
 */
export function cloneOf(
  job: DescribeServiceJobResponse,
  { name, set, ...changes }: CloneChanges,
  policy?: JobPolicy,
): PlannedServiceJob {
  const { jobId = "", status = "" } = job;
  if (!isOver(job)) throw new JobNotOverError(jobId, status);
  const place = `payload of ${jobId}`;
  const payload = parseJson(place, job.serviceRequestPayload ?? "").value;
  for (const [path, value] of set) setAt(place, payload, path, value);
  const placed = (problems: readonly ValueProblem[], file = place) =>
    problems.map((problem) => inFile(problem, { file }));
  const { request: payloadRequest, text, problems } = checkPayload(payload);
  if (payloadRequest === undefined || text === undefined) throw new ConfigError(placed(problems));
  const jobName = name ?? job.jobName ?? "";
  // What AWS and dapf have put on the job is refused of anybody else (User Guide, "Tag restrictions").
  const own = Object.entries(job.tags ?? {}).filter(([key]) => {
    return key !== SUBMISSION_TAG && key !== QUEUE_TAG && !RESERVED_TAG.test(key);
  });
  const tags = { ...Object.fromEntries(own), ...changes.tags };
  const request: ServiceJobRequest = {
    ...(job.shareIdentifier === undefined ? {} : { shareIdentifier: job.shareIdentifier }),
    ...(job.quotaShareName === undefined ? {} : { quotaShareName: job.quotaShareName }),
    ...(job.schedulingPriority === undefined ? {} : { schedulingPriority: job.schedulingPriority }),
    ...(job.retryStrategy === undefined ? {} : { retryStrategy: job.retryStrategy }),
    ...(job.timeoutConfig === undefined ? {} : { timeoutConfig: job.timeoutConfig }),
    ...(job.preemptionConfiguration === undefined ? {} : { preemptionConfiguration: job.preemptionConfiguration }),
    ...changes,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    jobName,
    jobQueue: changes.jobQueue ?? job.jobQueue ?? "",
    serviceJobType: "SAGEMAKER_TRAINING",
    serviceRequestPayload: text,
  };
  const breaches = policy === undefined ? undefined : trainingBreaches(policy, request, payloadRequest);
  const ofSubmission = [...ownTagProblems(tags), ...(breaches?.ofSubmission ?? [])];
  const wrong = [...placed(breaches?.ofPayload ?? []), ...placed(ofSubmission, `clone of ${jobId}`)];
  if (wrong.length > 0) throw new ConfigError(wrong);
  return { name: jobName, needs: [], needsIds: [], request };
}

/** Sets a value that is there, or a new one in an object that is there. */
function setAt(file: string, payload: unknown, path: string, text: string): void {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== "");
  if (parts.includes("__proto__")) {
    // Setting it would change what the payload inherits, and nothing that SageMaker gets.
    throw new ConfigError([{ file, path, rule: "is no member that a payload can have" }]);
  }
  const last = parts.pop();
  const parent = parts.reduce<unknown>((value, part) => memberOf(value, part), payload);
  if (last === undefined || typeof parent !== "object" || parent === null) {
    throw new ConfigError([{ file, path, rule: "leads nowhere in this payload", hint: "dapf train show <id> --json" }]);
  }
  Reflect.set(parent, last, valueOf(text, memberOf(parent, last), isTextMap(parts)));
}

function memberOf(value: unknown, part: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
  return Reflect.get(value, part) as unknown;
}

const isTextMap = (parts: readonly string[]): boolean => ["HyperParameters", "Environment"].includes(parts[0] ?? "");

/** A text stays a text, even when it looks like a number; anything else is JSON when it can be. */
function valueOf(text: string, before: unknown, isText: boolean): unknown {
  if (isText || typeof before === "string") return text;
  try {
    return parseJson("", text).value;
  } catch (error) {
    if (error instanceof ConfigError) return text;
    throw error;
  }
}
