/** Which events somebody is told of, and in which words. */
import type { Statement } from "./document";

/** What EventBridge makes of an event, for people. */
export interface Sentence {
  /** Variable -> where in the event its value is. */
  readonly paths: Readonly<Record<string, string>>;
  /** JSON: a text with variables in `<>`. */
  readonly template: string;
}

/**
 * Variable -> where in an event its value is. "EventBridge doesn't escape values extracted by Input Path, when populating the Input
 * Template for a target": a value with a quotation mark, backslash or control character would lose the message. So that here stand
 * only values that can have none, each with what says so; a reason, error or message may say anything, and the command of the
 * sentence tells it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // EventBridge Events Reference, "AWS service event metadata": a timestamp of ISO 8601.
    time: "$.time",
    // AWS Batch API Reference, SubmitJob and SubmitServiceJob, jobName: "letters (uppercase and lowercase), numbers, hyphens (-), and
    // underscores (_)"; the same for the name of a queue, whose ARN this is (CreateJobQueue). Ids are AWS Batch's own.
    job: "$.detail.jobName",
    id: "$.detail.jobId",
    queue: "$.detail.jobQueue",
    // Step Functions API Reference, StartExecution, name: no quotation marks, backslashes and control characters, among others. A
    // status is a word of Step Functions.
    run: "$.detail.name",
    status: "$.detail.status",
    // AWS Glue gives runs their ids; a state is a word of its own. Its names may be anything, but rules here are for jobs of
    // environments, whose names are made of letters, digits, hyphens and underscores (config/etl-schema.ts, modules/monitoring).
    glueJob: "$.detail.jobName",
    glueRun: "$.detail.jobRunId",
    glueState: "$.detail.state",
    // As jobs; of crawlers, which environments do not make, those are refused that are named otherwise (modules/alerts/crawlers.ts).
    crawler: "$.detail.crawlerName",
  }),
);

/** What EventBridge cannot put into a text: what JSON has to escape. */
export const UNSAFE_IN_SENTENCES = /["\\\p{Cc}]/u;

/**
 * @param text with variables in `<>`. What an event does not have of them EventBridge leaves out
 * @throws Error for a variable that is none of `FIELDS`
 */
export function sentence(text: string): Sentence {
  const paths = [...text.matchAll(/<([^>]*)>/g)].map(([, name = ""]): [string, string] => {
    const path = FIELDS.get(name);
    if (path === undefined) throw new Error(`<${name}> is no field that a sentence of EventBridge may have`);
    return [name, path];
  });
  return { paths: Object.fromEntries(paths), template: JSON.stringify(text) };
}

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
