import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { teamPolicies } from "../../access/teams";
import { isArn } from "../../aws/arns";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { policyDocument } from "../policies/document";
import { failurePattern, failureRuleName, failureSentence, failureTopicStatements } from "./policies/failures";

export interface TeamProps {
  readonly model: ComputeModel;
  readonly team: TeamDeclaration;
  /** KMS key of the team's topic; EventBridge must be allowed to use it. @default - the topic is not encrypted */
  readonly topicKeyId: string | undefined;
}

/** What a team may do, as policies to attach to its people and pipelines, and who is told of its failed jobs. */
export class Team extends Construct {
  /** More than one when it names more than fits into one. */
  readonly policies: readonly IamPolicy[];
  /** Where the addresses are subscribed that are told; undefined when there is none. */
  readonly topic: SnsTopic | undefined;

  constructor(scope: Construct, id: string, { model, team, topicKeyId }: TeamProps) {
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
    const rule = new CloudwatchEventRule(this, "failures", {
      name: failureRuleName(name),
      description: `Failed jobs of team ${team.name}`,
      eventPattern: JSON.stringify(failurePattern(model, team)),
    });
    const addresses = [...new Set(notify.filter((one) => !isArn(one)))];
    if (addresses.length > 0) this.topic = this.topicFor(name, addresses, rule, topicKeyId);
    const { paths, template } = failureSentence(team);
    [...(this.topic === undefined ? [] : [this.topic.arn]), ...notify.filter(isArn)].forEach((arn, index) => {
      new CloudwatchEventTarget(rule, `target_${index + 1}`, {
        rule: rule.name,
        arn,
        inputTransformer: { inputPaths: { ...paths }, inputTemplate: template },
      });
    });
  }

  private topicFor(
    name: string,
    addresses: readonly string[],
    rule: CloudwatchEventRule,
    kmsMasterKeyId: string | undefined,
  ): SnsTopic {
    const topic = new SnsTopic(this, "topic", { name, kmsMasterKeyId });
    new SnsTopicPolicy(topic, "policy", {
      arn: topic.arn,
      policy: policyDocument(failureTopicStatements(topic.arn, rule.arn)),
    });
    addresses.forEach((endpoint) => {
      // By the address, which stays when others come and go.
      new SnsTopicSubscription(topic, idOf(endpoint), {
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    });
    return topic;
  }
}

/** @returns an address as part of an id: `ml_at_example_com`, and no two the same */
function idOf(address: string): string {
  const words: Readonly<Record<string, string>> = { ".": "_", "@": "_at_" };
  return address.toLowerCase().replace(/[^a-z0-9]/g, (one) => words[one] ?? `_${one.charCodeAt(0).toString(16)}_`);
}
