import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { policyDocument } from "../policies/document";

/** The longest that Amazon SQS keeps a message, in seconds: API Reference, SetQueueAttributes, MessageRetentionPeriod. */
const RETENTION = 14 * 24 * 3600;

export interface DeadLettersProps {
  readonly name: string;
  /** ARNs of the rules, or a pattern of them. */
  readonly ruleArns: readonly string[];
}

/** Keeps the events that could not be delivered: EventBridge User Guide, "Using dead-letter queues to process undelivered events". */
export class DeadLetters extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { name, ruleArns }: DeadLettersProps) {
    super(scope, id);
    this.queue = new SqsQueue(this, "queue", {
      name,
      messageRetentionSeconds: RETENTION,
      // With a key of Amazon SQS's own, which EventBridge may use without a word in its policy.
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, "policy", {
      queueUrl: this.queue.url,
      policy: policyDocument([
        {
          Sid: "Events",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["sqs:SendMessage"],
          Resource: [this.queue.arn],
          Condition: { ArnLike: { "aws:SourceArn": [...ruleArns] } },
        },
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: ["sqs:*"],
          Resource: [this.queue.arn],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
  }
}
