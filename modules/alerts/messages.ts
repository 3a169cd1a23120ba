/** Of which events people are told, and in which words. */
import type { BatchContext } from "../batch-construct/context";
import { eventPatterns } from "../policies/event-patterns";
import { DETAIL_TYPES, type Sentence, sentence, WHOLE_JOBS, whyCommand } from "../policies/events";
import type { WatchedQueue } from "./watched";

/** The pattern of a rule on the default bus, and what becomes of its events. */
export interface Message extends Sentence {
  readonly description: string;
  /** JSON. */
  readonly pattern: string;
}

/** @param environment its name, for the command to look further */
export function failedJobs({ kind, name, arn, except }: WatchedQueue, environment: string): Message {
  const others = except === undefined ? {} : { jobName: [{ "anything-but": { prefix: except } }] };
  const job = { container: "The job", service: "The training job" }[kind];
  return {
    description: `Failed jobs of the queue ${name}`,
    pattern: JSON.stringify({
      source: ["aws.batch"],
      "detail-type": [DETAIL_TYPES[kind].state],
      detail: { status: ["FAILED"], jobQueue: [arn], ...others, ...(kind === "container" ? WHOLE_JOBS : {}) },
    }),
    ...sentence(
      `${job} <job> failed at <time> in the queue ${name}. Why, and what to do: ${whyCommand(kind, environment)}`,
    ),
  };
}

/** A job at the front of a queue that cannot start, behind which all others wait: AWS Batch User Guide, "Job queue blocked events". */
export function blockedQueue({ kind, name, arn }: WatchedQueue, environment: string): Message {
  return {
    description: `The queue ${name} is blocked`,
    pattern: JSON.stringify({
      source: ["aws.batch"],
      "detail-type": [DETAIL_TYPES[kind].blocked],
      detail: { jobQueue: [arn] },
    }),
    ...sentence(
      `The queue ${name} is blocked since <time> by its job <job>. ` +
        `Why, and what to do: ${whyCommand(kind, environment)}`,
    ),
  };
}

/** Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge". */
export function failedRuns(context: BatchContext, stateMachineArn: string, environment: string): Message {
  return {
    description: `Runs of ${context} that failed, timed out or were aborted`,
    pattern: JSON.stringify({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [stateMachineArn] },
    }),
    ...sentence(
      `The run <run> of ${context} ended with <status> at <time>. ` +
        `Why, and what the next run will do: npx dapf runs why ${environment} <run> --context ${context}`,
    ),
  };
}

/** How a Glue run ends that nobody wanted to end so; STOPPED is what somebody wanted. */
const NOT_GOOD = ["FAILED", "TIMEOUT", "ERROR"];

/**
 * AWS Glue Developer Guide, "Automating AWS Glue with EventBridge". There is no event of a workflow: one goes no further when a job
 * of it fails.
 *
 * @param names names of jobs, or how they begin
 */
export function failedGlueRuns(what: string, names: readonly (string | { prefix: string })[], region: string): Message {
  return {
    description: `Failed runs of Glue jobs: ${what}`,
    pattern: JSON.stringify({
      source: ["aws.glue"],
      "detail-type": ["Glue Job State Change"],
      detail: { state: NOT_GOOD, jobName: names },
    }),
    ...sentence(
      `The Glue job <glueJob> (${what}) ended with <glueState> at <time>. ` +
        `Why: aws glue get-job-run --job-name <glueJob> --run-id <glueRun> --region ${region}`,
    ),
  };
}

/**
 * AWS Glue Developer Guide, "Automating AWS Glue with EventBridge", crawlers: Started, Succeeded and Failed.
 *
 * @param names of crawlers, with no character that is unsafe in sentences
 * @returns a message for as many of them as a pattern has room for
 */
export function failedCrawlers(names: readonly string[], region: string): Message[] {
  const patterns = eventPatterns(names, (crawlerName) => ({
    source: ["aws.glue"],
    "detail-type": ["Glue Crawler State Change"],
    detail: { state: ["Failed"], crawlerName },
  }));
  return patterns.map((pattern) => ({
    description: "Failed crawlers of the workflows of the ETL",
    pattern,
    ...sentence(
      "The crawler <crawler> of a workflow of the ETL failed at <time>. " +
        `Why: aws glue get-crawler --name <crawler> --region ${region}`,
    ),
  }));
}
