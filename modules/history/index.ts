import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import type { Construct } from "constructs";
import { arnOf } from "../../aws/arns";
import { placeIn } from "../../aws/place";
import type { Environment } from "../../config/environment";
import { type LineKind, lineTemplate } from "../../config/job-history/line";
import { historyLogGroup } from "../../config/job-history/names";
import type { Common } from "../common";
import { TerraformModule } from "../framework/terraform-module";
import { policyDocument } from "../policies/document";
import { eventPatterns } from "../policies/event-patterns";

export interface HistoryProps {
  readonly environment: Environment;
  readonly common: Common;
  /** ARNs of the queues whose jobs are remembered. */
  readonly queues: readonly string[];
}

/**
 * What remembers jobs when AWS Batch has forgotten them: a log group that keeps a line of each state change (docs/history.md),
 * and the rules of EventBridge that write it.
 */
export class History extends TerraformModule {
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, { environment, common, queues }: HistoryProps) {
    super(scope, id);
    const { prefix, settings } = environment;

    this.logGroup = new CloudwatchLogGroup(this, "log_group", {
      name: historyLogGroup(prefix),
      retentionInDays: settings.job_history.retention_days,
      kmsKeyId: common.key.arn,
    });
    const ruleNames = (["state", "lost"] as const).flatMap((kind) => this.keep(kind, queues, prefix));

    const place = placeIn(settings.region, settings.account_number);
    const streams = arnOf(place, "logs", `log-group:${historyLogGroup(prefix)}:*`);
    const principals = ["delivery.logs.amazonaws.com", "events.amazonaws.com"];
    // User Guide, "Using resource-based policies for Amazon EventBridge", Amazon CloudWatch Logs permissions: the first has no
    // condition there either.
    new CloudwatchLogResourcePolicy(this, "write", {
      policyName: `${prefix}-jobs`,
      policyDocument: policyDocument([
        {
          Sid: "Streams",
          Effect: "Allow",
          Principal: { Service: principals },
          Action: ["logs:CreateLogStream"],
          Resource: [streams],
        },
        {
          Sid: "Lines",
          Effect: "Allow",
          Principal: { Service: principals },
          Action: ["logs:PutLogEvents"],
          Resource: [streams],
          Condition: {
            ArnEquals: { "aws:SourceArn": ruleNames.map((name) => arnOf(place, "events", `rule/${name}`)) },
          },
        },
      ]),
    });
  }

  /** The rules that write lines of one kind. @returns their names */
  private keep(kind: LineKind, queues: readonly string[], prefix: string): string[] {
    const { paths, template } = lineTemplate(kind);
    return eventPatterns(queues, PATTERNS[kind]).map((eventPattern, index) => {
      const number = index + 1;
      const name = `${prefix}-jobs-${kind}-${number}`;
      const rule = new CloudwatchEventRule(this, `${kind}_${number}`, {
        name,
        description: DESCRIPTIONS[kind],
        eventPattern,
      });
      new CloudwatchEventTarget(rule, "target", {
        rule: rule.name,
        arn: this.logGroup.arn,
        inputTransformer: { inputPaths: paths, inputTemplate: template },
      });
      return name;
    });
  }
}

const DESCRIPTIONS: Readonly<Record<LineKind, string>> = {
  state: "Keeps each state change of the jobs of this environment",
  lost: "Keeps which jobs have lost an attempt with its machine",
};

const PATTERNS: Readonly<Record<LineKind, (queues: readonly string[]) => object>> = {
  state: (jobQueue) => ({
    source: ["aws.batch"],
    "detail-type": ["Batch Job State Change", "Batch Service Job State Change"],
    detail: { jobQueue },
  }),
  // What ECS says of a task whose machine is gone, and of one on Fargate Spot (ECS Developer Guide, "Stopped tasks error codes").
  // The reason itself is not kept; that the rule matched says enough.
  lost: (jobQueue) => ({
    source: ["aws.batch"],
    "detail-type": ["Batch Job State Change"],
    detail: {
      jobQueue,
      status: ["FAILED", "RUNNABLE", "SUCCEEDED"],
      attempts: { statusReason: [{ prefix: "Host EC2" }, { prefix: "Your Spot Task was interrupted" }] },
    },
  }),
};
