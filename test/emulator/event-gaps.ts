/** What a client sees of moto's gaps in what services tell each other: events, alarms, and who gets them in which words. */
import { placeIn } from "../../aws/place";
import { AwsCalls, elements } from "./aws-calls";
import type { Gap } from "./gap";
import { logOfEvents } from "./log-of-events";
import { eventually, messageIn, parameter, pythonFunction, queueFor, rule, start } from "./pipeline-calls";
import { policy } from "./roles";

const SNS = "2010-03-31";
const CLOUDWATCH = "2010-08-01";

const failing = { A: { Type: "Fail", Error: "Broken", Cause: 'it is "broken"' } };

/** @param letting services that may publish to it */
async function topicFor(aws: AwsCalls, name: string, letting: readonly string[]): Promise<string> {
  const [TopicArn = ""] = elements(await aws.query("sns", SNS, "CreateTopic", { Name: name }), "TopicArn");
  const statements = letting.map((Service) => ({
    ...{ Effect: "Allow", Principal: { Service }, Action: "sns:Publish", Resource: TopicArn },
  }));
  const nobody = { Effect: "Deny", Principal: { AWS: "111122223333" }, Action: "sns:Publish", Resource: TopicArn };
  await aws.query("sns", SNS, "SetTopicAttributes", {
    TopicArn,
    AttributeName: "Policy",
    AttributeValue: policy(statements.length === 0 ? [nobody] : statements),
  });
  return TopicArn;
}

async function listenerOf(aws: AwsCalls, TopicArn: string, name: string): Promise<string> {
  const { url, arn: Endpoint } = await queueFor(aws, name);
  await aws.query("sns", SNS, "Subscribe", { TopicArn, Protocol: "sqs", Endpoint });
  return url;
}

async function put(aws: AwsCalls, Source: string, detail: object): Promise<void> {
  const Entries = [{ Source, DetailType: "test", Detail: JSON.stringify(detail) }];
  await aws.json("events", "AWSEvents.PutEvents", { Entries });
}

const LOST = { job: "train", attempts: [{ reason: "exit 1" }, { reason: "Host EC2 (instance i-1) terminated." }] };

