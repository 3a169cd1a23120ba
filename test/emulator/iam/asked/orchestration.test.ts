/** Calls about what runs, when and after what. */
import { ACCOUNT, REGION, json, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: object, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Step Functions". */
const AWS_STEP_FUNCTIONS: readonly Row[] = [
  [
    "CreateStateMachine",
    { name: "m", roleArn: `arn:aws:iam::${ACCOUNT}:role/r`, tags: [{ key: "a", value: "1" }] },
    ["states:CreateStateMachine stateMachine:m", "states:TagResource stateMachine:m", "iam:PassRole role/r"],
  ],
  [
    "UpdateStateMachine",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m`, roleArn: `arn:aws:iam::${ACCOUNT}:role/r` },
    ["states:UpdateStateMachine stateMachine:m", "iam:PassRole role/r"],
  ],
  [
    "StartExecution",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m:prod` },
    ["states:StartExecution stateMachine:m"],
  ],
  [
    "DescribeExecution",
    { executionArn: `arn:aws:states:${HERE}:execution:m:e` },
    ["states:DescribeExecution execution:m:e"],
  ],
  ["StopExecution", { executionArn: `arn:aws:states:${HERE}:execution:m:e` }, ["states:StopExecution execution:m:e"]],
  [
    "GetExecutionHistory",
    { executionArn: `arn:aws:states:${HERE}:execution:m:e` },
    ["states:GetExecutionHistory execution:m:e"],
  ],
  [
    "ListExecutions",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m` },
    ["states:ListExecutions stateMachine:m"],
  ],
  ["ListStateMachines", {}, ["states:ListStateMachines *"]],
  [
    "TagResource",
    { resourceArn: `arn:aws:states:${HERE}:stateMachine:m`, tags: [] },
    ["states:TagResource stateMachine:m"],
  ],
  [
    "ListTagsForResource",
    { resourceArn: `arn:aws:states:${HERE}:stateMachine:m` },
    ["states:ListTagsForResource stateMachine:m"],
  ],
  [
    "DeleteStateMachine",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m` },
    ["states:DeleteStateMachine stateMachine:m"],
  ],
  [
    "DescribeStateMachineForExecution",
    { executionArn: `arn:aws:states:${HERE}:execution:m:e` },
    ["states:DescribeStateMachineForExecution execution:m:e"],
  ],
  [
    "StartSyncExecution",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m` },
    ["states:StartSyncExecution stateMachine:m"],
  ],
  ["ValidateStateMachineDefinition", { definition: "{}" }, ["states:ValidateStateMachineDefinition *"]],
  ["SendTaskSuccess", {}, ["states:SendTaskSuccess *"]],
  ["CreateActivity", { name: "a" }, ["states:CreateActivity activity:a"]],
  ["DescribeMapRun", { mapRunArn: `arn:aws:states:${HERE}:mapRun:m/l:1` }, ["states:DescribeMapRun mapRun:m/l:1"]],
];

describe("calls of AWS Step Functions", () => {
  it.each(AWS_STEP_FUNCTIONS)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("states", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge". */
const AMAZON_EVENTBRIDGE: readonly Row[] = [
  ["PutRule", { Name: "r", EventPattern: '{"source":["aws.batch"],"detail-type":["x"]}' }, ["events:PutRule rule/r"]],
  [
    "PutTargets",
    { Rule: "r", Targets: [{ Id: "1", Arn: `arn:aws:sqs:${HERE}:q`, RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` }] },
    ["events:PutTargets rule/r", "iam:PassRole role/r"],
  ],
  ["DescribeRule", { Name: "r", EventBusName: "b" }, ["events:DescribeRule rule/b/r"]],
  [
    "PutEvents",
    { Entries: [{ Source: "s", DetailType: "t" }, { EventBusName: `arn:aws:events:${HERE}:event-bus/b` }] },
    ["events:PutEvents event-bus/default", "events:PutEvents event-bus/b"],
  ],
  ["CreateEventBus", { Name: "b" }, ["events:CreateEventBus event-bus/b"]],
  ["ListRules", {}, ["events:ListRules *"]],
  ["ListTargetsByRule", { Rule: "r" }, ["events:ListTargetsByRule rule/r"]],
  ["TagResource", { ResourceARN: `arn:aws:events:${HERE}:rule/r`, Tags: [] }, ["events:TagResource rule/r"]],
  [
    "CreateApiDestination",
    { Name: "d", ConnectionArn: `arn:aws:events:${HERE}:connection/c/1` },
    ["events:CreateApiDestination api-destination/d", "events:CreateApiDestination connection/c/1"],
  ],
  ["CreateConnection", { Name: "c" }, ["events:CreateConnection connection/c"]],
  ["RemoveTargets", { Rule: "r", EventBusName: "default" }, ["events:RemoveTargets rule/r"]],
  ["DeleteRule", { Name: "r" }, ["events:DeleteRule rule/r"]],
  ["ListTagsForResource", { ResourceARN: `arn:aws:events:${HERE}:rule/r` }, ["events:ListTagsForResource rule/r"]],
];

describe("calls of Amazon EventBridge", () => {
  it.each(AMAZON_EVENTBRIDGE)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("events", request, members))).toEqual(asked);
  });
});
