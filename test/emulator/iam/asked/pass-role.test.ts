/** Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service". */
import { ACCOUNT, REGION, contextOf, form, json, rest, short } from "./asking";
import type { Ask } from "../../../../emulator/iam/model";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/path/r`;
const HERE = `${REGION}:${ACCOUNT}`;

const passed = (asks: readonly Ask[]) => asks.filter(({ action }) => action === "iam:PassRole");

describe("a role that is handed to a service", () => {
  it.each<readonly [what: string, service: string, asks: () => Promise<readonly Ask[]>]>([
    [
      "a job definition (job role)",
      "ecs-tasks.amazonaws.com",
      () => rest("batch", "POST", "/v1/registerjobdefinition", { containerProperties: { jobRoleArn: ROLE } }),
    ],
    [
      "a job definition (execution role of a node)",
      "ecs-tasks.amazonaws.com",
      () =>
        rest("batch", "POST", "/v1/registerjobdefinition", {
          nodeProperties: { nodeRangeProperties: [{ container: { executionRoleArn: ROLE } }] },
        }),
    ],
    [
      "a compute environment",
      "batch.amazonaws.com",
      () => rest("batch", "POST", "/v1/createcomputeenvironment", { serviceRole: ROLE }),
    ],
    [
      "a training job that is submitted",
      "sagemaker.amazonaws.com",
      () => rest("batch", "POST", "/v1/submitservicejob", { serviceRequestPayload: JSON.stringify({ RoleArn: ROLE }) }),
    ],
    ["a Glue job", "glue.amazonaws.com", () => json("glue", "CreateJob", { Name: "j", Role: ROLE })],
    ["a Glue job that changes", "glue.amazonaws.com", () => json("glue", "UpdateJob", { JobUpdate: { Role: ROLE } })],
    ["a state machine", "states.amazonaws.com", () => json("states", "CreateStateMachine", { roleArn: ROLE })],
    [
      "a state machine that changes",
      "states.amazonaws.com",
      () => json("states", "UpdateStateMachine", { roleArn: ROLE }),
    ],
    ["a function", "lambda.amazonaws.com", () => rest("lambda", "POST", "/2015-03-31/functions", { Role: ROLE })],
    ["a training job", "sagemaker.amazonaws.com", () => json("sagemaker", "CreateTrainingJob", { RoleArn: ROLE })],
    ["a processing job", "sagemaker.amazonaws.com", () => json("sagemaker", "CreateProcessingJob", { RoleArn: ROLE })],
    ["a model", "sagemaker.amazonaws.com", () => json("sagemaker", "CreateModel", { ExecutionRoleArn: ROLE })],
    [
      "a target of a rule",
      "events.amazonaws.com",
      () => json("events", "PutTargets", { Rule: "r", Targets: [{ Id: "1", RoleArn: ROLE }] }),
    ],
    [
      "a schedule",
      "scheduler.amazonaws.com",
      () => rest("scheduler", "POST", "/schedules/s", { Target: { RoleArn: ROLE } }),
    ],
    [
      "a task definition",
      "ecs-tasks.amazonaws.com",
      () => json("ecs", "RegisterTaskDefinition", { family: "f", taskRoleArn: ROLE }),
    ],
    [
      "a delivery stream",
      "firehose.amazonaws.com",
      () => json("firehose", "CreateDeliveryStream", { ExtendedS3DestinationConfiguration: { RoleARN: ROLE } }),
    ],
    [
      "a stack",
      "cloudformation.amazonaws.com",
      () => form("cloudformation", "CreateStack", { StackName: "s", RoleARN: ROLE }),
    ],
    [
      "a subscription of a log group",
      "logs.amazonaws.com",
      () => json("logs", "PutSubscriptionFilter", { logGroupName: "g", roleArn: ROLE }),
    ],
  ])("for %s is asked for with %s", async (_, service, asks) => {
    const [one, ...others] = passed(await asks());
    expect(others).toEqual([]);
    expect(one?.resource).toBe(ROLE);
    expect(one?.context.get("iam:passedtoservice")).toEqual([service]);
  });

  it("is asked for once for each of several", async () => {
    const containerProperties = { jobRoleArn: ROLE, executionRoleArn: `${ROLE}2` };
    const asks = await rest("batch", "POST", "/v1/registerjobdefinition", { containerProperties });
    expect(passed(asks).map(({ resource }) => resource)).toEqual([ROLE, `${ROLE}2`]);
  });

  it.each<readonly [string, string, () => Promise<readonly Ask[]>]>([
    [
      "a function",
      `arn:aws:lambda:${HERE}:function:f`,
      () => rest("lambda", "POST", "/2015-03-31/functions", { FunctionName: "f", Role: ROLE }),
    ],
    [
      "a state machine",
      `arn:aws:states:${HERE}:stateMachine:m`,
      () => json("states", "CreateStateMachine", { name: "m", roleArn: ROLE }),
    ],
    ["a Glue job", `arn:aws:glue:${HERE}:job/j`, () => json("glue", "CreateJob", { Name: "j", Role: ROLE })],
  ])("tells which resource gets it: %s %s", async (_, arn, asks) => {
    expect(contextOf(await asks(), "iam:PassRole")["iam:associatedresourcearn"]).toEqual([arn]);
  });

  it("is known by its name in Glue, with the path that it has", async () => {
    const asks = await json("glue", "CreateCrawler", { Name: "c", Role: "r" }, { arns: { "iam:role r": ROLE } });
    expect(passed(asks)[0]?.resource).toBe(ROLE);
  });

  it("is that of the profile which instances get", async () => {
    const world = { arns: { "iam:role-of-instance-profile p": ROLE } };
    const run = await form("ec2", "RunInstances", { ImageId: "ami-1", "IamInstanceProfile.Name": "p" }, world);
    expect(contextOf(run, "iam:PassRole")).toEqual({ "iam:passedtoservice": ["ec2.amazonaws.com"] });
    expect(passed(run)[0]?.resource).toBe(ROLE);
    const computeResources = { instanceRole: `arn:aws:iam::${ACCOUNT}:instance-profile/p` };
    const made = await rest(
      "batch",
      "POST",
      "/v1/createcomputeenvironment",
      { serviceRole: ROLE, computeResources },
      world,
    );
    expect(made.filter(({ action }) => action === "iam:PassRole").length).toBe(1);
  });

  it("is asked for when it is put into a profile", async () => {
    const asks = await form("iam", "AddRoleToInstanceProfile", { RoleName: "r", InstanceProfileName: "p" });
    expect(short(passed(asks))).toEqual(["iam:PassRole role/r"]);
  });
});

describe("a role that is only looked at, or made", () => {
  it.each<readonly [string, () => Promise<readonly Ask[]>]>([
    ["GetRole", () => form("iam", "GetRole", { RoleName: "r" })],
    ["AssumeRole", () => form("sts", "AssumeRole", { RoleArn: ROLE, RoleSessionName: "s" })],
    ["SimulatePrincipalPolicy", () => form("iam", "SimulatePrincipalPolicy", { PolicySourceArn: ROLE })],
    ["a message that has one in it", () => json("sqs", "SendMessage", { QueueUrl: "q", MessageBody: ROLE })],
    ["an item that has one in it", () => json("dynamodb", "PutItem", { TableName: "t", Item: { role: { S: ROLE } } })],
  ])("is not passed: %s", async (_, asks) => {
    expect(passed(await asks())).toEqual([]);
  });

  it("is not passed when it is the service's own", async () => {
    const serviceRole = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch`;
    expect(passed(await rest("batch", "POST", "/v1/createcomputeenvironment", { serviceRole }))).toEqual([]);
  });
});

/** Source: the pages "Using service-linked roles" of AWS Batch and others. */
describe("a role that a service makes for itself", () => {
  const linked = "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch";

  it("is asked for in the name of who needs it first", async () => {
    const asks = await rest("batch", "POST", "/v1/createcomputeenvironment", { computeEnvironmentName: "c" });
    expect(short(asks)).toContain(`iam:CreateServiceLinkedRole ${linked}`);
    expect(contextOf(asks, "iam:CreateServiceLinkedRole")).toEqual({ "iam:awsservicename": ["batch.amazonaws.com"] });
  });

  it("is asked for no more once it is there", async () => {
    const world = { arns: { "iam:role AWSServiceRoleForBatch": `arn:aws:iam::${ACCOUNT}:${linked}` } };
    const asks = await rest("batch", "POST", "/v1/createcomputeenvironment", { computeEnvironmentName: "c" }, world);
    expect(short(asks)).toEqual(["batch:CreateComputeEnvironment compute-environment/c"]);
  });
});