/** What a log group of an account of its own has of one event. */
async function logged(
  { endpoint, region }: AwsCalls,
  account: string,
  pattern: object,
  target: object = {},
): Promise<readonly string[]> {
  const aws = new AwsCalls(endpoint, account, region);
  const { arn: Arn, read } = await logOfEvents(aws, placeIn(region, account));
  const EventPattern = JSON.stringify({ source: ["dapf.lost"], ...pattern });
  await aws.json("events", "AWSEvents.PutRule", { Name: "lost", EventPattern });
  await aws.json("events", "AWSEvents.PutTargets", { Rule: "lost", Targets: [{ Id: "log", Arn, ...target }] });
  await put(aws, "dapf.lost", LOST);
  return read();
}

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const EVENT_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  events_arrays_in_patterns: [
    {
      title: "a pattern finds a prefix in an array of objects",
      observe: async (aws) => {
        const attempts = { reason: [{ prefix: "Host EC2" }] };
        return (await logged(aws, "222222222222", { detail: { attempts } })).length;
      },
      expected: 1,
    },
  ],
  events_lambda_targets: [
    {
      title: "a log group gets the message of a template, without what the event does not have",
      observe: (aws) => {
        const attempt = "$.detail.attempts[0].reason";
        const InputPathsMap = { at: "$.time", job: "$.detail.job", first: attempt, none: "$.detail.no" };
        const InputTemplate = '{"timestamp": <at>, "message": "<job>|<first>|<none>|"}';
        return logged(aws, "111111111111", {}, { InputTransformer: { InputPathsMap, InputTemplate } });
      },
      expected: ["train|exit 1||"],
    },
    {
      title: "an event reaches the function that is the target of its rule",
      observe: async (aws) => {
        const code =
          "import boto3\n" +
          "def handle(event, context):\n" +
          "    boto3.client('ssm').put_parameter(Name='/told', Value=event['detail']['what'], Type='String')\n";
        await rule(aws, "tells", "dapf.test", await pythonFunction(aws, "told", code));
        const Entries = [{ Source: "dapf.test", DetailType: "test", Detail: JSON.stringify({ what: "news" }) }];
        await aws.json("events", "AWSEvents.PutEvents", { Entries });
        return eventually(
          () => parameter(aws, "/told"),
          (value) => value !== undefined,
        );
      },
      expected: "news",
    },
    {
      title: "an event that the function fails on goes where its dead letters go",
      observe: async (aws) => {
        const { url, arn } = await queueFor(aws, "dead-letters");
        const failing = "def handle(event, context):\n    raise ValueError('not this one')\n";
        const TargetArn = arn;
        const functionArn = await pythonFunction(aws, "fails", failing, { DeadLetterConfig: { TargetArn } });
        await rule(aws, "fails", "dapf.failing", functionArn);
        const Entries = [{ Source: "dapf.failing", DetailType: "test", Detail: JSON.stringify({ what: "news" }) }];
        await aws.json("events", "AWSEvents.PutEvents", { Entries });
        return (await messageIn(aws, url))["detail"];
      },
      expected: { what: "news" },
    },
    {
      title: "a topic gets the sentence that an input transformer makes, unless a value of it has a quotation mark",
      observe: async (aws) => {
        const topic = await topicFor(aws, "told", ["events.amazonaws.com"]);
        const url = await listenerOf(aws, topic, "told");
        const dead = await queueFor(aws, "no-json");
        await rule(aws, "quotes", "dapf.quotes", topic);
        const InputTransformer = {
          InputPathsMap: { reason: "$.detail.reason", absent: "$.detail.absent" },
          InputTemplate: '"It failed: <reason> [<absent>]"',
        };
        await aws.json("events", "AWSEvents.PutTargets", {
          Rule: "quotes",
          Targets: [{ Id: "t", Arn: topic, InputTransformer, DeadLetterConfig: { Arn: dead.arn } }],
        });
        await put(aws, "dapf.quotes", { reason: 'no "data"' });
        await put(aws, "dapf.quotes", { reason: "no data" });
        return [(await messageIn(aws, url))["Message"], (await messageIn(aws, dead.url))["detail"]];
      },
      expected: ['"It failed: no data []"', { reason: 'no "data"' }],
    },
    {
      title: "an event that a topic may not get goes to the dead letters of its target",
      observe: async (aws) => {
        const topic = await topicFor(aws, "closed", []);
        const dead = await queueFor(aws, "undelivered");
        await rule(aws, "closed", "dapf.closed", topic);
        await aws.json("events", "AWSEvents.PutTargets", {
          Rule: "closed",
          Targets: [{ Id: "t", Arn: topic, DeadLetterConfig: { Arn: dead.arn } }],
        });
        await put(aws, "dapf.closed", { what: "news" });
        const { account, detail } = await messageIn(aws, dead.url);
        return { hasAccount: account === aws.account, detail };
      },
      expected: { hasAccount: true, detail: { what: "news" } },
    },
  ],
  stepfunctions_events: [
    {
      title: "how an execution ends is an event",
      observe: async (aws) => {
        const { url, arn } = await queueFor(aws, "ended");
        await aws.json("events", "AWSEvents.PutRule", {
          Name: "ended",
          EventPattern: JSON.stringify({ source: ["aws.states"], detail: { status: ["FAILED"] } }),
        });
        await aws.json("events", "AWSEvents.PutTargets", { Rule: "ended", Targets: [{ Id: "t", Arn: arn }] });
        await start(aws, "fails-aloud", failing, { day: 1 });
        const { "detail-type": type, detail } = await messageIn(aws, url);
        return [type, detail];
      },
      expected: [
        "Step Functions Execution Status Change",
        expect.objectContaining({
          status: "FAILED",
          stateMachineArn: expect.stringMatching(/:stateMachine:fails-aloud$/),
          input: '{"day":1}',
          error: "Broken",
          cause: 'it is "broken"',
          stopDate: expect.any(Number),
        }),
      ],
    },
  ],
  cloudwatch_alarm_actions: [
    {
      title: "an alarm tells its topic, if that lets CloudWatch in",
      observe: async (aws) => {
        const open = await topicFor(aws, "alarmed", ["cloudwatch.amazonaws.com"]);
        const closed = await topicFor(aws, "not-alarmed", ["events.amazonaws.com"]);
        const [heard, unheard] = [await listenerOf(aws, open, "alarmed"), await listenerOf(aws, closed, "not-alarmed")];
        await aws.query("monitoring", CLOUDWATCH, "PutMetricAlarm", {
          AlarmName: "dead-letters",
          Namespace: "AWS/SQS",
          MetricName: "ApproximateNumberOfMessagesVisible",
          Statistic: "Maximum",
          Period: "300",
          EvaluationPeriods: "1",
          Threshold: "0",
          ComparisonOperator: "GreaterThanThreshold",
          "AlarmActions.member.1": open,
          "AlarmActions.member.2": closed,
        });
        await aws.query("monitoring", CLOUDWATCH, "SetAlarmState", {
          AlarmName: "dead-letters",
          StateValue: "ALARM",
          StateReason: "one message",
        });
        return [(await messageIn(aws, heard))["Subject"], await messageIn(aws, unheard)];
      },
      expected: ['ALARM: "dead-letters" in ap-south-1', {}],
    },
  ],
};
