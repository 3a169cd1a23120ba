import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { Common } from "../common";
import { at, fromHcl } from "../framework/hcl-addresses";

export interface EvaluationEventsProps {
  readonly environment: Environment;
  readonly common: Common;
}

/** The rules for what the evaluation of a run announces on the environment's bus; monitoring adds targets to them. */
export class EvaluationEvents {
  /** The quality of the input data was measured. */
  readonly dataQuality: CloudwatchEventRule;
  /** There are features for the feature store. */
  readonly featureStore: CloudwatchEventRule;
  /** The quality of the models was measured. */
  readonly modelMonitoring: CloudwatchEventRule;

  constructor(scope: Construct, { environment, common }: EvaluationEventsProps) {
    const rule = (key: string, source: string, description: string) =>
      fromHcl(
        new CloudwatchEventRule(scope, `${key}_event`, {
          // Without the prefix: the bus is the environment's own.
          name: `${key}-event`,
          description,
          eventBusName: common.eventBus.name,
          eventPattern: JSON.stringify({ source: [`${environment.settings.use_case_name}.${source}`] }),
        }),
        `aws_cloudwatch_event_rule.scan_events${at(key)}`,
      );

    this.dataQuality = rule("data_quality", "dataquality", "The evaluation of a run has data-quality results");
    this.featureStore = rule("feature_store", "feature_store", "The evaluation of a run has features to store");
    this.modelMonitoring = rule(
      "model_monitoring",
      "modelquality",
      "The evaluation of a run has model-quality results",
    );
  }
}
