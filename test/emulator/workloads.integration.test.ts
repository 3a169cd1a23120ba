/** Each kind of workload is a session of its role: who it is, what it may do, and what AWS says when it may not. */
import { type Emulator, startEmulator } from "../../emulator";
import { AwsCalls } from "./aws-calls";
import {
  bucketWith,
  ended,
  eventually,
  glueJob,
  messageIn,
  pythonFunction,
  queueFor,
  rule,
  startAgain,
} from "./pipeline-calls";
import { allowInvocation, type Grant, policy, roleFor } from "./roles";

jest.setTimeout(60_000);

const ACCOUNT = "731580992380";
const WHO = "import boto3\nprint(boto3.client('sts').get_caller_identity()['Arn'])\n";
const TELLS =
  "import boto3\ndef handle(event, context):\n    return boto3.client('sts').get_caller_identity()['Arn']\n";
const LOGS: Grant = { Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"] };
const session = (role: string, name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`;
const denied = (who: string, action: string) => `User: ${who} is not authorized to perform: ${action} on resource: `;

let emulator: Emulator;
let aws: AwsCalls;

beforeAll(async () => {
  emulator = await startEmulator({ runCommands: true });
  aws = new AwsCalls(emulator.endpoint, ACCOUNT);
  await bucketWith(aws, "workload-data", { "in/a.json": '{"a": 1}\n' });
});
afterAll(() => emulator.stop());

const logged = async (logGroupName: string, logStreamName: string): Promise<string[] | undefined> => {
  const answer = await aws.jsonAnswer("logs", "Logs_20140328.GetLogEvents", { logGroupName, logStreamName });
  if (answer.status !== 200) return undefined;
  // Cast: the shape of the API.
  return (JSON.parse(answer.text) as { events: { message: string }[] }).events.map(({ message }) => message);
};

describe("a Glue job", () => {
  interface Run {
    readonly JobRunState: string;
    readonly ErrorMessage?: string;
  }

  async function ran(name: string, grants: readonly Grant[], trusted = "glue.amazonaws.com") {
    const Role = await roleFor(aws, name, trusted, grants);
    await glueJob(aws, name, WHO, { Role });
    const { JobRunId: RunId } = await aws.json<{ JobRunId: string }>("glue", "AWSGlue.StartJobRun", { JobName: name });
    const look = async () =>
      (await aws.json<{ JobRun: Run }>("glue", "AWSGlue.GetJobRun", { JobName: name, RunId })).JobRun;
    const run = await eventually(look, ({ JobRunState }) => !["STARTING", "RUNNING"].includes(JobRunState), 30_000);
    return { run, printed: await logged("/aws-glue/python-jobs/output", RunId) };
  }

  it("is a session of its role, and so are the reader of its script and the writer of its log", async () => {
    const { run, printed } = await ran("loads", [{ Action: "s3:GetObject" }, LOGS]);
    expect([run.JobRunState, printed]).toEqual(["SUCCEEDED", [session("loads", "GlueJobRunnerSession")]]);
  });

  it("has no log when its role may not write it", async () => {
    const { run, printed } = await ran("silent", [{ Action: "s3:GetObject" }]);
    expect([run.JobRunState, printed]).toEqual(["SUCCEEDED", undefined]);
  });

  it("fails when its role may not read the script, or does not trust Glue", async () => {
    const unread = await ran("unread", []);
    const untrusted = await ran("untrusted", [], "lambda.amazonaws.com");

    expect(unread.run.ErrorMessage).toContain(denied(session("unread", "GlueJobRunnerSession"), "s3:GetObject"));
    expect(untrusted.run.ErrorMessage).toContain("should be given assume role permissions for Glue Service.");
  });
});

describe("a function", () => {
  const invoked = async (name: string): Promise<unknown> =>
    JSON.parse((await aws.send("lambda", "POST", `/2015-03-31/functions/${name}/invocations`, "{}")).text);

  it("is a session of its role, and works without a log", async () => {
    await pythonFunction(aws, "tells", TELLS, { Role: await roleFor(aws, "tells", "lambda.amazonaws.com", []) });
    expect(await invoked("tells")).toBe(session("tells", "tells"));
    const groups = await aws.json("logs", "Logs_20140328.DescribeLogGroups", {
      logGroupNamePrefix: "/aws/lambda/tells",
    });
    expect(groups["logGroups"]).toEqual([]);
  });

  it("sends its dead letters as its role", async () => {
    const letters = await queueFor(aws, "letters", []);
    const fails = "def handle(event, context):\n    raise ValueError('no')\n";
    const DeadLetterConfig = { TargetArn: letters.arn };
    const made = async (name: string, grants: readonly Grant[]): Promise<void> => {
      const Role = await roleFor(aws, name, "lambda.amazonaws.com", grants);
      await rule(aws, name, name, await pythonFunction(aws, name, fails, { Role, DeadLetterConfig }));
      const Entries = [{ Source: name, DetailType: "test", Detail: JSON.stringify({ name }) }];
      await aws.json("events", "AWSEvents.PutEvents", { Entries });
    };
    await made("may-not-send", []);
    await made("may-send", [{ Action: "sqs:SendMessage", Resource: letters.arn }]);

    expect((await messageIn(aws, letters.url))["detail"]).toEqual({ name: "may-send" });
    expect(await messageIn(aws, letters.url)).toEqual({});
  });
});

describe("a state machine", () => {
  const task = (Resource: string, Parameters: object = {}) => ({
    A: { Type: "Task", Resource, Parameters, End: true },
  });

  async function outcome(name: string, grants: readonly Grant[], states: object) {
    const roleArn = await roleFor(aws, name, "states.amazonaws.com", grants);
    const definition = JSON.stringify({ StartAt: "A", States: states });
    const target = "AWSStepFunctions.CreateStateMachine";
    const machine = await aws.json<{ stateMachineArn: string }>("states", target, { name, definition, roleArn });
    return ended(aws, await startAgain(aws, machine.stateMachineArn, {}));
  }

  it("calls as a session of its role", async () => {
    const { output = "{}" } = await outcome("asks-who", [], task("arn:aws:states:::aws-sdk:sts:getCallerIdentity"));
    // Cast: the shape of the API.
    expect((JSON.parse(output) as { Arn: string }).Arn).toMatch(new RegExp(session("asks-who", "[A-Za-z]{32}$")));
  });

  it("fails with the error that the service gives its role", async () => {
    const put = task("arn:aws:states:::dynamodb:putItem", { TableName: "t", Item: { id: { S: "1" } } });
    const { error, cause } = await outcome("may-not-put", [], put);
    expect(error).toBe("DynamoDB.AmazonDynamoDBException");
    expect(cause).toContain("is not authorized to perform: dynamodb:PutItem on resource: ");
  });

  it("takes the role that a state names, if both roles let it", async () => {
    const trust = [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "sts:AssumeRole" }];
    const target = { RoleName: "named", AssumeRolePolicyDocument: policy(trust) };
    await aws.query("iam", "2010-05-08", "CreateRole", target);
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/named`;
    const { A } = task("arn:aws:states:::aws-sdk:sts:getCallerIdentity");
    const states = { A: { ...A, Credentials: { RoleArn } } };

    expect((await outcome("may-take", [{ Action: "sts:AssumeRole" }], states)).output).toContain("assumed-role/named/");
    expect(await outcome("may-not-take", [], states)).toMatchObject({
      error: "States.TaskFailed",
      cause: `The role arn:aws:iam::${ACCOUNT}:role/may-not-take is not authorized to assume the task state's role, ${RoleArn}.`,
    });
  });
});

