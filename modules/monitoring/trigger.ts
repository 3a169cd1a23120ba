import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { GlueJob } from "@cdktf/provider-aws/lib/glue-job";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { EvaluationEvents } from "../batch-training/evaluation-events";
import type { Common } from "../common";
import { at, fromHcl } from "../framework/hcl-addresses";
import { PythonFunction } from "../lambda-function";
import type { Monitored } from "./scripts";

export interface TriggerProps {
  readonly prefix: string;
  readonly common: Common;
  /** How long the log of the function is kept; 0 is for ever. */
  readonly logRetentionDays: number;
  readonly events: EvaluationEvents;
  readonly jobs: Readonly<Record<Monitored, GlueJob>>;
  /** What the jobs need when an event starts them. */
  readonly needs: readonly TerraformResource[];
}

/** Starts a monitoring job when the evaluation of a run announces something to watch. */
export class Trigger {
  readonly function: PythonFunction;

  constructor(scope: Construct, props: TriggerProps) {
    const { prefix, common, events, jobs, needs } = props;
    this.function = new PythonFunction(scope, "glue_trigger", {
      name: `${prefix}-glue-trigger-on-event`,
      description: "Starts the monitoring job that an evaluation event asks for",
      source: "glue_trigger",
      variables: {
        data_quality_glue_job: jobs.data_quality.name,
        feature_store_glue_job: jobs.feature_store.name,
        model_monitoring_glue_job: jobs.training_model_quality.name,
        // The HCL started no job for inferencing, although it had one.
        inferencing_model_monitoring_glue_job: jobs.inferencing_model_quality.name,
      },
      statements: [
        {
          Sid: "StartJobs",
          Effect: "Allow",
          Action: ["glue:StartJobRun"],
          Resource: Object.values(jobs).map(({ arn }) => arn),
        },
      ],
      logRetentionDays: props.logRetentionDays,
      key: common.key,
      failures: common.topic,
      publishing: common.publishing,
    });

    const rules = {
      data_quality: events.dataQuality,
      feature_store: events.featureStore,
      model_monitoring: events.modelMonitoring,
    };
    for (const [key, rule] of Object.entries(rules)) {
      this.function.allowRule(key, rule);
      fromHcl(
        new CloudwatchEventTarget(scope, `${key}_target`, {
          eventBusName: common.eventBus.name,
          rule: rule.name,
          arn: this.function.function.arn,
          dependsOn: [...needs],
        }),
        `aws_cloudwatch_event_target.lambda_target${at(key)}`,
      );
    }
  }
}
