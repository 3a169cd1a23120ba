import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { arnOf } from "../../aws/arns";
import { ruleName } from "../../aws/events";
import { placeIn } from "../../aws/place";
import type { AlertSettings } from "../../config/alerts";
import type { Environment } from "../../config/environment";
import { etlName } from "../../config/names";
import type { AnalyticsEtl } from "../analytics-etl";
import type { BatchContext } from "../batch-construct/context";
import type { BatchInferencing } from "../batch-inferencing";
import type { BatchTraining } from "../batch-training";
import type { Common } from "../common";
import { TerraformModule } from "../framework/terraform-module";
import type { Monitoring } from "../monitoring";
import { policyDocument } from "../policies/document";
import { publishingForRules } from "../policies/events";
import { addressId } from "../policies/notifications";
import { Alarms } from "./alarms";
import { tellableCrawlers } from "./crawlers";
import { dashboardBody } from "./dashboard";
import { DeadLetters } from "./dead-letters";
import { blockedQueue, failedCrawlers, failedGlueRuns, failedJobs, failedRuns, type Message } from "./messages";
import { type Declared, watchedQueues } from "./watched";

export interface AlertsProps {
  readonly environment: Environment;
  readonly alerts: AlertSettings;
  readonly common: Common;
  readonly analyticsEtl: AnalyticsEtl;
  readonly training: BatchTraining;
  readonly inferencing: BatchInferencing;
  /** Undefined where the environment has none. */
  readonly monitoring: Monitoring | undefined;
  readonly declared: Declared;
}

/** Who is told of what failed, what is blocked and what did not begin; and a dashboard of it. */
export class Alerts extends TerraformModule {
  readonly deadLetters: DeadLetters;
  readonly alarms: Alarms;
  /** By the ids of what they tell of: `failed_<queue>`, `blocked_<queue>`, `runs_<context>`, `etl_jobs`, ... */
  readonly rules: ReadonlyMap<string, CloudwatchEventRule>;

  constructor(scope: Construct, id: string, props: AlertsProps) {
    super(scope, id);
    const { environment, alerts, common, analyticsEtl, training, inferencing, monitoring, declared } = props;
    const { name, prefix, settings } = environment;
    const place = placeIn(settings.region, settings.account_number);
    const topicArn = common.topic.arn;
    const ofRules = [arnOf(place, "events", `rule/${prefix}-alerts-*`)];

    this.deadLetters = new DeadLetters(this, "dead_letters", {
      name: `${prefix}-alerts-dead-letters`,
      ruleArns: ofRules,
    });
    new SnsTopicPolicy(this, "topic_policy", {
      arn: topicArn,
      policy: policyDocument([
        publishingForRules(topicArn, ofRules),
        {
          Sid: "Alarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["sns:Publish"],
          Resource: [topicArn],
          Condition: {
            StringEquals: { "aws:SourceAccount": place.account },
            ArnLike: { "aws:SourceArn": arnOf(place, "cloudwatch", `alarm:${prefix}-*`) },
          },
        },
      ]),
    });
    for (const [protocol, addresses] of [["email", alerts.emails] as const, ["https", alerts.https] as const]) {
      for (const endpoint of new Set(addresses)) {
        // By the address, which stays when others come and go.
        new SnsTopicSubscription(this, `${protocol}_${addressId(endpoint)}`, {
          topicArn,
          protocol,
          endpoint,
          ...(protocol === "https" ? { endpointAutoConfirms: true } : {}),
        });
      }
    }

    const queues = watchedQueues(environment, declared);
    const stateMachines: Readonly<Record<BatchContext, string>> = {
      training: training.construct.stateMachine.arn,
      inferencing: inferencing.construct.stateMachine.arn,
    };
    const monitored = Object.values(monitoring?.jobs ?? {}).map((job) => job.name);
    const { crawlers } = analyticsEtl.workflows;
    const messages: Readonly<Record<string, Message>> = {
      ...Object.fromEntries(
        queues.flatMap((queue) => [
          [`failed_${queue.name}`, failedJobs(queue, name)],
          [`blocked_${queue.name}`, blockedQueue(queue, name)],
        ]),
      ),
      runs_training: failedRuns("training", stateMachines.training, name),
      runs_inferencing: failedRuns("inferencing", stateMachines.inferencing, name),
      etl_jobs: failedGlueRuns("ETL", [{ prefix: etlName(prefix, "") }], settings.region),
      ...(monitored.length === 0 ? {} : { monitoring_jobs: failedGlueRuns("monitoring", monitored, settings.region) }),
      ...numbered("crawlers", failedCrawlers(tellableCrawlers(crawlers, environment), settings.region)),
    };
    this.rules = new Map(
      Object.entries(messages).map(([key, message]) => [key, this.tell(key, prefix, topicArn, message)]),
    );

    const functions = [
      ["model_approval", training.modelApproval.processor] as const,
      ...(monitoring === undefined ? [] : [["glue_trigger", monitoring.trigger.function] as const]),
    ];
    this.alarms = new Alarms(this, "alarms", {
      prefix,
      environment: name,
      topicArn,
      deadLetters: this.deadLetters.queue.name,
      functions: Object.fromEntries(functions.map(([key, { function: made }]) => [key, made.functionName])),
      runs: (["training", "inferencing"] as const).flatMap((context) => {
        const days = alerts.runs[context];
        return days === undefined ? [] : [{ context, stateMachineArn: stateMachines[context], days }];
      }),
    });

    const rule = (key: string) => this.rules.get(key)?.name ?? "";
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: `${prefix}-dapf`,
      dashboardBody: dashboardBody({
        environment: name,
        region: settings.region,
        queues: queues.map((queue) => ({
          queue,
          failed: rule(`failed_${queue.name}`),
          blocked: rule(`blocked_${queue.name}`),
        })),
        stateMachines,
        rules: Object.fromEntries(
          [...this.rules].flatMap(([key, { name: ruleName }]) =>
            /^(etl_jobs|monitoring_jobs|crawlers)/.test(key) ? [[key.replace("_", " "), ruleName]] : [],
          ),
        ),
        deadLetters: this.deadLetters.queue.name,
        alarmArns: this.alarms.all.map(({ arn }) => arn),
      }),
    });
  }

  private tell(key: string, prefix: string, topicArn: string, message: Message): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, key, {
      // The first only: names of queues that differ stay different.
      name: ruleName(`${prefix}-alerts-${key.replace("_", "-")}`),
      description: message.description,
      eventPattern: message.pattern,
    });
    new CloudwatchEventTarget(rule, "target", {
      rule: rule.name,
      arn: topicArn,
      inputTransformer: { inputPaths: { ...message.paths }, inputTemplate: message.template },
      deadLetterConfig: { arn: this.deadLetters.queue.arn },
    });
    return rule;
  }
}

/** @returns the messages by ids, of which the first has no number, so that it stays when more come */
function numbered(id: string, messages: readonly Message[]): Record<string, Message> {
  return Object.fromEntries(messages.map((message, index) => [index === 0 ? id : `${id}_${index + 1}`, message]));
}
