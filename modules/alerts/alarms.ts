import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { RunDays } from "../../config/alerts";
import type { BatchContext } from "../batch-construct/context";
import { daysInWords, missedExpression } from "./run-days";

const FIVE_MINUTES = 300;
const DAY = 86_400;

export interface AlarmsProps {
  /** Names begin with it. */
  readonly prefix: string;
  /** Name of the environment, for commands. */
  readonly environment: string;
  readonly topicArn: string;
  /** Name of the queue of events that could not be delivered. */
  readonly deadLetters: string;
  /** Names of the functions that events start, by the ids of their alarms. */
  readonly functions: Readonly<Record<string, string>>;
  /** Of the contexts that have to start on certain days. */
  readonly runs: readonly {
    readonly context: BatchContext;
    readonly stateMachineArn: string;
    readonly days: RunDays;
  }[];
}

/** What no event tells of: that something was not delivered, or did not begin. */
export class Alarms extends Construct {
  readonly all: readonly CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { prefix, environment, topicArn, deadLetters, functions, runs } = props;

    const undelivered = new CloudwatchMetricAlarm(this, "dead_letters", {
      alarmName: `${prefix}-alerts-dead-letters`,
      alarmDescription:
        `Alerts of ${environment} could not be delivered. Which: ` +
        `aws sqs receive-message --queue-url $(aws sqs get-queue-url --queue-name ${deadLetters} --query QueueUrl --output text) ` +
        "--message-attribute-names All",
      // Amazon SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetters },
      statistic: "Maximum",
      ...above(0, FIVE_MINUTES),
      ...telling(topicArn),
    });

    const lost = Object.entries(functions).map(([key, name]) => {
      return new CloudwatchMetricAlarm(this, `${key}_dead_letters`, {
        alarmName: `${name}-dead-letters`,
        alarmDescription: `${name} could not handle an event, nor tell of it. What it wrote: aws logs tail /aws/lambda/${name}`,
        // AWS Lambda Developer Guide, "Types of metrics for Lambda functions", DeadLetterErrors.
        namespace: "AWS/Lambda",
        metricName: "DeadLetterErrors",
        dimensions: { FunctionName: name },
        statistic: "Sum",
        ...above(0, FIVE_MINUTES),
        ...telling(topicArn),
      });
    });

    const missed = runs.map(({ context, stateMachineArn, days }) => {
      return new CloudwatchMetricAlarm(this, `${context}_not_started`, {
        alarmName: `${prefix}-alerts-${context}-not-started`,
        alarmDescription:
          `No run of ${context} was started on its day (UTC); one starts ${daysInWords(days)}. ` +
          `Which there are: npx dapf runs list ${environment} --context ${context}`,
        metricQuery: [
          {
            id: "started",
            metric: {
              // Step Functions Developer Guide, "Monitoring Step Functions metrics using Amazon CloudWatch".
              namespace: "AWS/States",
              metricName: "ExecutionsStarted",
              dimensions: { StateMachineArn: stateMachineArn },
              stat: "Sum",
              period: DAY,
            },
            returnData: false,
          },
          { id: "missed", expression: missedExpression(days, "started"), label: "Not started", returnData: true },
        ],
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        ...telling(topicArn),
      });
    });
    this.all = [undelivered, ...lost, ...missed];
  }
}

/** Where nothing was counted nothing went wrong. */
const above = (threshold: number, period: number) =>
  ({
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    period,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  }) as const;

/** Nobody is told that it is over: the message would say less than the command in the first one. */
const telling = (topicArn: string) => ({ alarmActions: [topicArn] });
