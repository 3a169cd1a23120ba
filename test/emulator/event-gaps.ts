/** What a client sees of moto's gaps of EventBridge: input templates, and patterns of arrays. */
import { placeIn } from "../../aws/place";
import { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";
import { logOfEvents } from "./log-of-events";

const DETAIL = { job: "train", attempts: [{ reason: "exit 1" }, { reason: "Host EC2 (instance i-1) terminated." }] };

/** What a log group of an account of its own has of one event. */
async function heard(
  { endpoint, region }: AwsCalls,
  account: string,
  pattern: object,
  target: object = {},
): Promise<unknown> {
  const aws = new AwsCalls(endpoint, account, region);
  const events = (operation: string, body: object) => aws.json("events", `AWSEvents.${operation}`, body);
  const { arn: Arn, read } = await logOfEvents(aws, placeIn(region, account));
  await events("PutRule", { Name: "gap", EventPattern: JSON.stringify({ source: ["gap"], ...pattern }) });
  await events("PutTargets", { Rule: "gap", Targets: [{ Id: "log", Arn, ...target }] });
  const entry = { Source: "gap", DetailType: "A gap", Detail: JSON.stringify(DETAIL) };
  await events("PutEvents", { Entries: [entry] }).catch(() => undefined);
  return read();
}

export const EVENT_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  events_input_templates: [
    {
      title: "a log group gets the message of a template, without what the event does not have",
      observe: (aws) =>
        heard(
          aws,
          "111111111111",
          {},
          {
            InputTransformer: {
              InputPathsMap: {
                at: "$.time",
                job: "$.detail.job",
                first: "$.detail.attempts[0].reason",
                none: "$.detail.no",
              },
              InputTemplate: '{"timestamp": <at>, "message": "<job>|<first>|<none>|"}',
            },
          },
        ),
      expected: ["train|exit 1||"],
    },
  ],
  events_arrays_in_patterns: [
    {
      title: "a pattern finds a prefix in an array of objects",
      observe: async (aws) => {
        const found = await heard(aws, "222222222222", { detail: { attempts: { reason: [{ prefix: "Host EC2" }] } } });
        return Array.isArray(found) ? found.length : found;
      },
      expected: 1,
    },
  ],
};
