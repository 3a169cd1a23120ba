import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { policyDocument, trustOf, type Statement } from "../../policies/document";

export interface TrustProps {
  readonly account: string;
  readonly stateMachineArn: string;
}

/** Only this state machine may use the role (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html). */
export function orchestratorTrust({ account, stateMachineArn }: TrustProps): string {
  return trustOf("states.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": account },
    ArnEquals: { "aws:SourceArn": stateMachineArn },
  });
}

/** What `glue:startJobRun.sync` needs (https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html). */
export function gluePolicy(jobArns: readonly string[]): string {
  return policyDocument([
    {
      Sid: "GlueJobs",
      Effect: "Allow",
      Action: ["glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"],
      Resource: jobArns,
    },
  ]);
}

/** What logging needs; AWS lets none of it be restricted to a log group (https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html). */
export function logDeliveryPolicy(): string {
  return policyDocument([
    {
      Sid: "LogDelivery",
      Effect: "Allow",
      Action: [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
      ],
      Resource: ["*"],
    },
  ]);
}

/** What tracing needs; X-Ray has no resources to name (https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html). */
export function tracingPolicy(): string {
  return policyDocument([
    {
      Sid: "Traces",
      Effect: "Allow",
      Action: ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: ["*"],
    },
  ]);
}

export interface StepsPolicyProps extends Place {
  readonly parameterArns: readonly string[];
  readonly processingRoleArn: string;
  /** Heads the names of the processing jobs. */
  readonly processingJobPrefix: string;
  /** What publishing to the notification topic takes. */
  readonly publishing: readonly Statement[];
}

/** What the steps other than Glue jobs need: read parameters, run the processing job, notify. */
export function stepsPolicy(props: StepsPolicyProps): string {
  return policyDocument([
    { Sid: "Parameters", Effect: "Allow", Action: ["ssm:GetParameter"], Resource: props.parameterArns },
    {
      Sid: "ProcessingJobs",
      Effect: "Allow",
      Action: [
        "sagemaker:AddTags",
        "sagemaker:CreateProcessingJob",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:ListTags",
        "sagemaker:StopProcessingJob",
      ],
      Resource: [arnOf(props, "sagemaker", `processing-job/${props.processingJobPrefix}-*`)],
    },
    {
      Sid: "ProcessingRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [props.processingRoleArn],
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    {
      // How Step Functions learns that a processing job has ended
      // (https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html).
      Sid: "ProcessingEvents",
      Effect: "Allow",
      Action: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      Resource: [arnOf(props, "events", "rule/StepFunctionsGetEventsForSageMakerProcessingJobsRule")],
    },
    ...props.publishing,
  ]);
}
