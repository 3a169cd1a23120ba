/** What a client sees of the gaps of moto's state machines. */
import type { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";
import { type Grant, roleFor } from "./roles";
import { bucketWith, ended, eventually, glueJob, pythonFunction, start, startAgain } from "./pipeline-calls";

const glueTask = {
  Type: "Task",
  Resource: "arn:aws:states:::glue:startJobRun.sync",
  Parameters: { JobName: "waited-for" },
  End: true,
};

const aTask = (resource: string, Parameters: object): object => ({
  A: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters, End: true },
});

/** A Distributed Map of what an object or a bucket holds. */
const aMap = (ItemReader: object, more: object = {}, states: object = { P: { Type: "Pass", End: true } }): object => ({
  A: {
    Type: "Map",
    ItemReader,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "P",
      States: states,
    },
    End: true,
    ...more,
  },
});

const objectIn = (Bucket: string, Key: string, ReaderConfig: object): object => ({
  Resource: "arn:aws:states:::s3:getObject",
  ReaderConfig,
  Parameters: { Bucket, Key },
});

const failingOnTwo = {
  P: { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 2, Next: "F" }], Default: "S" },
  F: { Type: "Fail", Error: "Two", Cause: "it is two" },
  S: { Type: "Pass", End: true },
};

/** The answer of CreateStateMachine to a machine of these states, the first of which is `A`. */
async function create(aws: AwsCalls, name: string, states: object, more: object = {}) {
  return aws.jsonAnswer("states", "AWSStepFunctions.CreateStateMachine", {
    name,
    definition: JSON.stringify({ StartAt: "A", States: states }),
    roleArn: await roleFor(aws, "any", "states.amazonaws.com"),
    ...more,
  });
}

async function machine(aws: AwsCalls, name: string, states: object, more: object = {}): Promise<string> {
  return (JSON.parse((await create(aws, name, states, more)).text) as { stateMachineArn: string }).stateMachineArn;
}

/** Whether a call was answered, or the code of its error. */
async function code(answering: Promise<{ status: number; text: string }>): Promise<string> {
  const { status, text } = await answering;
  return status === 200 ? "taken" : ((JSON.parse(text) as { __type: string }).__type.split("#").at(-1) ?? "");
}

/** What came of an execution: its output, or its error. */
async function outcome(aws: AwsCalls, name: string, states: object, input: object = {}): Promise<unknown> {
  const { output, error } = await ended(aws, await start(aws, name, states, input));
  return output === undefined ? error : JSON.parse(output);
}