describe("a processing job of SageMaker", () => {
  async function outcome(ProcessingJobName: string, RoleArn: string): Promise<string> {
    const created = await aws.jsonAnswer("sagemaker", "SageMaker.CreateProcessingJob", {
      ProcessingJobName,
      RoleArn,
      AppSpecification: { ImageUri: "image" },
      ProcessingResources: { ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 1 } },
      ProcessingInputs: [
        { InputName: "i", S3Input: { S3Uri: "s3://workload-data/in/", LocalPath: "/i", S3DataType: "S3Prefix" } },
      ],
      Environment: { DAPF_DURATION_SECONDS: "0" },
    });
    if (created.status !== 200) return created.text;
    const job = await aws.json("sagemaker", "SageMaker.DescribeProcessingJob", { ProcessingJobName });
    return String(job["FailureReason"] ?? job["ProcessingJobStatus"]);
  }

  it("reads its input as its role", async () => {
    const grants = [{ Action: ["s3:ListBucket", "s3:GetObject"] }];
    const may = await roleFor(aws, "processes", "sagemaker.amazonaws.com", grants);
    const mayNot = await roleFor(aws, "processes-nothing", "sagemaker.amazonaws.com", []);
    const untrusted = await roleFor(aws, "not-sagemakers", "glue.amazonaws.com");

    expect(await outcome("reads", may)).toBe("Completed");
    expect(await outcome("reads-not", mayNot)).toContain(
      denied(session("processes-nothing", "SageMaker"), "s3:ListBucket"),
    );
    expect(await outcome("is-not", untrusted)).toContain(`Could not assume role ${untrusted}.`);
  });
});

