import { keyPolicy } from "../../../modules/common/key-policy";
import { statementsOf } from "../batch-construct/support";

const policy = (hasAlarms: boolean) =>
  statementsOf(keyPolicy({ prefix: "churn-dev-euwest1", region: "eu-west-1", account: "123456789012", hasAlarms }));
const statements = policy(true);
const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

describe("the policy of the key", () => {
  it("lets EventBridge deliver to the topic as SNS documents it, without conditions that it does not meet", () => {
    expect(statement("EventsToTheTopic")).toEqual({
      Sid: "EventsToTheTopic",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
    });
  });

  it("lets CloudWatch deliver alarms of this environment, where there are alerts", () => {
    expect(statement("AlarmsToTheTopic")).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:churn-dev-euwest1-*" },
      },
    });
    expect(policy(false).map(({ Sid }) => Sid)).not.toContain("AlarmsToTheTopic");
  });

  it("lets nobody else use it without a condition, but the account through IAM", () => {
    const free = statements.filter(({ Condition }) => Condition === undefined).map(({ Sid }) => Sid);

    expect(free).toEqual(["AccountThroughIam", "EventsToTheTopic"]);
  });
});
