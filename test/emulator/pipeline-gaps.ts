/** What a client sees of the gaps of moto that stand between a state machine and a pipeline that runs. */
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { type AwsCalls, elements } from "./aws-calls";
import type { Gap } from "./moto-gaps";

const SQS = "2012-11-05";
const PATIENCE_MS = 12_000;
const PAUSE_MS = 200;

interface Execution {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Starts a machine of these states, the first of which is `A`. */
export async function start(aws: AwsCalls, name: string, states: object, input: object = {}): Promise<string> {
  const { stateMachineArn } = await aws.json<{ stateMachineArn: string }>(
    "states",
    "AWSStepFunctions.CreateStateMachine",
    {
      name,
      definition: JSON.stringify({ StartAt: "A", States: states }),
      roleArn: `arn:aws:iam::${aws.account}:role/any`,
    },
  );
  return startAgain(aws, stateMachineArn, input);
}

async function startAgain(aws: AwsCalls, stateMachineArn: string, input: object): Promise<string> {
  const started = await aws.json<{ executionArn: string }>("states", "AWSStepFunctions.StartExecution", {
    stateMachineArn,
    input: JSON.stringify(input),
  });
  return started.executionArn;
}

export function execution(aws: AwsCalls, executionArn: string): Promise<Execution> {
  return aws.json<Execution>("states", "AWSStepFunctions.DescribeExecution", { executionArn });
}

/** The execution when it is over; one that still runs after a while is answered as it is then. */
export function ended(aws: AwsCalls, executionArn: string, patienceMs = PATIENCE_MS): Promise<Execution> {
  return eventually(
    () => execution(aws, executionArn),
    ({ status }) => status !== "RUNNING",
    patienceMs,
  );
}

export async function eventually<T>(
  look: () => Promise<T>,
  isIt: (seen: T) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let seen = await look();
  while (!isIt(seen) && Date.now() < end) {
    await sleep(PAUSE_MS);
    seen = await look();
  }
  return seen;
}

export async function bucketWith(
  aws: AwsCalls,
  name: string,
  objects: Readonly<Record<string, string>>,
): Promise<void> {
  const where = `<CreateBucketConfiguration><LocationConstraint>${aws.region}</LocationConstraint></CreateBucketConfiguration>`;
  await aws.send("s3", "PUT", `/${name}`, where);
  for (const [key, content] of Object.entries(objects)) await aws.send("s3", "PUT", `/${name}/${key}`, content);
}

/** A Python shell job whose script is given. */
export async function glueJob(aws: AwsCalls, name: string, script: string, more: object = {}): Promise<void> {
  await bucketWith(aws, `${name}-scripts`, { "job.py": script });
  await aws.json("glue", "AWSGlue.CreateJob", {
    Name: name,
    Role: "r",
    Command: { Name: "pythonshell", ScriptLocation: `s3://${name}-scripts/job.py` },
    ...more,
  });
}

export async function pythonFunction(aws: AwsCalls, name: string, code: string, more: object = {}): Promise<string> {
  const ZipFile = Buffer.from(zipSync({ "handler.py": strToU8(code) })).toString("base64");
  await aws.query("iam", "2010-05-08", "CreateRole", { RoleName: `${name}-role`, AssumeRolePolicyDocument: "{}" });
  const definition = {
    FunctionName: name,
    Role: `arn:aws:iam::${aws.account}:role/${name}-role`,
    Runtime: "python3.12",
    Handler: "handler.handle",
    Timeout: 20,
    Code: { ZipFile },
    ...more,
  };
  const made = await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify(definition));
  return (JSON.parse(made.text) as { FunctionArn: string }).FunctionArn;
}

async function rule(aws: AwsCalls, name: string, source: string, targetArn: string): Promise<void> {
  await aws.json("events", "AWSEvents.PutRule", { Name: name, EventPattern: JSON.stringify({ source: [source] }) });
  await aws.json("events", "AWSEvents.PutTargets", { Rule: name, Targets: [{ Id: "t", Arn: targetArn }] });
}

/** The value of an SSM parameter; undefined while it does not exist. */
async function parameter(aws: AwsCalls, Name: string): Promise<string | undefined> {
  const answer = await aws.jsonAnswer("ssm", "AmazonSSM.GetParameter", { Name });
  return answer.status === 200
    ? (JSON.parse(answer.text) as { Parameter: { Value: string } }).Parameter.Value
    : undefined;
}

