import type { Place } from "../../aws/place";
import type { AwsCalls } from "./aws-calls";
import { policy } from "./roles";

const NAME = "/aws/events/jobs";

/** A log group that takes what EventBridge gives it. */
export async function logOfEvents(
  aws: AwsCalls,
  { region, account }: Place,
): Promise<{ readonly arn: string; read(): Promise<string[]> }> {
  const logs = <T>(operation: string, body: object) => aws.json<T>("logs", `Logs_20140328.${operation}`, body);
  const groups = `arn:aws:logs:${region}:${account}:log-group`;
  await logs("CreateLogGroup", { logGroupName: NAME });
  const letIn = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${groups}:/aws/events/*:*`,
  };
  await logs("PutResourcePolicy", { policyName: "events", policyDocument: policy([letIn]) });
  return {
    arn: `${groups}:${NAME}`,
    read: async () => {
      const found = await logs<{ events?: { message: string }[] }>("FilterLogEvents", { logGroupName: NAME });
      return (found.events ?? []).map(({ message }) => message);
    },
  };
}
