import { placeIn } from "../../../aws/place";
import { publishing } from "../../../modules/policies/notifications";

const topic = { ...placeIn("eu-west-1", "123456789012"), topicArn: "arn:aws:sns:eu-west-1:123456789012:churn" };
const id = "11111111-2222-3333-4444-555555555555";
const viaSns = { "kms:ViaService": "sns.eu-west-1.amazonaws.com" };

describe("who publishes", () => {
  it("needs no word on a key whose own policy lets publishers use it", () => {
    expect(publishing(topic).map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ["Notifications", ["sns:Publish"], [topic.topicArn]],
    ]);
  });

  it.each([
    ["an id", id, `arn:aws:kms:eu-west-1:123456789012:key/${id}`],
    ["an ARN", `arn:aws:kms:eu-west-1:210987654321:key/${id}`, `arn:aws:kms:eu-west-1:210987654321:key/${id}`],
  ])("uses the key that an environment names by %s, through the topic only", (_, foreignKey, arn) => {
    expect(publishing({ ...topic, foreignKey })[1]).toEqual({
      Sid: "NotificationKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [arn],
      Condition: { StringEquals: viaSns },
    });
  });

  it.each([
    ["alias/team", "123456789012"],
    ["arn:aws:kms:eu-west-1:210987654321:alias/team", "210987654321"],
  ])("uses the key behind %s, as an alias is no resource", (foreignKey, account) => {
    expect(publishing({ ...topic, foreignKey })[1]).toMatchObject({
      Resource: [`arn:aws:kms:eu-west-1:${account}:key/*`],
      Condition: { StringEquals: viaSns, "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/team" } },
    });
  });
});
