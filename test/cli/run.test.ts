import * as path from "node:path";
import { temporaryFolder, write, writeJson } from "../deploy/folders";
import { commandLine, type Setting } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(30_000);

const STATES = "AWSStepFunctions";
const machine = "arn:aws:states:ap-south-1:123456789012:stateMachine:m";
const arn = (name: string) => `arn:aws:states:ap-south-1:123456789012:execution:m:${name}`;
const DATE = "2026-11-21";
const began = Date.UTC(2026, 10, 21, 4);
const map = {
  step_function_arn: machine,
  aws_batch_job_queue: "q",
  aws_batch_job_name: "p-job",
  dq_table: "dqresults",
};
const words = ["run", "dev", "--context", "training", "--date", DATE];

const aws = new FakeAws();
const root = path.join(temporaryFolder(), "project");
const line = commandLine(root);
let variables: NodeJS.ProcessEnv;

beforeAll(async () => {
  variables = await aws.listen();
});
afterAll(() => aws.close());

/** A deployed environment whose training has had these runs. */
beforeEach(() => {
  aws.clear();
  aws.parameters.set("/jenkins-dev-apsouth1-dapf-ssm/training_step_function_inputs", JSON.stringify(map));
  runs();
  aws.on(`${STATES}.StartExecution`, ({ name }) => ({ executionArn: arn(String(name)), startDate: 0 }));
  aws.on("POST /v1/listjobs", () => ({ jobSummaryList: [] }));
  aws.on(`${STATES}.GetExecutionHistory`, () => ({ events: [] }));
});

function runs(...those: { name: string; status: string }[]): void {
  const executions = those.map((run, index) => ({
    ...run,
    executionArn: arn(run.name),
    stateMachineArn: machine,
    startDate: began / 1000 - index,
  }));
  aws.on(`${STATES}.ListExecutions`, ({ stateMachineArn }) => ({
    executions: stateMachineArn === machine ? executions : [],
  }));
}

/** How Step Functions tells of the run that the command has started. */
function execution(status: string, more: object = {}): void {
  const input = JSON.stringify({ ...map, year: "2026", month: "11", day: "21" });
  const told = { executionArn: arn(`${DATE}-1`), name: `${DATE}-1`, startDate: began / 1000, status, input };
  aws.on(`${STATES}.DescribeExecution`, () => ({ ...told, ...more }));
}

async function run(args: readonly string[], setting: Setting = {}) {
  const outcome = await line.run(args, { ...setting, variables });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/^ {4}at /m);
  return outcome;
}

describe("dapf run", () => {
  it("starts the state machine with the map, the date and what the caller wants otherwise", async () => {
    const { exitCode, stdout } = await run([...words, "--input", "dq_table=v2"]);
    const [request] = aws.called(`${STATES}.StartExecution`);

    expect([exitCode, stdout]).toEqual([0, `${arn(`${DATE}-1`)}\n`]);
    expect(request).toMatchObject({ stateMachineArn: machine, name: `${DATE}-1` });
    expect(JSON.parse(String(request?.input))).toEqual({
      ...map,
      dq_table: "v2",
      year: "2026",
      month: "11",
      day: "21",
    });
  });

  it("prints one JSON object with --json", async () => {
    const { stdout } = await run([...words, "--json"]);

    const executionArn = arn(`${DATE}-1`);
    expect(JSON.parse(stdout)).toEqual({ environment: "dev", context: "training", executionArn, date: DATE });
  });

  it("asks an account that is busy again until it answers", async () => {
    aws.fail(`${STATES}.ListExecutions`, { status: 400, code: "ThrottlingException" }, 3);
    const { exitCode } = await run(words);

    expect(exitCode).toBe(0);
    expect(aws.called(`${STATES}.StartExecution`)).toHaveLength(1);
  });

  it("says which call AWS refused, and starts nothing", async () => {
    aws.fail(`${STATES}.ListExecutions`, { status: 400, code: "AccessDeniedException" });
    const { exitCode, stderr } = await run(words);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^dapf: Step Functions does not let you ListExecutions in ap-south-1 \(http:.*\): .* of the test \(AccessDeniedException\)\n$/,
    );
    expect(aws.called(`${STATES}.StartExecution`)).toEqual([]);
  });

  it("says how to deploy an environment that is not deployed", async () => {
    aws.parameters.clear();
    const { exitCode, stderr } = await run(words);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("deploy it first (npx dapf deploy dev");
  });

  it.each(["{", '{"step_function_arn": "none"}'])("says that %s is no input map", async (text) => {
    aws.parameters.set("/jenkins-dev-apsouth1-dapf-ssm/training_step_function_inputs", text);
    const { exitCode, stderr } = await run(words);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("training_step_function_inputs of dev is not the input map that a deployment writes");
  });

  it.each([
    ["dq_tabel=v2", "did you mean dq_table?"],
    ["dq_table=", "takes key=value"],
    ["dq_table", "takes key=value"],
  ])("refuses --input %s, and starts nothing", async (input, why) => {
    const { exitCode, stderr } = await run([...words, "--input", input]);

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(aws.called(`${STATES}.StartExecution`)).toEqual([]);
  });

  it("refuses while another run has not ended, says how to look at it and to stop it; --force starts one", async () => {
    runs({ name: `${DATE}-1`, status: "RUNNING" });
    const refused = await run(words);
    const forced = await run([...words, "--force"]);

    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`npx dapf runs show dev ${DATE}-1 --context training`);
    expect(refused.stderr).toContain("npx dapf runs stop dev --context training");
    expect([forced.exitCode, forced.stdout]).toEqual([0, `${arn(`${DATE}-2`)}\n`]);
    expect(aws.called(`${STATES}.StartExecution`)).toHaveLength(1);
  });
});