async function queueFor(aws: AwsCalls, name: string): Promise<{ readonly url: string; readonly arn: string }> {
  const xml = await aws.query("sqs", SQS, "CreateQueue", { QueueName: name });
  return { url: elements(xml, "QueueUrl")[0] ?? "", arn: `arn:aws:sqs:${aws.region}:${aws.account}:${name}` };
}

async function messageIn(aws: AwsCalls, url: string): Promise<Record<string, unknown>> {
  const received = await eventually(
    () => aws.query("sqs", SQS, "ReceiveMessage", { QueueUrl: url, MaxNumberOfMessages: "1" }),
    (xml) => xml.includes("<Body>"),
    4_000,
  );
  const text = (elements(received, "Body")[0] ?? "{}").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return JSON.parse(text) as Record<string, unknown>;
}

interface QueryExecution {
  readonly Status: { readonly State: string; readonly StateChangeReason?: string };
}

async function query(aws: AwsCalls, QueryString: string): Promise<string | (string | undefined)[][]> {
  const { QueryExecutionId } = await aws.json<{ QueryExecutionId: string }>(
    "athena",
    "AmazonAthena.StartQueryExecution",
    { QueryString, ResultConfiguration: { OutputLocation: "s3://lake/results/" } },
  );
  const { Status } = await eventually(
    async () => {
      const target = "AmazonAthena.GetQueryExecution";
      const found = await aws.json<{ QueryExecution: QueryExecution }>("athena", target, { QueryExecutionId });
      return found.QueryExecution;
    },
    (found) => !["QUEUED", "RUNNING"].includes(found.Status.State),
  );
  if (Status.State !== "SUCCEEDED") return `${Status.State}: ${Status.StateChangeReason ?? ""}`;
  const { ResultSet } = await aws.json<{ ResultSet: { Rows: { Data: { VarCharValue?: string }[] }[] } }>(
    "athena",
    "AmazonAthena.GetQueryResults",
    { QueryExecutionId },
  );
  return ResultSet.Rows.map(({ Data }) => Data.map((cell) => cell.VarCharValue));
}

