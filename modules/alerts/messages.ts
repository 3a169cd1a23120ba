/** Of which events people are told, and in which words. */
import type { BatchContext } from "../batch-construct/context";
import { DETAIL_TYPES, JOB_PATHS, type Sentence, sentence, WHOLE_JOBS, whyCommand } from "../policies/events";
import type { WatchedQueue } from "./watched";

/** The pattern of a rule on the default bus, and what becomes of its events. */
export interface Message extends Sentence {
  readonly description: string;
  readonly pattern: object;
}

/** @param environment its name, for the command to look further */
export function failedJobs({ kind, name, arn, except }: WatchedQueue, environment: string): Message {
  const others = except === undefined ? {} : { jobName: [{ "anything-but": { prefix: except } }] };
  const job = { container: "The job", service: "The training job" }[kind];
  return {
    description: `Failed jobs of the queue ${name}`,
    pattern: {
      source: ["aws.batch"],
      "detail-type": [DETAIL_TYPES[kind].state],
      detail: { status: ["FAILED"], jobQueue: [arn], ...others, ...(kind === "container" ? WHOLE_JOBS : {}) },
    },
    ...sentence(
      JOB_PATHS,
      `${job} <job> failed at <time> in the queue ${name}: <reason>. ` +
        `Why, and what to do: ${whyCommand(kind, environment)}`,
    ),
  };
}

/** A job at the front of a queue that cannot start, behind which all others wait: AWS Batch User Guide, "Job queue blocked events". */
export function blockedQueue({ kind, name, arn }: WatchedQueue, environment: string): Message {
  return {
    description: `The queue ${name} is blocked`,
    pattern: { source: ["aws.batch"], "detail-type": [DETAIL_TYPES[kind].blocked], detail: { jobQueue: [arn] } },
    ...sentence(
      JOB_PATHS,
      `The queue ${name} is blocked since <time> by its job <job>: <reason>. ` +
        `Why, and what to do: ${whyCommand(kind, environment)}`,
    ),
  };
}

/** Step Functions Developer Guide, "Automating Step Functions event delivery with EventBridge". */
export function failedRuns(context: BatchContext, stateMachineArn: string, environment: string): Message {
  return {
    description: `Runs of ${context} that failed, timed out or were aborted`,
    pattern: {
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { status: ["FAILED", "TIMED_OUT", "ABORTED"], stateMachineArn: [stateMachineArn] },
    },
    ...sentence(
      { run: "$.detail.name", status: "$.detail.status", error: "$.detail.error", time: "$.time" },
      `The run <run> of ${context} ended with <status> at <time>. <error> ` +
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
    pattern: {
      source: ["aws.glue"],
      "detail-type": ["Glue Job State Change"],
      detail: { state: NOT_GOOD, jobName: names },
    },
    ...sentence(
      {
        job: "$.detail.jobName",
        run: "$.detail.jobRunId",
        state: "$.detail.state",
        reason: "$.detail.message",
        time: "$.time",
      },
      `The Glue job <job> (${what}) ended with <state> at <time>: <reason>. ` +
        `What it says: aws glue get-job-run --job-name <job> --run-id <run> --region ${region}`,
    ),
  };
}

/** AWS Glue Developer Guide, "Automating AWS Glue with EventBridge", crawlers. */
export function failedCrawlers(names: readonly string[], region: string): Message {
  return {
    description: "Failed crawlers of the workflows of the ETL",
    pattern: {
      source: ["aws.glue"],
      "detail-type": ["Glue Crawler State Change"],
      detail: { state: ["Failed"], crawlerName: names },
    },
    ...sentence(
      { crawler: "$.detail.crawlerName", reason: "$.detail.errorMessage", time: "$.time" },
      "The crawler <crawler> of a workflow of the ETL failed at <time>: <reason>. " +
        `What it says: aws glue get-crawler --name <crawler> --region ${region}`,
    ),
  };
}
