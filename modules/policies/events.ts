/** Which events somebody is told of, and in which words. */
import type { Statement } from "./document";

/** What EventBridge makes of an event, for people. What an event does not have is left out of the sentence by EventBridge. */
export interface Sentence {
  /** Variable -> where in the event its value is. */
  readonly paths: Readonly<Record<string, string>>;
  /** JSON: a text with variables in `<>`. */
  readonly template: string;
}

/** @param text with variables in `<>`, each of which has a path */
export const sentence = (paths: Sentence["paths"], text: string): Sentence => ({
  paths,
  template: JSON.stringify(text),
});

/** How AWS Batch calls its jobs: `container` ones, and `service` jobs, which train models. */
export type JobKind = "container" | "service";

/** AWS Batch User Guide, "AWS Batch events" and "Service job events". */
export const DETAIL_TYPES = {
  container: { state: "Batch Job State Change", blocked: "Batch Job Queue Blocked" },
  service: { state: "Batch Service Job State Change", blocked: "Batch Service Job Queue Blocked" },
} as const satisfies Record<JobKind, object>;

/** The command of dapf for a kind of job. */
export const COMMANDS = { container: "jobs", service: "train" } as const satisfies Record<JobKind, string>;

/**
 * Of an array the array itself is told of, which has failed when one of its jobs has, not each of its jobs; of a multi-node job
 * the job, not its nodes (https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html).
 */
export const WHOLE_JOBS = {
  arrayProperties: { index: [{ exists: false }] },
  nodeProperties: { nodeIndex: [{ exists: false }] },
};

/** Where in an event of AWS Batch stands what people want to know. */
export const JOB_PATHS = {
  job: "$.detail.jobName",
  id: "$.detail.jobId",
  reason: "$.detail.statusReason",
  time: "$.time",
};

/** @param environment name of the environment, undefined outside of dapf's own stacks @returns the command to look further */
export function whyCommand(kind: JobKind, environment: string | undefined): string {
  const where = environment === undefined ? "" : ` --env ${environment}`;
  return `npx dapf ${COMMANDS[kind]} why <id>${where}`;
}

/**
 * EventBridge may publish for these rules, and nobody else's
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html, "Amazon SNS permissions").
 */
export function publishingForRules(topicArn: string, ruleArns: readonly string[]): Statement {
  return {
    Sid: "Events",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["sns:Publish"],
    Resource: [topicArn],
    Condition: { ArnLike: { "aws:SourceArn": [...ruleArns] } },
  };
}