const glueTask = {
  Type: "Task",
  Resource: "arn:aws:states:::glue:startJobRun.sync",
  Parameters: { JobName: "waited-for" },
  End: true,
};

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const PIPELINE_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  stepfunctions_execution: [
    {
      title: "an execution runs its states, in the account that it belongs to, and so does the next one",
      observe: async (aws) => {
        await aws.json("ssm", "AmazonSSM.PutParameter", { Name: "/read", Value: "read", Type: "String" });
        const states = {
          A: {
            Type: "Task",
            Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
            Parameters: { Name: "/read" },
            ResultSelector: { "value.$": "$.Parameter.Value", "id.$": "States.Format('{}', $$.Execution.Name)" },
            End: true,
          },
        };
        const first = await ended(aws, await start(aws, "reads", states));
        const machine = first.executionArn.replace(":execution:", ":stateMachine:").replace(/:[^:]+$/, "");
        const second = await ended(aws, await startAgain(aws, machine, {}));
        const outputs = [first, second].map(({ output }) => JSON.parse(output ?? "{}") as Record<string, string>);
        return [first.status, second.status, outputs.map(({ value }) => value), outputs[0]?.id !== outputs[1]?.id];
      },
      expected: ["SUCCEEDED", "SUCCEEDED", ["read", "read"], true],
    },
  ],
  stepfunctions_history: [
    {
      title: "a history can be read backwards and page by page",
      observe: async (aws) => {
        const { executionArn } = await ended(aws, await start(aws, "told", { A: { Type: "Succeed" } }));
        const page = (more: object) =>
          aws.json<{ events: { type: string }[]; nextToken?: string }>(
            "states",
            "AWSStepFunctions.GetExecutionHistory",
            { executionArn, reverseOrder: true, maxResults: 1, ...more },
          );
        const first = await page({});
        const second = await page({ nextToken: first.nextToken });
        return [...first.events, ...second.events].map(({ type }) => type);
      },
      expected: ["ExecutionSucceeded", "SucceedStateExited"],
    },
    {
      title: "an execution that was stopped says why",
      observe: async (aws) => {
        const executionArn = await start(aws, "stopped", { A: { Type: "Wait", Seconds: 3600, End: true } });
        const stop = { executionArn, error: "Dapf.Stopped", cause: "by hand" };
        await aws.json("states", "AWSStepFunctions.StopExecution", stop);
        const { status, error, cause } = await ended(aws, executionArn);
        return [status, error, cause];
      },
      expected: ["ABORTED", "Dapf.Stopped", "by hand"],
    },
  ],
  stepfunctions_sdk_errors: [
    {
      title: "an error of an AWS SDK task has the name that AWS gives it",
      observe: async (aws) => {
        const task = {
          Type: "Task",
          Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
          Parameters: { Name: "/nowhere" },
          End: true,
        };
        return (await ended(aws, await start(aws, "asks", { A: task }))).error;
      },
      expected: "Ssm.ParameterNotFoundException",
    },
  ],
  stepfunctions_sync: [
    {
      title: "a task waits for the Glue job that it starts",
      observe: async (aws) => {
        await glueJob(aws, "waited-for", "print('done')");
        const { status, output } = await ended(aws, await start(aws, "waits", { A: glueTask }));
        return [status, (JSON.parse(output ?? "{}") as { JobRunState?: string }).JobRunState];
      },
      expected: ["SUCCEEDED", "SUCCEEDED"],
    },
    {
      title: "the Glue job of an execution that is stopped is stopped, too",
      observe: async (aws) => {
        await glueJob(aws, "endless", "import time; time.sleep(60)");
        const task = { ...glueTask, Parameters: { JobName: "endless" } };
        const executionArn = await start(aws, "stops", { A: task });
        const stateOfRun = async (): Promise<string | undefined> => {
          const runs = { JobName: "endless" };
          const found = await aws.json<{ JobRuns: { JobRunState: string }[] }>("glue", "AWSGlue.GetJobRuns", runs);
          return found.JobRuns[0]?.JobRunState;
        };
        await eventually(stateOfRun, (state) => state === "RUNNING");
        await aws.json("states", "AWSStepFunctions.StopExecution", { executionArn });
        return eventually(stateOfRun, (state) => state === "STOPPED", 5_000);
      },
      expected: "STOPPED",
    },
  ],
  stepfunctions_sagemaker: [
    {
      title: "a task waits for the processing job that it starts, and fails with it",
      observe: async (aws) => {
        const run = async (name: string, Environment: object): Promise<unknown> => {
          const task = {
            Type: "Task",
            Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
            Parameters: {
              ProcessingJobName: name,
              AppSpecification: { ImageUri: "image" },
              ProcessingResources: {
                ClusterConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 1 },
              },
              RoleArn: `arn:aws:iam::${aws.account}:role/any`,
              Environment,
            },
            End: true,
          };
          const { status, output, cause } = await ended(aws, await start(aws, name, { A: task }));
          const job = JSON.parse(output ?? cause ?? "{}") as { ProcessingJobStatus?: string };
          return [status, job.ProcessingJobStatus];
        };
        return [await run("processed", {}), await run("unprocessed", { DAPF_EXIT_CODE: "3" })];
      },
      expected: [
        ["SUCCEEDED", "Completed"],
        ["FAILED", "Failed"],
      ],
    },
  ],
  stepfunctions_time: [
    {
      title: "half a minute of waiting passes in a second",
      observe: async (aws) => {
        const waiting = { A: { Type: "Wait", Seconds: 30, End: true } };
        return (await ended(aws, await start(aws, "hurries", waiting), 6_000)).status;
      },
      expected: "SUCCEEDED",
    },
  ],
  stepfunctions_fail_state: [
    {
      title: "a Fail state passes on any error that was caught",
      observe: async (aws) => {
        const fail = { A: { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" } };
        const failure = { Error: "States.TaskFailed", Cause: "the job failed" };
        const { status, error, cause } = await ended(aws, await start(aws, "passes-on", fail, { failure }));
        return [status, error, cause];
      },
      expected: ["FAILED", "States.TaskFailed", "the job failed"],
    },
  ],
  athena_queries: [
    {
      title: "a table over objects in S3 is created and queried; what is not understood fails and says so",
      observe: async (aws) => {
        await bucketWith(aws, "lake", {
          "checks/year=2026/a.json":
            '{"Name": "sales", "passed": true, "rows": 3}\n{"name": "warranty", "passed": false}',
          "checks/year=2025/b.json": '{"name": "sales", "passed": true, "rows": 4}',
        });
        const table =
          "CREATE EXTERNAL TABLE IF NOT EXISTS `default`.`checks` (`name` string, `passed` boolean, `rows` bigint) " +
          "PARTITIONED BY (`year` string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' " +
          "LOCATION 's3://lake/checks/'";
        return [
          await query(aws, table),
          await query(aws, `SELECT name, passed, "rows" FROM "default"."checks" WHERE year = '2026' ORDER BY name`),
          await query(aws, "SELECT count(DISTINCT name) AS names FROM checks WHERE passed"),
          await query(aws, "SELECT * FROM nowhere"),
          await query(aws, "OPTIMIZE checks REWRITE DATA"),
        ];
      },
      expected: [
        [],
        [
          ["name", "passed", "rows"],
          ["sales", "true", "3"],
          ["warranty", "false", undefined],
        ],
        [["names"], ["1"]],
        "FAILED: TABLE_NOT_FOUND: Table 'nowhere' does not exist",
        "FAILED: embedded AWS: Athena does not understand OPTIMIZE checks REWRITE",
      ],
    },
  ],
  lambda_without_docker: [
    {
      title: "a Python function answers, or fails with what its handler raised",
      observe: async (aws) => {
        await pythonFunction(aws, "answers", "def handle(event, context):\n    return {'twice': 2 * event['x']}\n");
        const invoke = async (event: object): Promise<unknown> => {
          const path = "/2015-03-31/functions/answers/invocations";
          const answer = await aws.send("lambda", "POST", path, JSON.stringify(event));
          const payload = JSON.parse(answer.text) as { errorType?: string };
          return payload.errorType ?? payload;
        };
        return [await invoke({ x: 2 }), await invoke({})];
      },
      expected: [{ twice: 4 }, "KeyError"],
    },
  ],
  events_lambda_targets: [
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
  ],
  sagemaker_delete_model_package: [
    {
      title: "a model package can be deleted, once",
      observe: async (aws) => {
        const group = { ModelPackageGroupName: "emptied" };
        await aws.json("sagemaker", "SageMaker.CreateModelPackageGroup", group);
        const made = await aws.json<{ ModelPackageArn: string }>("sagemaker", "SageMaker.CreateModelPackage", group);
        const name = { ModelPackageName: made.ModelPackageArn };
        const first = await aws.jsonAnswer("sagemaker", "SageMaker.DeleteModelPackage", name);
        const second = await aws.jsonAnswer("sagemaker", "SageMaker.DeleteModelPackage", name);
        return [first.status, second.status];
      },
      expected: [200, 400],
    },
  ],
  sagemaker_model_package_events: [
    {
      title: "the approval of a model is an event, with the metadata that it was registered with",
      observe: async (aws) => {
        const { url, arn } = await queueFor(aws, "approvals");
        await rule(aws, "approvals", "aws.sagemaker", arn);
        const group = { ModelPackageGroupName: "approved" };
        await aws.json("sagemaker", "SageMaker.CreateModelPackageGroup", group);
        const { ModelPackageArn } = await aws.json<{ ModelPackageArn: string }>(
          "sagemaker",
          "SageMaker.CreateModelPackage",
          {
            ...group,
            ModelApprovalStatus: "PendingManualApproval",
            CustomerMetadataProperties: { winning_algo: "xgb" },
          },
        );
        const statuses = [await messageIn(aws, url)];
        const approval = { ModelPackageArn, ModelApprovalStatus: "Approved" };
        await aws.json("sagemaker", "SageMaker.UpdateModelPackage", approval);
        statuses.push(await messageIn(aws, url));
        return statuses.map(({ detail }) => {
          const { ModelApprovalStatus, CustomerMetadataProperties } = (detail ?? {}) as Record<string, unknown>;
          return [ModelApprovalStatus, CustomerMetadataProperties];
        });
      },
      expected: [
        ["PendingManualApproval", { winning_algo: "xgb" }],
        ["Approved", { winning_algo: "xgb" }],
      ],
    },
  ],
};
