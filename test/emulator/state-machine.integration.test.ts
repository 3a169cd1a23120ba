import { type Emulator, startEmulator } from "../../emulator";
import { AwsCalls, elements } from "./aws-calls";
import { ended, eventually, glueJob, start } from "./pipeline-calls";

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
    const QueueUrl = elements(await aws.query("sqs", SQS, "CreateQueue", { QueueName: "heard" }), "QueueUrl")[0] ?? "";
    const Endpoint = `arn:aws:sqs:${aws.region}:${aws.account}:heard`;
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