test("dapf run that begins at the same time as a run of another day names both, and exits with 1", async () => {
  aws.on(`${STATES}.StartExecution`, ({ name }) => {
    runs({ name: String(name), status: "RUNNING" }, { name: "2026-11-20-1", status: "RUNNING" });
    return { executionArn: arn(String(name)), startDate: 0 };
  });
  const { exitCode, stderr } = await run(words);

  expect(exitCode).toBe(1);
  expect(stderr.split("\n").slice(0, 3)).toEqual([
    "dapf: Another training run of dev has begun at the same time, and both have been started:",
    `  ${arn(`${DATE}-1`)}`,
    `  ${arn("2026-11-20-1")}`,
  ]);
  expect(stderr).toContain("npx dapf runs stop dev --context training");
});

describe("dapf run --monitor", () => {
  const event = (id: number, previousEventId: number, type: string, details: object = {}) => ({
    id,
    previousEventId,
    type,
    timestamp: began / 1000 + 60,
    ...details,
  });
  const glue = { resource: "startJobRun.sync", resourceType: "glue" };
  const failing = [
    event(1, 0, "TaskStateEntered", { stateEnteredEventDetails: { name: "Check status" } }),
    event(2, 1, "TaskScheduled", {
      taskScheduledEventDetails: { ...glue, region: "ap-south-1", parameters: JSON.stringify({ JobName: "check" }) },
    }),
    event(3, 2, "TaskSubmitted", {
      taskSubmittedEventDetails: { ...glue, output: JSON.stringify({ JobRunId: "jr_1" }) },
    }),
    event(4, 3, "TaskFailed", { taskFailedEventDetails: { ...glue, error: "States.TaskFailed", cause: "too many" } }),
    event(5, 4, "TaskStateExited", { stateExitedEventDetails: { name: "Check status" } }),
  ];

  it("ends with the run, and with 0 when it has succeeded", async () => {
    execution("SUCCEEDED", { stopDate: began / 1000 + 30 });
    const { exitCode, stdout } = await run([...words, "--monitor"]);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${DATE}-1 SUCCEEDED after 30 s`);
  });

  it("tells the state, the cause, and the logs of the Glue job and of the Batch job that failed", async () => {
    execution("FAILED", { stopDate: began / 1000 + 90, error: "States.TaskFailed", cause: "too many" });
    aws.on(`${STATES}.GetExecutionHistory`, () => ({ events: failing }));
    const job = { jobId: "j", jobName: "p-job-20261121-x", status: "FAILED", stoppedAt: began + 50_000 };
    aws.on("POST /v1/listjobs", () => ({ jobSummaryList: [{ ...job, container: { exitCode: 3 } }] }));
    aws.on("POST /v1/describejobs", () => ({ jobs: [{ ...job, container: { logStreamName: "training/default/1" } }] }));
    const logs: Readonly<Record<string, string>> = {
      "/aws-glue/python-jobs/error jr_1": "raise TooManyFailuresError",
      "/aws/batch/job training/default/1": "out of memory",
    };
    aws.on("Logs_20140328.GetLogEvents", ({ logGroupName, logStreamName }) => {
      const message = logs[`${String(logGroupName)} ${String(logStreamName)}`];
      return message === undefined ? { status: 400, code: "ResourceNotFoundException" } : { events: [{ message }] };
    });
    const { exitCode, stdout } = await run([...words, "--monitor"]);

    expect(exitCode).toBe(1);
    expect(stdout.split("\n").slice(-8)).toEqual([
      "Failed in Check status: States.TaskFailed",
      "  too many",
      "The last lines of its log:",
      "  raise TooManyFailuresError",
      "Failed Batch job p-job-20261121-x: exit code 3",
      "The last lines of its log:",
      "  out of memory",
      "",
    ]);
  });

  it("prints one JSON object with --json, and how it goes to standard error", async () => {
    execution("SUCCEEDED", { stopDate: began / 1000 + 30 });
    const { exitCode, stdout, stderr } = await run([...words, "--monitor", "--json"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "dev",
      context: "training",
      status: "SUCCEEDED",
      failure: null,
    });
    expect(stderr).toContain(`${DATE}-1 SUCCEEDED after 30 s`);
  });

  it("says that the run goes on when the session ends under the watch, and exits with 75, which is no failure", async () => {
    execution("RUNNING");
    aws.fail(`${STATES}.DescribeExecution`, { status: 400, code: "ExpiredTokenException", message: "token expired" });
    const { exitCode, stdout, stderr } = await run([...words, "--monitor"]);

    expect(exitCode).toBe(75);
    expect(stdout).toBe(`${arn(`${DATE}-1`)}\n`);
    expect(stderr).toBe(
      "The session with AWS has ended (token expired): the run goes on. Sign in again, then: " +
        `npx dapf runs show dev ${arn(`${DATE}-1`)} --context training\n`,
    );
  });

  it("leaves the run alone at Ctrl-C, says how to look again, and exits with 130", async () => {
    execution("RUNNING");
    let interrupt = (): void => undefined;
    const interrupts = {
      subscribe: (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      },
    };
    // As soon as the run has been looked at.
    aws.on("POST /v1/listjobs", () => {
      setTimeout(interrupt, 100);
      return { jobSummaryList: [] };
    });
    const { exitCode, stdout } = await run([...words, "--monitor"], { interrupts });

    expect(exitCode).toBe(130);
    expect(stdout).toContain(`The run goes on. Look again: npx dapf runs show dev ${DATE}-1 --context training\n`);
    expect(aws.called(`${STATES}.StopExecution`)).toEqual([]);
  });
});

describe("a run that Step Functions lists and does not describe yet", () => {
  const unknown = { status: 400, code: "ExecutionDoesNotExist" };

  it("is not taken for one that has succeeded: after Ctrl-C dapf run exits with 130 and names it by its ARN", async () => {
    let interrupt = (): void => undefined;
    const interrupts = {
      subscribe: (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      },
    };
    aws.on(`${STATES}.DescribeExecution`, () => {
      setTimeout(interrupt, 100);
      return unknown;
    });
    const { exitCode, stdout } = await run([...words, "--monitor"], { interrupts });

    expect(exitCode).toBe(130);
    expect(stdout).toContain(`Look again: npx dapf runs show dev ${arn(`${DATE}-1`)} --context training\n`);
  });

  it("is shown as it is listed", async () => {
    runs({ name: `${DATE}-1`, status: "RUNNING" });
    aws.on(`${STATES}.DescribeExecution`, () => unknown);
    const { exitCode, stdout } = await run(["runs", "show", "dev", "--context", "training"]);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${arn(`${DATE}-1`)}\n${DATE}-1 RUNNING after `);
  });
});

