import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { teamPolicies } from "../../access/teams";
import { isArn } from "../../aws/arns";
import { ruleName } from "../../aws/events";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { policyDocument } from "../policies/document";
import { addressId } from "../policies/notifications";
import { publishingForRules, type Sentence } from "../policies/events";
import { blockingPatterns, blockingSentence, failurePatterns, failureSentence } from "./policies/failures";

export interface TeamProps {
  readonly model: ComputeModel;
  readonly team: TeamDeclaration;
  /** KMS key of the team's topic; EventBridge must be allowed to use it. @default - the topic is not encrypted */
  readonly topicKeyId: string | undefined;
  /** Name of the environment, for commands that messages name. @default - they name none */
  readonly environment: string | undefined;
}

/** What a team may do, as policies to attach to its people and pipelines, and who is told of jobs that failed or block a queue. */
export class Team extends Construct {
  /** More than one when it names more than fits into one. */
  readonly policies: readonly IamPolicy[];
  /** Where the addresses are subscribed that are told; undefined when there is none. */
  readonly topic: SnsTopic | undefined;

  constructor(scope: Construct, id: string, { model, team, topicKeyId, environment }: TeamProps) {
    super(scope, id);
    this.policies = teamPolicies(model, team).map(({ name, document }, index) => {
      return new IamPolicy(this, index === 0 ? "policy" : `policy_${index + 1}`, {
        name,
        description: `What team ${team.name} may do with shared compute`,
        policy: JSON.stringify(document),
      });
    });

    const { notify } = team.request;
    if (notify.length === 0) return;
    const name = model.names.failureTopic(team.name);
    const failures = this.rules("failures", name, `Failed jobs of team ${team.name}`, failurePatterns(model, team));
    const blocked = this.rules(
      "blocked",
      model.names.blockedRule(team.name),
      `Jobs of team ${team.name} that block a queue`,
      blockingPatterns(model, team),
    );
    const addresses = [...new Set(notify.filter((one) => !isArn(one)))];
    if (addresses.length > 0) this.topic = this.topicFor(name, addresses, [...failures, ...blocked], topicKeyId);
    const topics = [...(this.topic === undefined ? [] : [this.topic.arn]), ...notify.filter(isArn)];
    for (const rule of failures) tell(rule, topics, failureSentence(team, environment));
    for (const rule of blocked) tell(rule, topics, blockingSentence(team, environment));
  }

  /** One, but of a team with more queues than a pattern has room for. */
  private rules(id: string, name: string, description: string, patterns: readonly string[]): CloudwatchEventRule[] {
    return patterns.map((eventPattern, index) => {
      const [ofId, ofName] = index === 0 ? ["", ""] : [`_${index + 1}`, `-${index + 1}`];
      return new CloudwatchEventRule(this, `${id}${ofId}`, {
        name: ruleName(`${name}${ofName}`),
        description,
        eventPattern,
      });
    });
  }

  private topicFor(
    name: string,
    addresses: readonly string[],
    rules: readonly CloudwatchEventRule[],
    kmsMasterKeyId: string | undefined,
  ): SnsTopic {
    const topic = new SnsTopic(this, "topic", { name, kmsMasterKeyId });
    new SnsTopicPolicy(topic, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        publishingForRules(
          topic.arn,
          rules.map(({ arn }) => arn),
        ),
      ]),
    });
    addresses.forEach((endpoint) => {
      // By the address, which stays when others come and go.
      new SnsTopicSubscription(topic, addressId(endpoint), {
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    });
    return topic;
  }
}

/** Whoever listens to the topics is told of what a rule finds. */
function tell(rule: CloudwatchEventRule, topics: readonly string[], { paths, template }: Sentence): void {
  topics.forEach((arn, index) => {
    new CloudwatchEventTarget(rule, `target_${index + 1}`, {
      rule: rule.name,
      arn,
      inputTransformer: { inputPaths: { ...paths }, inputTemplate: template },
    });
  });
}
