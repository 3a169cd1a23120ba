import { type Emulator, startEmulator } from "../../emulator";
import { AwsCalls, elements } from "./aws-calls";
import { ended, eventually, glueJob, messageIn, queueFor, start } from "./pipeline-calls";
import { roleFor } from "./roles";

jest.setTimeout(60_000);

const SQS = "2012-11-05";
const SNS = "2010-03-31";

interface HistoryEvent {
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name: string };
  readonly taskFailedEventDetails?: { readonly error: string; readonly cause: string };
}

describe("a state machine", () => {
  let emulator: Emulator;
  let aws: AwsCalls;

  beforeAll(async () => {
    emulator = await startEmulator();
    aws = new AwsCalls(emulator.endpoint);
  });
  afterAll(() => emulator.stop());

  const history = async (executionArn: string): Promise<HistoryEvent[]> => {
    const target = "AWSStepFunctions.GetExecutionHistory";
    return (await aws.json<{ events: HistoryEvent[] }>("states", target, { executionArn })).events;
  };
  const entered = (events: readonly HistoryEvent[]) =>
    events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);

  it("counts in a loop, waits and chooses", async () => {
    const { status, output, executionArn } = await ended(
      aws,
      await start(aws, "counts", {
        A: { Type: "Pass", Parameters: { count: 0 }, ResultPath: "$.loop", Next: "Wait" },
        Wait: { Type: "Wait", Seconds: 6, Next: "Count" },
        Count: {
          Type: "Pass",
          Parameters: { "count.$": "States.MathAdd($.loop.count, 1)" },
          ResultPath: "$.loop",
          Next: "Enough?",
        },
        "Enough?": {
          Type: "Choice",
          Choices: [{ Variable: "$.loop.count", NumericGreaterThanEquals: 3, Next: "Done" }],
          Default: "Wait",
        },
        Done: { Type: "Succeed" },
      }),
    );

    expect([status, JSON.parse(output ?? "")]).toEqual(["SUCCEEDED", { loop: { count: 3 } }]);
    expect(entered(await history(executionArn)).filter((name) => name === "Wait")).toHaveLength(3);
  });

  it("retries a task, catches what it fails with, tells a topic and fails with the same error", async () => {
    const topic = elements(await aws.query("sns", SNS, "CreateTopic", { Name: "failures" }), "TopicArn")[0] ?? "";
    const { url: QueueUrl, arn: Endpoint } = await queueFor(aws, "heard");
    await aws.query("sns", SNS, "Subscribe", { TopicArn: topic, Protocol: "sqs", Endpoint });
    const { status, error, cause, executionArn } = await ended(
      aws,
      await start(aws, "fails", {
        A: {
          Type: "Task",
          Resource: "arn:aws:states:::aws-sdk:ssm:getParameter",
          Parameters: { Name: "/nowhere" },
          TimeoutSeconds: 60,
          Retry: [
            {
              ErrorEquals: ["States.TaskFailed"],
              IntervalSeconds: 2,
              MaxAttempts: 2,
              BackoffRate: 2,
              MaxDelaySeconds: 30,
              JitterStrategy: "FULL",
            },
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Tell" }],
          End: true,
        },
        Tell: {
          Type: "Task",
          Resource: "arn:aws:states:::sns:publish",
          Parameters: { TopicArn: topic, Subject: "it failed", Message: { "error.$": "$.failure.Error" } },
          ResultPath: null,
          Next: "Failed",
        },
        Failed: { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
      }),
    );
    const failures = (await history(executionArn)).filter(({ type }) => type === "TaskFailed");
    const heard = await aws.query("sqs", SQS, "ReceiveMessage", { QueueUrl });

    expect([status, error]).toEqual(["FAILED", "Ssm.ParameterNotFoundException"]);
    expect(cause).toContain("/nowhere");
    expect(failures).toHaveLength(3);
    expect(failures[0]?.taskFailedEventDetails?.error).toBe("Ssm.ParameterNotFoundException");
    expect(heard).toContain("it failed");
    expect(heard).toContain("Ssm.ParameterNotFoundException");
  });

  it("ends a task that takes too long, and the job that it waited for", async () => {
    await glueJob(aws, "slow", "import time; time.sleep(60)");
    const { status, output } = await ended(
      aws,
      await start(aws, "impatient", {
        A: {
          Type: "Task",
          Resource: "arn:aws:states:::glue:startJobRun.sync",
          Parameters: { JobName: "slow" },
          TimeoutSeconds: 2,
          Catch: [{ ErrorEquals: ["States.Timeout"], ResultPath: "$.failure", Next: "Late" }],
          End: true,
        },
        Late: { Type: "Succeed" },
      }),
    );
    const runs = () =>
      aws.json<{ JobRuns: { JobRunState: string }[] }>("glue", "AWSGlue.GetJobRuns", { JobName: "slow" });
    const stopped = await eventually(runs, ({ JobRuns }) => JobRuns[0]?.JobRunState === "STOPPED");

    expect([status, JSON.parse(output ?? "")]).toMatchObject(["SUCCEEDED", { failure: { Error: "States.Timeout" } }]);
    expect(stopped.JobRuns).toMatchObject([{ JobRunState: "STOPPED" }]);
  });

  it("fails with what the script of its Glue job raised", async () => {
    await glueJob(aws, "raising", "raise ValueError('no such part')");
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::glue:startJobRun.sync",
      Parameters: { JobName: "raising" },
      End: true,
    };
    const { status, error, cause } = await ended(aws, await start(aws, "raises", { A: task }));

    expect([status, error]).toEqual(["FAILED", "States.TaskFailed"]);
    expect(JSON.parse(cause ?? "")).toMatchObject({
      JobName: "raising",
      JobRunState: "FAILED",
      ErrorMessage: "ValueError: no such part",
    });
  });

  describe("that calls AWS Batch", () => {
    const job = { JobQueue: "work", JobDefinition: "worker" };
    const aTask = (resource: string, Parameters: object, more: object = {}): object => ({
      A: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters, End: true, ...more },
    });
    const batch = async <T>(operation: string, body: object): Promise<T> =>
      // The test that asks knows the shape that it asks for.
      JSON.parse((await aws.send("batch", "POST", `/v1/${operation}`, JSON.stringify(body))).text) as T;

    beforeAll(async () => {
      await batch("createcomputeenvironment", {
        computeEnvironmentName: "workers",
        type: "MANAGED",
        computeResources: { type: "FARGATE", maxvCpus: 8, subnets: ["subnet-0a"], securityGroupIds: ["sg-0a"] },
      });
      await eventually(
        () => batch<{ computeEnvironments: { status: string }[] }>("describecomputeenvironments", {}),
        ({ computeEnvironments }) => computeEnvironments[0]?.status === "VALID",
      );
      const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "workers" }];
      await batch("createjobqueue", { jobQueueName: "work", priority: 1, computeEnvironmentOrder });
      await eventually(
        () => batch<{ jobQueues: { status: string }[] }>("describejobqueues", {}),
        ({ jobQueues }) => jobQueues[0]?.status === "VALID",
      );
      await batch("registerjobdefinition", {
        jobDefinitionName: "worker",
        type: "container",
        platformCapabilities: ["FARGATE"],
        containerProperties: {
          image: "worker",
          executionRoleArn: await roleFor(aws, "executes", "ecs-tasks.amazonaws.com"),
          resourceRequirements: [
            { type: "VCPU", value: "1" },
            { type: "MEMORY", value: "2048" },
          ],
        },
      });
    });

    it("waits for a job, which knows who has started it, and has its description as output", async () => {
      const Environment = [{ Name: "LEVEL", Value: "3" }];
      const parameters = { ...job, JobName: "waited-for", ContainerOverrides: { Environment } };
      const { status, output } = await ended(
        aws,
        await start(aws, "batch-waits", aTask("batch:submitJob.sync", parameters)),
      );

      expect([status, JSON.parse(output ?? "")]).toMatchObject([
        "SUCCEEDED",
        {
          JobName: "waited-for",
          Status: "SUCCEEDED",
          StartedAt: expect.any(Number),
          Container: { Environment: [...Environment, { Name: "MANAGED_BY_AWS", Value: "STARTED_BY_STEP_FUNCTIONS" }] },
        },
      ]);
    });

    it("fails with a job that fails", async () => {
      const Environment = [{ Name: "DAPF_EXIT_CODE", Value: "3" }];
      const parameters = { ...job, JobName: "failing", ContainerOverrides: { Environment } };
      const { error, cause } = await ended(
        aws,
        await start(aws, "batch-fails", aTask("batch:submitJob.sync", parameters)),
      );

      expect([error, JSON.parse(cause ?? "")]).toMatchObject([
        "States.TaskFailed",
        { JobName: "failing", Status: "FAILED", Attempts: [{ Container: { ExitCode: 3 } }] },
      ]);
    });

    it("ends a job whose execution is stopped", async () => {
      const Environment = [{ Name: "DAPF_DURATION_SECONDS", Value: "600" }];
      const parameters = { ...job, JobName: "stopped", ContainerOverrides: { Environment } };
      const executionArn = await start(aws, "batch-stops", aTask("batch:submitJob.sync", parameters));
      const jobs = (jobStatus: string) =>
        batch<{ jobSummaryList: { jobName: string }[] }>("listjobs", { jobQueue: "work", jobStatus });
      const has = ({ jobSummaryList }: { jobSummaryList: { jobName: string }[] }): boolean =>
        jobSummaryList.some(({ jobName }) => jobName === "stopped");
      await eventually(() => jobs("RUNNING"), has);
      await aws.json("states", "AWSStepFunctions.StopExecution", { executionArn });

      expect(has(await eventually(() => jobs("FAILED"), has))).toBe(true);
    });

    it("asks the AWS SDK, and catches its errors by their names", async () => {
      const Catch = [{ ErrorEquals: ["Batch.ClientException"], ResultPath: "$.failure", Next: "B" }];
      const refused = aTask("aws-sdk:batch:submitJob", { ...job, JobName: "j", JobQueue: "nowhere" }, { Catch });
      const caught = await ended(aws, await start(aws, "batch-refused", { ...refused, B: { Type: "Succeed" } }));
      const asked = aTask("aws-sdk:batch:describeJobQueues", { JobQueues: ["work"] });
      const described = await ended(aws, await start(aws, "batch-described", asked));

      expect(JSON.parse(caught.output ?? "")).toMatchObject({ failure: { Error: "Batch.ClientException" } });
      expect(JSON.parse(described.output ?? "")).toMatchObject({
        JobQueues: [{ JobQueueName: "work", ComputeEnvironmentOrder: [{ Order: 1 }] }],
      });
    });
  });

  it("waits for who has its task token, and fails with what that says", async () => {
    const QueueUrl = elements(await aws.query("sqs", SQS, "CreateQueue", { QueueName: "tokens" }), "QueueUrl")[0] ?? "";
    const MessageBody = { "token.$": "$$.Task.Token" };
    const executionArn = await start(aws, "by-token", {
      A: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters: { QueueUrl, MessageBody },
        End: true,
      },
    });
    const { token } = await messageIn(aws, QueueUrl);
    const failure = { taskToken: token, error: "Refused", cause: "by hand" };
    await aws.json("states", "AWSStepFunctions.SendTaskFailure", failure);

    expect(await ended(aws, executionArn)).toMatchObject({ status: "FAILED", error: "Refused", cause: "by hand" });
  });

  it("is refused a second execution of the same name with another input", async () => {
    const arn = await start(aws, "named", { A: { Type: "Wait", Seconds: 300, End: true } });
    const stateMachineArn = arn.replace(":execution:", ":stateMachine:").replace(/:[^:]+$/, "");
    const again = (input: object) =>
      aws.jsonAnswer("states", "AWSStepFunctions.StartExecution", {
        stateMachineArn,
        name: "today",
        input: JSON.stringify(input),
      });

    expect((await again({ a: 1 })).status).toBe(200);
    expect((await again({ a: 2 })).text).toContain("ExecutionAlreadyExists");
  });
});
