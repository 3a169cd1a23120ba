import { createHash } from "node:crypto";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { isArn } from "../../aws/arns";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { policyDocument } from "../policies/document";
import { failurePattern, failureSentence, failureTopicStatements } from "./policies/failures";

export interface FailureTopicProps {
  readonly declarations: ComputeModel;
  readonly team: TeamDeclaration;
  /** Id, alias or ARN of a KMS key that EventBridge may use. @default - the topic is not encrypted */
  readonly keyId?: string | undefined;
}

/**
 * Tells a team of its failed jobs: a topic of its own for those who have an address, and topics of others, which have to let
 * EventBridge publish (docs/compute-declarations.md, Teams).
 */
export class FailureTopic extends Construct {
  readonly rule: CloudwatchEventRule;
  /** Undefined when nobody is told but topics of others. */
  readonly topic: SnsTopic | undefined;

  constructor(scope: Construct, id: string, { declarations, team, keyId }: FailureTopicProps) {
    super(scope, id);
    const name = declarations.names.failureTopic(team.name);
    const [topics, addresses] = [team.request.notify.filter(isArn), team.request.notify.filter((one) => !isArn(one))];
    const { paths, template } = failureSentence(team);

    this.rule = new CloudwatchEventRule(this, "rule", {
      name: ruleName(name),
      description: `Jobs of team ${team.name} that have failed`,
      eventPattern: JSON.stringify(failurePattern(declarations, team)),
    });
    const tell = (targetId: string, arn: string) =>
      new CloudwatchEventTarget(this, targetId, {
        rule: this.rule.name,
        targetId,
        arn,
        inputTransformer: { inputPaths: { ...paths }, inputTemplate: template },
      });
    topics.forEach((arn, index) => tell(`topic_${index + 1}`, arn));
    if (addresses.length === 0) return;

    this.topic = new SnsTopic(this, "topic", { name, kmsMasterKeyId: keyId });
    const policy = new SnsTopicPolicy(this, "topic_policy", {
      arn: this.topic.arn,
      policy: policyDocument(failureTopicStatements(this.topic.arn, this.rule.arn)),
    });
    tell("own_topic", this.topic.arn).node.addDependency(policy);
    for (const endpoint of addresses) {
      new SnsTopicSubscription(this, `subscription_${idOf(endpoint)}`, {
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint,
      });
    }
  }
}

/** EventBridge API Reference, PutRule, Name: at most 64 characters. */
const LONGEST_RULE_NAME = 64;

/** @returns the name, or of a longer one the beginning and what tells it from others that begin so */
function ruleName(name: string): string {
  if (name.length <= LONGEST_RULE_NAME) return name;
  return `${name.slice(0, LONGEST_RULE_NAME - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** An address as part of an id, which stays when others come and go. */
const idOf = (address: string): string => address.toLowerCase().replace(/[^a-z0-9]+/g, "_");