describe("two dapf run --local at once in one clone", () => {
  const local = [...words, "--local"];
  const jobs: string[] = [];

  beforeEach(() => {
    jobs.length = 0;
    const example = path.join(root, "analytics-etl/example");
    writeJson(path.join(example, "example.json"), {
      deliveries: { "raw/{date}.csv": "parts.csv" },
      jobs: [["ingest"]],
      results: ["checked/{date}.json"],
    });
    write(path.join(example, "parts.csv"), "part\n");
    line.aws.running = true;
    line.aws.record = { ...line.aws.record, endpoint: variables.AWS_ENDPOINT_URL ?? "" };
  });

  /** Glue, whose jobs end well. @param onStart is waited for before the start of the first one is answered */
  function glue(onStart: () => Promise<void>): void {
    aws.on("AWSGlue.StartJobRun", async ({ JobName }) => {
      if (jobs.push(String(JobName)) === 1) await onStart();
      return { JobRunId: "jr" };
    });
    aws.on("AWSGlue.GetJobRun", () => {
      aws.objects.set(`/jenkins-dev-apsouth1-analytics-etl/checked/${DATE}.json`, "{}");
      return { JobRun: { JobRunState: "SUCCEEDED" } };
    });
  }

  it("prepare the example data once: the second one waits, and both tell of one run", async () => {
    let waited = "";
    let second: ReturnType<typeof line.run> | undefined;
    glue(
      () =>
        new Promise((resolve) => {
          const onProgress = (text: string) => {
            waited += text;
            resolve();
          };
          second = line.run(local, { variables, onProgress });
        }),
    );
    const first = await run(local);
    const outcomes = [first, await second];

    expect(waited).toMatch(/^Waiting for preparation of example data of dev \(process \d+ of /);
    expect(jobs).toHaveLength(1);
    expect(outcomes.map((outcome) => outcome?.exitCode)).toEqual([0, 0]);
    expect(outcomes.map((outcome) => outcome?.stdout.trimEnd().split("\n").at(-1))).toEqual([
      arn(`${DATE}-1`),
      arn(`${DATE}-1`),
    ]);
  });
});

describe("dapf runs", () => {
  it("lists the runs, the latest first", async () => {
    runs({ name: `${DATE}-2`, status: "RUNNING" }, { name: `${DATE}-1`, status: "FAILED" });
    const { stdout } = await run(["runs", "list", "dev", "--context", "training"]);

    expect(stdout).toMatch(new RegExp(`^training +${DATE}-2 +RUNNING .*\\ntraining +${DATE}-1 +FAILED .*\\n$`));
  });

  it("stops those that have not ended, and says why to AWS", async () => {
    runs({ name: `${DATE}-2`, status: "RUNNING" }, { name: `${DATE}-1`, status: "FAILED" });
    aws.on(`${STATES}.StopExecution`, () => ({ stopDate: 0 }));
    const { exitCode, stdout } = await run(["runs", "stop", "dev", "--context", "training"]);

    expect([exitCode, stdout]).toEqual([0, `Stopped ${arn(`${DATE}-2`)}\n`]);
    expect(aws.called(`${STATES}.StopExecution`)).toMatchObject([
      { executionArn: arn(`${DATE}-2`), error: "Dapf.Stopped", cause: "stopped by hand: dapf runs stop" },
    ]);
  });

  it("names the latest runs when there is none of that name", async () => {
    runs({ name: `${DATE}-1`, status: "FAILED" });
    const { exitCode, stderr } = await run(["runs", "show", "dev", "nope", "--context", "training"]);

    expect([exitCode, stderr]).toEqual([2, `dapf: dev has no run nope: the latest are ${DATE}-1 (training)\n`]);
  });

  it("says so when neither context has runs to list or to stop", async () => {
    const inferencing = { ...map, step_function_arn: `${machine}-inferencing` };
    aws.parameters.set("/jenkins-dev-apsouth1-dapf-ssm/inferencing_step_function_inputs", JSON.stringify(inferencing));
    const listed = await run(["runs", "list", "dev"]);
    const stopped = await run(["runs", "stop", "dev"]);

    expect([listed.exitCode, listed.stdout]).toEqual([0, "There were no runs\n"]);
    expect([stopped.exitCode, stopped.stdout]).toEqual([0, "No run was under way\n"]);
    expect(aws.called(`${STATES}.StopExecution`)).toEqual([]);
  });

  it("shows the latest run with its states, and exits with 0 while nothing has failed", async () => {
    runs({ name: `${DATE}-1`, status: "RUNNING" });
    execution("SUCCEEDED", { stopDate: began / 1000 + 30 });
    const { exitCode, stdout } = await run(["runs", "show", "dev", "--context", "training"]);

    expect([exitCode, stdout]).toEqual([0, `${arn(`${DATE}-1`)}\n${DATE}-1 SUCCEEDED after 30 s\n`]);
  });

  it("exits with 1 for a run that has failed, and tells what on", async () => {
    runs({ name: `${DATE}-1`, status: "FAILED" });
    execution("TIMED_OUT", { stopDate: began / 1000 + 90, error: "States.Timeout", cause: "took too long" });
    const shown = await run(["runs", "show", "dev", `${DATE}-1`, "--context", "training"]);
    const asJson = await run(["runs", "show", "dev", `${DATE}-1`, "--context", "training", "--json"]);

    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toContain("Failed: States.Timeout\n  took too long\n");
    expect(asJson.exitCode).toBe(1);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      environment: "dev",
      context: "training",
      status: "TIMED_OUT",
      failure: { error: "States.Timeout", cause: "took too long" },
    });
  });

  it("has no failure in the JSON of a run that has none", async () => {
    runs({ name: `${DATE}-1`, status: "RUNNING" });
    execution("RUNNING");
    const { exitCode, stdout } = await run(["runs", "show", "dev", "--context", "training", "--json"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "RUNNING", failure: null });
  });

  it("lists and stops as JSON objects", async () => {
    runs({ name: `${DATE}-1`, status: "RUNNING" });
    aws.on(`${STATES}.StopExecution`, () => ({ stopDate: 0 }));
    const listed = await run(["runs", "list", "dev", "--context", "training", "--json"]);
    const stopped = await run(["runs", "stop", "dev", "--context", "training", "--json"]);

    const one = { name: `${DATE}-1`, status: "RUNNING", context: "training", executionArn: arn(`${DATE}-1`) };
    expect(JSON.parse(listed.stdout)).toMatchObject({ environment: "dev", runs: [one] });
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      environment: "dev",
      stopped: [{ executionArn: arn(`${DATE}-1`) }],
    });
  });
});
