/** Who is told of the failed jobs of a team, and in which words. */
import { createHash } from "node:crypto";
import { queuesOf } from "../../../access/teams";
import type { ComputeModel, TeamDeclaration } from "../../../config/compute";
import type { Statement } from "../../policies/document";

/**
 * Failed jobs of a team: of its queues and with its tags. Of an array the array itself is told of, which has failed when one of
 * its jobs has, not each of its jobs
 * (https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html).
 *
 * @returns the pattern of an EventBridge rule on the default bus, which AWS Batch sends its events to
 */
export function failurePattern(model: ComputeModel, team: TeamDeclaration): object {
  return {
    source: ["aws.batch"],
    "detail-type": ["Batch Job State Change"],
    detail: {
      status: ["FAILED"],
      jobQueue: queuesOf(model, team),
      tags: Object.fromEntries(Object.entries(team.tags).map(([key, value]) => [key, [value]])),
      arrayProperties: { index: [{ exists: false }] },
    },
  };
}

/** EventBridge API Reference, PutRule, Name. */
const LONGEST_RULE_NAME = 64;

/** @returns the name of the topic, or of a longer one the beginning, and what tells it from others that begin so */
export function failureRuleName(topic: string): string {
  if (topic.length <= LONGEST_RULE_NAME) return topic;
  return `${topic.slice(0, LONGEST_RULE_NAME - 9)}-${createHash("sha256").update(topic).digest("hex").slice(0, 8)}`;
}

/** What EventBridge makes of an event, for people. What an event does not have is left out of the sentence by EventBridge. */
export interface Sentence {
  /** Variable -> where in the event its value is. */
  readonly paths: Readonly<Record<string, string>>;
  /** JSON: a text with variables in `<>`. */
  readonly template: string;
}

export function failureSentence({ name }: TeamDeclaration): Sentence {
  return {
    paths: {
      job: "$.detail.jobName",
      id: "$.detail.jobId",
      queue: "$.detail.jobQueue",
      definition: "$.detail.jobDefinition",
      reason: "$.detail.statusReason",
      time: "$.time",
    },
    template: JSON.stringify(
      `The job <job> of team ${name} failed at <time>: <reason>. ` +
        "What it wrote: dapf jobs logs <id> (queue <queue>, definition <definition>).",
    ),
  };
}

/**
 * EventBridge may publish for this rule, and nobody else's
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html, "Amazon SNS permissions").
 */
export function failureTopicStatements(topicArn: string, ruleArn: string): Statement[] {
  return [
    {
      Sid: "FailedJobs",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["sns:Publish"],
      Resource: [topicArn],
      Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
    },
  ];
}