describe("a query of Athena", () => {
  interface Query {
    readonly Status: { readonly State: string; readonly StateChangeReason?: string };
  }

  it("reads the catalog, the data and the bucket of results as whoever starts it", async () => {
    await aws.query("iam", "2010-05-08", "CreateUser", { UserName: "asks" });
    const xml = await aws.query("iam", "2010-05-08", "CreateAccessKey", { UserName: "asks" });
    const key = /<AccessKeyId>([^<]+)</.exec(xml)?.[1] ?? "";
    const user = new AwsCalls(emulator.endpoint, key);
    const grant = (Statement: readonly object[]) =>
      aws.query("iam", "2010-05-08", "PutUserPolicy", {
        UserName: "asks",
        PolicyName: "p",
        PolicyDocument: policy(Statement),
      });
    const ask = async (by: AwsCalls, QueryString: string): Promise<string> => {
      const ResultConfiguration = { OutputLocation: "s3://workload-data/results/" };
      const started = await by.jsonAnswer("athena", "AmazonAthena.StartQueryExecution", {
        QueryString,
        ResultConfiguration,
      });
      // Cast: the shape of the API.
      const { QueryExecutionId, message } = JSON.parse(started.text) as { QueryExecutionId?: string; message?: string };
      if (QueryExecutionId === undefined) return message ?? started.text;
      const look = () =>
        by.json<{ QueryExecution: Query }>("athena", "AmazonAthena.GetQueryExecution", { QueryExecutionId });
      const { QueryExecution } = await eventually(look, ({ QueryExecution: { Status } }) =>
        ["SUCCEEDED", "FAILED"].includes(Status.State),
      );
      return QueryExecution.Status.StateChangeReason ?? QueryExecution.Status.State;
    };
    const serde = "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'";
    await ask(aws, `CREATE EXTERNAL TABLE numbers (a int) ${serde} LOCATION 's3://workload-data/in/'`);
    const allowed: Grant[] = [{ Action: "athena:*" }];
    const seen: string[] = [];
    const needed = [
      "s3:GetBucketLocation",
      "glue:GetDatabase",
      "glue:GetDatabases",
      "glue:GetTable",
      "s3:ListBucket",
      "s3:GetObject",
      "s3:PutObject",
    ];
    for (const Action of [...needed, "nothing:More"]) {
      await grant(allowed.map((one) => ({ Effect: "Allow", Resource: "*", ...one })));
      seen.push(await ask(user, "SELECT a FROM numbers"));
      allowed.push({ Action });
    }

    expect(seen[0]).toContain("Unable to verify/create output bucket workload-data");
    needed.slice(1).forEach((action, index) => {
      expect(seen[index + 1]).toContain(`is not authorized to perform: ${action} on resource: `);
    });
    expect(seen.at(-1)).toBe("SUCCEEDED");
  });
});

describe("EventBridge", () => {
  it("delivers to what lets it in, and buries what it may not deliver", async () => {
    const [open, closed, dead] = [
      await queueFor(aws, "let-in"),
      await queueFor(aws, "shut", []),
      await queueFor(aws, "dead"),
    ];
    await aws.json("events", "AWSEvents.PutRule", { Name: "both", EventPattern: '{"source": ["both"]}' });
    const DeadLetterConfig = { Arn: dead.arn };
    const Targets = [
      { Id: "open", Arn: open.arn, DeadLetterConfig },
      { Id: "closed", Arn: closed.arn, DeadLetterConfig },
    ];
    await aws.json("events", "AWSEvents.PutTargets", { Rule: "both", Targets });
    const Entries = [{ Source: "both", DetailType: "test", Detail: '{"n": 1}' }];
    await aws.json("events", "AWSEvents.PutEvents", { Entries });

    expect((await messageIn(aws, open.url))["detail"]).toEqual({ n: 1 });
    expect((await messageIn(aws, dead.url))["detail"]).toEqual({ n: 1 });
    expect(await messageIn(aws, closed.url)).toEqual({});
  });

  it("invokes a function only when its policy says so", async () => {
    await pythonFunction(aws, "shut-function", "def handle(event, context):\n    print(event['detail'])\n");
    const Arn = `arn:aws:lambda:${aws.region}:${ACCOUNT}:function:shut-function`;
    const uninvoked = await queueFor(aws, "uninvoked");
    await aws.json("events", "AWSEvents.PutRule", { Name: "invokes", EventPattern: '{"source": ["invokes"]}' });
    await aws.json("events", "AWSEvents.PutTargets", {
      Rule: "invokes",
      Targets: [{ Id: "f", Arn, DeadLetterConfig: { Arn: uninvoked.arn } }],
    });
    const put = (n: number) =>
      aws.json("events", "AWSEvents.PutEvents", {
        Entries: [{ Source: "invokes", DetailType: "test", Detail: JSON.stringify({ n }) }],
      });
    await put(1);
    const buried = await messageIn(aws, uninvoked.url);
    await allowInvocation(aws, "shut-function", "events.amazonaws.com");
    await put(2);
    const messages = async () => {
      const found = await aws.jsonAnswer("logs", "Logs_20140328.FilterLogEvents", {
        logGroupName: "/aws/lambda/shut-function",
      });
      return found.text;
    };

    expect(buried["detail"]).toEqual({ n: 1 });
    expect(await eventually(messages, (text) => text.includes("'n': 2"))).not.toContain("'n': 1");
  });
});