/** Fix (a module of `emulator/moto/fixes`) -> the gaps that it closes. */
export const STATE_MACHINE_GAPS: Readonly<Record<string, readonly Gap[]>> = {
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
    {
      title: "a task calls a function by its ARN, and fails with what that raises",
      observe: async (aws) => {
        const code = "def handle(event, context):\n    return {'half': 1 / event['x']}\n";
        const Resource = await pythonFunction(aws, "halves", code);
        const states = { A: { Type: "Task", Resource, End: true } };
        return [await outcome(aws, "calls", states, { x: 2 }), await outcome(aws, "calls-badly", states, { x: 0 })];
      },
      expected: [{ half: 0.5 }, "ZeroDivisionError"],
    },
    {
      title: "a Distributed Map reads an object",
      observe: async (aws) => {
        await bucketWith(aws, "read-items", { "items.json": '[{"n": 1}, {"n": 2}]' });
        return outcome(aws, "reads-items", aMap(objectIn("read-items", "items.json", { InputType: "JSON" })));
      },
      expected: [{ n: 1 }, { n: 2 }],
    },
    {
      title: "a machine of a CloudFormation stack runs like others",
      observe: async (aws) => {
        const DefinitionString = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
        const Properties = {
          StateMachineName: "stacked",
          DefinitionString,
          RoleArn: await roleFor(aws, "any", "states.amazonaws.com"),
        };
        const TemplateBody = JSON.stringify({
          Resources: { M: { Type: "AWS::StepFunctions::StateMachine", Properties } },
        });
        await aws.query("cloudformation", "2010-05-15", "CreateStack", { StackName: "stack", TemplateBody });
        const arn = `arn:aws:states:${aws.region}:${aws.account}:stateMachine:stacked`;
        return (await ended(aws, await startAgain(aws, arn, {}))).status;
      },
      expected: "SUCCEEDED",
    },
  ],
  stepfunctions_tasks: [
    {
      title: "parameters are in Pascal case, and an error of Batch can be caught by its name",
      observe: async (aws) => {
        const parameters = { JobName: "j", JobQueue: "nowhere", JobDefinition: "d", RetryStrategy: { Attempts: 2 } };
        return outcome(aws, "submits", aTask("batch:submitJob", parameters));
      },
      expected: "Batch.ClientException",
    },
    {
      title: "errors are called after the exceptions of AWS's SDKs, those that an API does not declare as well",
      observe: async (aws) => {
        const call = (name: string, resource: string, parameters: object) =>
          outcome(aws, name, aTask(resource, parameters));
        const Item = { id: { S: "1" } };
        await aws.json("dynamodb", "DynamoDB_20120810.CreateTable", {
          TableName: "keyed",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
        });
        return [
          await call("e1", "dynamodb:putItem", { TableName: "nowhere", Item }),
          await call("e2", "dynamodb:putItem", { TableName: "keyed", Item: { other: { S: "1" } } }),
          await call("e3", "aws-sdk:dynamodb:putItem", { TableName: "nowhere", Item }),
          await call("e4", "aws-sdk:s3:listObjectsV2", { Bucket: "nowhere-at-all" }),
          await call("e5", "states:startExecution", {
            StateMachineArn: `arn:aws:states:${aws.region}:${aws.account}:stateMachine:nowhere`,
          }),
          await call("e6", "lambda:invoke", { FunctionName: "nowhere" }),
        ];
      },
      expected: [
        "DynamoDB.ResourceNotFoundException",
        "DynamoDB.AmazonDynamoDBException",
        "DynamoDb.ResourceNotFoundException",
        "S3.NoSuchBucketException",
        "StepFunctions.StateMachineDoesNotExistException",
        "Lambda.ResourceNotFoundException",
      ],
    },
    {
      title: "what stops an execution that cannot go on is not caught by States.ALL",
      observe: async (aws) => {
        const Catch = [{ ErrorEquals: ["States.ALL"], Next: "B" }];
        const task = {
          Type: "Task",
          Resource: "arn:aws:states:::ecs:runTask.sync",
          Parameters: { Cluster: "c" },
          Catch,
        };
        const states = { A: { ...task, End: true }, B: { Type: "Succeed" } };
        const { error, cause } = await ended(aws, await start(aws, "runs-containers", states));
        return [error, cause?.includes("embedded AWS: ecs:runTask is not run here")];
      },
      expected: ["States.Runtime", true],
    },
    {
      title: "answers are in Pascal case, their times are JSON, and the execution can be described",
      observe: async (aws) => {
        const child = await machine(aws, "described", { A: { Type: "Pass", End: true } }, { type: "EXPRESS" });
        const optimized = await outcome(aws, "asks-1", aTask("states:startExecution", { StateMachineArn: child }));
        const sdk = await outcome(aws, "asks-2", aTask("aws-sdk:sfn:describeStateMachine", { StateMachineArn: child }));
        return [optimized, sdk];
      },
      expected: [
        { ExecutionArn: expect.stringContaining(":express:described:"), StartDate: expect.any(Number) },
        expect.objectContaining({ Name: "described", CreationDate: expect.stringMatching(/^\d{4}-.*T.*Z$/) }),
      ],
    },
    {
      title:
        "an execution waits for one that it starts, takes its output as JSON or as text, and stops it when it is stopped",
      observe: async (aws) => {
        const child = await machine(aws, "child", { A: { Type: "Pass", End: true } });
        const slow = await machine(aws, "slow-child", { A: { Type: "Wait", Seconds: 3600, End: true } });
        const parent = (resource: string, StateMachineArn: string) =>
          aTask(`states:startExecution${resource}`, { StateMachineArn, Input: { a: 1 }, Name: "inner" });
        const json = (await outcome(aws, "parent-2", parent(".sync:2", child))) as { Output?: unknown };
        const again = (await outcome(aws, "parent", parent(".sync", child))) as string;
        const executionArn = await start(aws, "parent-of-slow", parent(".sync", slow));
        const inner = slow.replace(":stateMachine:", ":execution:") + ":inner";
        const status = async (): Promise<string> => {
          const answer = await aws.jsonAnswer("states", "AWSStepFunctions.DescribeExecution", { executionArn: inner });
          return (JSON.parse(answer.text) as { status?: string }).status ?? "";
        };
        await eventually(status, (seen) => seen === "RUNNING");
        await aws.json("states", "AWSStepFunctions.StopExecution", { executionArn });
        return [json.Output, again, await eventually(status, (seen) => seen === "ABORTED", 5_000)];
      },
      expected: [{ a: 1 }, "StepFunctions.ExecutionAlreadyExistsException", "ABORTED"],
    },
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
              RoleArn: await roleFor(aws, "processes", "sagemaker.amazonaws.com"),
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
  stepfunctions_roles: [
    {
      title: "a machine needs a role that Step Functions can take, and that may learn of the end of jobs",
      observe: async (aws) => {
        const waits = aTask("batch:submitJob.sync", { JobName: "j", JobQueue: "q", JobDefinition: "d" });
        const made = async (name: string, service: string, grants: readonly Grant[]): Promise<string> => {
          const roleArn = await roleFor(aws, name, service, grants);
          const { status, text } = await create(aws, name, waits, { roleArn });
          return status === 200 ? "made" : (JSON.parse(text) as { message: string }).message;
        };
        return [
          await made("not-trusting", "glue.amazonaws.com", []),
          await made("not-told", "states.amazonaws.com", [{ Action: "batch:*" }]),
          await made("learning", "states.amazonaws.com", [{ Action: ["events:DescribeRule", "events:Put*"] }]),
        ];
      },
      expected: [
        "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
        "'arn:aws:iam::731580992380:role/not-told' is not authorized to create managed-rule.",
        "made",
      ],
    },
  ],
  stepfunctions_machines: [
    {
      title: "an EXPRESS machine stays one, and so do its versions",
      observe: async (aws) => {
        const made = await machine(aws, "express", { A: { Type: "Succeed" } }, { type: "EXPRESS", publish: true });
        const type = async (stateMachineArn: string): Promise<string> => {
          const target = "AWSStepFunctions.DescribeStateMachine";
          return (await aws.json<{ type: string }>("states", target, { stateMachineArn })).type;
        };
        const listed = await aws.json<{ stateMachines: { name: string; type: string }[] }>(
          "states",
          "AWSStepFunctions.ListStateMachines",
          {},
        );
        const found = listed.stateMachines.find(({ name }) => name === "express");
        return [await type(made), await type(`${made}:1`), found?.type];
      },
      expected: ["EXPRESS", "EXPRESS", "EXPRESS"],
    },
    {
      title: "a definition that AWS refuses is refused, with AWS's words",
      observe: async (aws) => {
        const job = { JobName: "j", JobQueue: "q", JobDefinition: "d" };
        const refused: [string, object, object?][] = [
          ["camel", aTask("batch:submitJob", { jobName: "j", jobQueue: "q", jobDefinition: "d" })],
          ["camel-below", aTask("batch:submitJob", { ...job, ContainerOverrides: { environment: [] } })],
          ["camel-sdk", aTask("aws-sdk:batch:terminateJob", { jobId: "j", Reason: "r" })],
          ["pascal-action", aTask("aws-sdk:glue:GetJob", { JobName: "j" })],
          ["no-service", aTask("aws-sdk:nowhere:getJob", {})],
          ["no-waiting", aTask("aws-sdk:batch:submitJob.sync", job)],
          ["express-waits", aTask("batch:submitJob.sync", job), { type: "EXPRESS" }],
        ];
        const seen: string[] = [];
        for (const [name, states, more] of refused) seen.push((await create(aws, name, states, more)).text);
        return seen.map(
          (text) => /InvalidDefinition/.test(text) && text.replaceAll("\\", "").match(/FAILED: (.*?) at/)?.[1],
        );
      },
      expected: [
        'The field "jobName" is not supported by Step Functions',
        'The field "environment" is not supported by Step Functions',
        'The field "jobId" is not supported by Step Functions',
        expect.stringContaining("aws-sdk:glue:GetJob is not recognized"),
        expect.stringContaining("aws-sdk:nowhere:getJob is not recognized"),
        expect.stringContaining("aws-sdk:batch:submitJob.sync is not recognized"),
        "Express state machine does not support '.sync' service integration",
      ],
    },
    {
      title: "a second CreateStateMachine is answered like the first, unless it asks for something else",
      observe: async (aws) => {
        const states = { A: { Type: "Succeed" } };
        const first = (await create(aws, "twice", states)).text;
        return [
          (await create(aws, "twice", states)).text === first,
          await code(create(aws, "twice", { A: { Type: "Pass", End: true } })),
          await code(create(aws, "twice", states, { type: "EXPRESS" })),
        ];
      },
      expected: [true, "StateMachineAlreadyExists", "StateMachineAlreadyExists"],
    },
    {
      title: "a machine of a CloudFormation stack is of its type, and its definition may be an object",
      observe: async (aws) => {
        const Properties = {
          StateMachineName: "from-a-stack",
          StateMachineType: "EXPRESS",
          RoleArn: await roleFor(aws, "any", "states.amazonaws.com"),
          Definition: { StartAt: "A", States: { A: { Type: "Pass", Result: "${what}", End: true } } },
          DefinitionSubstitutions: { what: "good" },
        };
        const Resources = { M: { Type: "AWS::StepFunctions::StateMachine", Properties } };
        const stack = { StackName: "machines", TemplateBody: JSON.stringify({ Resources }) };
        await aws.query("cloudformation", "2010-05-15", "CreateStack", stack);
        const stateMachineArn = `arn:aws:states:${aws.region}:${aws.account}:stateMachine:from-a-stack`;
        const target = "AWSStepFunctions.StartSyncExecution";
        return (await aws.json<{ output: string }>("states", target, { stateMachineArn })).output;
      },
      expected: '"good"',
    },
    {
      title: "names are what they may be",
      observe: async (aws) => {
        const made = await machine(aws, "named-well", { A: { Type: "Succeed" } }, { publish: true });
        const alias = (name: string) =>
          code(
            aws.jsonAnswer("states", "AWSStepFunctions.CreateStateMachineAlias", {
              name,
              routingConfiguration: [{ stateMachineVersionArn: `${made}:1`, weight: 100 }],
            }),
          );
        const names = ["n".repeat(80), "n".repeat(81), "a b", "a\u00a0b", "a:b", "übersicht"];
        const answers: string[] = [];
        for (const name of names) answers.push(await code(create(aws, name, { A: { Type: "Succeed" } })));
        return [answers, await alias("live"), await alias("a:b"), await alias("1")];
      },
      expected: [
        ["taken", "ValidationException", "InvalidName", "InvalidName", "InvalidName", "taken"],
        "taken",
        "ValidationException",
        "ValidationException",
      ],
    },
  ],
  stepfunctions_executions: [
    {
      title: "an execution has a name that it may have, or one of its own, and is started once",
      observe: async (aws) => {
        const stateMachineArn = await machine(aws, "started", { A: { Type: "Wait", Seconds: 3600, End: true } });
        const asked = (more: object) =>
          aws.jsonAnswer("states", "AWSStepFunctions.StartExecution", { stateMachineArn, ...more });
        const same = [{ name: "once", input: "{}" }, { name: "once", input: "{}" }, { name: "once" }].map(asked);
        const answers = new Set((await Promise.all(same)).map(({ text }) => text));
        return [
          answers.size,
          await code(asked({ name: "once", input: '{"a":1}' })),
          await code(asked({ name: "x".repeat(81) })),
          await code(asked({ name: "x y" })),
          await code(asked({ input: "{" })),
          await code(asked({})),
        ];
      },
      expected: [1, "ExecutionAlreadyExists", "ValidationException", "InvalidName", "InvalidExecutionInput", "taken"],
    },
    {
      title: "an EXPRESS execution is answered when it is over, and cannot be described",
      observe: async (aws) => {
        const stateMachineArn = await machine(aws, "quick", { A: { Type: "Pass", End: true } }, { type: "EXPRESS" });
        const call = (target: string, body: object) => aws.jsonAnswer("states", `AWSStepFunctions.${target}`, body);
        const over = await call("StartSyncExecution", { stateMachineArn, input: '{"a":1}' });
        const { status, output, executionArn } = JSON.parse(over.text) as Record<string, string>;
        return [
          status,
          output,
          await code(call("DescribeExecution", { executionArn })),
          await code(call("ListExecutions", { stateMachineArn })),
        ];
      },
      expected: ["SUCCEEDED", '{"a":1}', "InvalidArn", "StateMachineTypeNotSupported"],
    },
    {
      title: "an execution of a version, or of an alias, is found again, and says whose it is",
      observe: async (aws) => {
        const made = await machine(aws, "versioned", { A: { Type: "Pass", End: true } }, { publish: true });
        await aws.json("states", "AWSStepFunctions.CreateStateMachineAlias", {
          name: "live",
          routingConfiguration: [{ stateMachineVersionArn: `${made}:1`, weight: 100 }],
        });
        const { executionArn, ...found } = await ended(aws, await startAgain(aws, `${made}:live`, {}));
        return [executionArn.includes(":execution:versioned:"), found];
      },
      expected: [
        true,
        expect.objectContaining({
          status: "SUCCEEDED",
          stateMachineArn: expect.stringMatching(/:versioned$/),
          stateMachineVersionArn: expect.stringMatching(/:versioned:1$/),
          stateMachineAliasArn: expect.stringMatching(/:versioned:live$/),
        }),
      ],
    },
    {
      title: "an output can hold the time when the execution was started",
      observe: (aws) =>
        outcome(aws, "tells-the-time", {
          A: {
            Type: "Pass",
            Parameters: { "at.$": "$$.Execution.StartTime", "in.$": "$$.State.EnteredTime" },
            End: true,
          },
        }),
      expected: {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        in: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    },
  ],
  stepfunctions_distributed_map: [
    {
      title: "items are objects of a bucket, all or the first ones, lines of JSON, or batches",
      observe: async (aws) => {
        await bucketWith(aws, "many-items", {
          "in/1": "1",
          "in/2": "2",
          "lines.jsonl": '{"n": 1}\n{"n": 2}\n{"n": 3}\n',
        });
        const list = (Prefix: string, more: object = {}) => ({
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Parameters: { Bucket: "many-items", Prefix },
          ...more,
        });
        const keys = { ItemSelector: { "key.$": "$$.Map.Item.Value.Key" } };
        const lines = objectIn("many-items", "lines.jsonl", { InputType: "JSONL" });
        const batcher = { ItemBatcher: { MaxItemsPerBatchPath: "$.size", BatchInput: { "of.$": "$.name" } } };
        return [
          await outcome(aws, "lists", aMap(list("in/"), keys)),
          await outcome(aws, "lists-one", aMap(list("in/", { ReaderConfig: { MaxItems: 1 } }), keys)),
          await outcome(aws, "lists-none", aMap(list("nowhere/"))),
          await outcome(aws, "batches", aMap(lines, batcher), { size: 2, name: "b" }),
        ];
      },
      expected: [
        [{ key: "in/1" }, { key: "in/2" }],
        [{ key: "in/1" }],
        [],
        [
          { BatchInput: { of: "b" }, Items: [{ n: 1 }, { n: 2 }] },
          { BatchInput: { of: "b" }, Items: [{ n: 3 }] },
        ],
      ],
    },
    {
      title: "one item that fails is too many, unless a share of them may, and the results are written",
      observe: async (aws) => {
        await bucketWith(aws, "mapped", { "items.json": '[{"n": 1}, {"n": 2}, {"n": 3}]' });
        const items = objectIn("mapped", "items.json", { InputType: "JSON" });
        const writer = (Bucket: string) => ({
          ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket, Prefix: "out" } },
        });
        const tolerant = { ToleratedFailurePercentage: 50 };
        const strict = await outcome(aws, "strict", aMap(items, {}, failingOnTwo));
        const written = await outcome(aws, "tolerant", aMap(items, { ...tolerant, ...writer("mapped") }, failingOnTwo));
        const { Key } = (written as { ResultWriterDetails: { Key: string } }).ResultWriterDetails;
        const read = async <T>(key: string) => JSON.parse((await aws.send("s3", "GET", `/mapped/${key}`)).text) as T;
        const { ResultFiles } = await read<{ ResultFiles: Record<string, { Key: string }[]> }>(Key);
        const results = async (kind: string): Promise<unknown> => {
          const entries = await read<{ Input: string; Error?: string }[]>(ResultFiles[kind]?.[0]?.Key ?? "");
          return entries.map(({ Input, Error }) => [Input, Error]).sort();
        };
        return [
          strict,
          await results("SUCCEEDED"),
          await results("FAILED"),
          await outcome(aws, "unwritten", aMap(items, writer("nowhere-at-all"))),
          await outcome(aws, "unread", aMap(objectIn("mapped", "nothing", { InputType: "JSON" }))),
        ];
      },
      expected: [
        "States.ExceedToleratedFailureThreshold",
        [
          ['{"n":1}', undefined],
          ['{"n":3}', undefined],
        ],
        [['{"n":2}', "Two"]],
        "States.ResultWriterFailed",
        "States.ItemReaderFailed",
      ],
    },
    {
      title: "a Map of a thousand items, one at a time, ends",
      observe: async (aws) => {
        const ItemProcessor = { StartAt: "P", States: { P: { Type: "Succeed" } } };
        const states = { A: { Type: "Map", ItemProcessor, MaxConcurrency: 1, ResultPath: null, End: true } };
        const items = Array.from({ length: 1000 }, (_, index) => index);
        return (await ended(aws, await start(aws, "thousand", states, items), 30_000)).status;
      },
      expected: "SUCCEEDED",
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
};
