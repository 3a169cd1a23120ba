/** What a client sees of the gaps of moto that stand between a state machine and a pipeline that runs. */
import type { Gap } from "./gap";
import {
  bucketWith,
  ended,
  eventually,
  glueJob,
  messageIn,
  parameter,
  pythonFunction,
  query,
  queueFor,
  rule,
  start,
  startAgain,
} from "./pipeline-calls";

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
    {
      title: "the history of an execution ends with its stop: the task at hand does not succeed afterwards",
      observe: async (aws) => {
        await glueJob(aws, "at-hand", "import time; time.sleep(60)");
        const task = { ...glueTask, Parameters: { JobName: "at-hand" }, TimeoutSeconds: 60 };
        const executionArn = await start(aws, "at-hand", { A: task });
        const types = async (): Promise<string[]> => {
          const target = "AWSStepFunctions.GetExecutionHistory";
          const { events } = await aws.json<{ events: { type: string }[] }>("states", target, { executionArn });
          return events.map(({ type }) => type);
        };
        await eventually(types, (seen) => seen.at(-1) === "TaskSubmitted");
        await aws.json("states", "AWSStepFunctions.StopExecution", { executionArn });
        await eventually(types, (seen) => seen.includes("TaskSucceeded"), 3_000);
        return (await types()).slice(-3);
      },
      expected: ["TaskStarted", "TaskSubmitted", "ExecutionAborted"],
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
  sagemaker_unknown_tags: [
    {
      title: "tags of what is not there are refused",
      observe: async (aws) => {
        const arnOf = (resource: string) => `arn:aws:sagemaker:${aws.region}:${aws.account}:${resource}`;
        const answers = await Promise.all(
          ["training-job/none", "flow-definition/none", "none"].map((resource) =>
            aws.jsonAnswer("sagemaker", "SageMaker.ListTags", { ResourceArn: arnOf(resource) }),
          ),
        );
        return answers.map(({ status }) => status);
      },
      expected: [400, 400, 400],
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
