import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { Common } from "../common";
import { at, fromHcl } from "../framework/hcl-addresses";
import { PythonFunction } from "../lambda-function";

export interface ModelApprovalProps {
  readonly environment: Environment;
  readonly common: Common;
}

/** What the approval of a model in the registry sets off: two parameters that the next inferencing run reads. */
export class ModelApproval {
  /** The algorithm of the model that was approved last. */
  readonly winnerAlgorithm: SsmParameter;
  /** Where in S3 that model is. */
  readonly approvedModelPrefixPath: SsmParameter;
  readonly processor: PythonFunction;

  constructor(scope: Construct, { environment, common }: ModelApprovalProps) {
    const { prefix } = environment;

    // The processor writes the values; Terraform only makes sure that the parameters exist.
    const parameter = (key: string, description: string) =>
      fromHcl(
        new SsmParameter(scope, key, {
          name: `/${prefix}-dapf-ssm/training/${key}`,
          description,
          type: "String",
          insecureValue: "default",
          lifecycle: { ignoreChanges: ["insecure_value"] },
        }),
        `aws_ssm_parameter.ssm_params${at(key)}`,
      );
    this.winnerAlgorithm = parameter(
      "winner_algorithm",
      "Algorithm of the model that was approved last; inferencing reads it",
    );
    this.approvedModelPrefixPath = parameter(
      "approved_model_prefix_path",
      "Where the model is that was approved last; inferencing reads it",
    );

    const rule = new CloudwatchEventRule(scope, "model_approval_event", {
      name: `${prefix}-sm-model-approval`,
      description: "A model of this environment was approved in the registry",
      eventPattern: JSON.stringify({
        source: ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        detail: {
          ModelApprovalStatus: ["Approved"],
          ModelPackageGroupName: [common.modelPackageGroup.modelPackageGroupName],
        },
      }),
    });
    fromHcl(rule, "aws_cloudwatch_event_rule.sm_registry_event");

    this.processor = new PythonFunction(scope, "model_approval", {
      name: `${prefix}-sm-model-approval-event-processor`,
      description: "Makes an approved model known to inferencing: writes its algorithm and place into parameters",
      source: "model_approval",
      variables: {
        winner_algorithm: this.winnerAlgorithm.name,
        approved_model_prefix_path: this.approvedModelPrefixPath.name,
      },
      statements: [
        {
          Sid: "WriteParameters",
          Effect: "Allow",
          Action: ["ssm:PutParameter"],
          Resource: [this.winnerAlgorithm.arn, this.approvedModelPrefixPath.arn],
        },
      ],
      logRetentionDays: environment.settings.log_retention_days,
      key: common.key,
      failures: common.topic,
      publishing: common.publishing,
    });
    this.processor.allowRule("sm_registry_event", rule);
    fromHcl(
      new CloudwatchEventTarget(scope, "model_approval_target", {
        rule: rule.name,
        arn: this.processor.function.arn,
      }),
      "aws_cloudwatch_event_target.lambda_target",
    );
  }
}
