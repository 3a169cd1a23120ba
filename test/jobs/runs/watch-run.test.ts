import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { causeText, failingVisit, visitsOf } from "../../../jobs/runs/history";
import { AwsCallError } from "../../../aws/errors";
import { failureOfRun, lookAtRun, type RunReader, type RunWatch, watchRun } from "../../../jobs/runs/watch-run";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seconds));
const cause = JSON.stringify({ JobName: "check", Id: "jr_1", ErrorMessage: "TooManyFailuresError: gearbox/xgb" });

/** A status check that fails, and the clean-up after it, as Step Functions tells them. */
const events: HistoryEvent[] = [
  { id: 1, previousEventId: 0, timestamp: at(0), type: "ExecutionStarted" },
  entered(2, 0, "Check status", 1),
  {
    id: 3,
    previousEventId: 2,
    timestamp: at(1),
    type: "TaskScheduled",
    taskScheduledEventDetails: {
      resourceType: "glue",
      resource: "startJobRun.sync",
      region: "r",
      parameters: JSON.stringify({ JobName: "check" }),
    },
  },
  {
    id: 4,
    previousEventId: 3,
    timestamp: at(2),
    type: "TaskSubmitted",
    taskSubmittedEventDetails: {
      resourceType: "glue",
      resource: "startJobRun.sync",
      output: JSON.stringify({ JobRunId: "jr_1" }),
    },
  },
  {
    id: 5,
    previousEventId: 4,
    timestamp: at(4),
    type: "TaskFailed",
    taskFailedEventDetails: { resourceType: "glue", resource: "r", error: "States.TaskFailed", cause },
  },
  exited(6, 5, "Check status", 4),
  entered(7, 6, "Clean up", 4),
];

function entered(id: number, previousEventId: number, name: string, seconds: number): HistoryEvent {
  return { id, previousEventId, timestamp: at(seconds), type: "TaskStateEntered", stateEnteredEventDetails: { name } };
}

function exited(id: number, previousEventId: number, name: string, seconds: number): HistoryEvent {
  return { id, previousEventId, timestamp: at(seconds), type: "TaskStateExited", stateExitedEventDetails: { name } };
}

/** A reader of one execution, whose status is the next of the list with each look. */
function reader(statuses: string[], changes: Partial<RunReader> = {}): RunReader {
  return {
    execution: () =>
      Promise.resolve({
        executionArn: "arn",
        stateMachineArn: "arn",
        name: "2026-11-21-1",
        status: (statuses.length > 1 ? statuses.shift() : statuses[0]) as "RUNNING", // Cast: or another one of them.
        startDate: at(0),
        error: "States.TaskFailed",
        cause,
        input: JSON.stringify({
          aws_batch_job_queue: "q",
          aws_batch_job_name: "p-job",
          year: "2026",
          month: "11",
          day: "21",
        }),
      }),
    history: () => Promise.resolve(events),
    jobs: (queue, head) =>
      Promise.resolve(
        queue === "q" && head === "p-job-20261121-"
          ? ["FAILED", "SUCCEEDED", "SUCCEEDED"].map((status) => ({
              jobId: "i",
              jobName: "n",
              status: status as "FAILED", // Cast: or the other one.
            }))
          : [],
      ),
    describeJobs: () => Promise.resolve([]),
    lastLines: (group, stream) =>
      Promise.resolve(group === "/aws-glue/python-jobs/error" && stream === "jr_1" ? ["the last line"] : []),
    ...changes,
  };
}

test("states are told with their times, failures and Glue runs", () => {
  expect(visitsOf(events)).toEqual([
    {
      name: "Check status",
      enteredAt: at(1),
      leftAt: at(4),
      failure: { error: "States.TaskFailed", cause },
      glueRun: { job: "check", id: "jr_1" },
    },
    { name: "Clean up", enteredAt: at(4) },
  ]);
});

test("a retry that succeeds is no failure", () => {
  const succeeded: HistoryEvent = {
    id: 8,
    previousEventId: 5,
    timestamp: at(5),
    type: "TaskSucceeded",
    taskSucceededEventDetails: { resourceType: "glue", resource: "r" },
  };
  expect(visitsOf([...events.slice(0, 5), succeeded])[0]?.failure).toBeUndefined();
});

test("of two failed states the one with the error of the execution failed it", () => {
  const visit = (name: string, error: string) => ({ name, enteredAt: at(0), failure: { error, cause: "c" } });
  const visits = [visit("Evaluation", "A"), visit("Clean up", "B")];

  expect(failingVisit(visits, { error: "A", cause: "c" })?.name).toBe("Evaluation");
  expect(failingVisit([], { error: "A", cause: "c" })).toBeUndefined();
});

test("of Glue's causes only its message is for people", () => {
  expect(causeText(cause)).toBe("TooManyFailuresError: gearbox/xgb");
  expect(causeText("plain")).toBe("plain");
  expect(causeText("{broken")).toBe("{broken");
});

test("a failed run tells the state, the cause and the last lines of the log", async () => {
  const services = reader(["FAILED"]);
  const view = await lookAtRun("arn", services);

  expect(view?.jobs).toEqual({ FAILED: 1, SUCCEEDED: 2 });
  expect(view && (await failureOfRun(view, services))).toEqual({
    state: "Check status",
    error: "States.TaskFailed",
    cause: "TooManyFailuresError: gearbox/xgb",
    log: ["the last line"],
    jobs: [],
  });
});

/** A clock that goes on by a minute with each pause. */
function watch(more: Partial<RunWatch> = {}): RunWatch {
  let now = 0;
  const pause = () => Promise.resolve((now += 60_000) > 0);
  return { onView: () => undefined, onSignedOut: () => undefined, pause, time: { now: () => now }, ...more };
}

test("a run is watched until it ends", async () => {
  const seen: string[] = [];
  const services = reader(["RUNNING", "RUNNING", "SUCCEEDED"]);
  const last = await watchRun("arn", services, watch({ onView: ({ status }) => void seen.push(status) }));

  expect(seen).toEqual(["RUNNING", "RUNNING", "SUCCEEDED"]);
  expect(last && (await failureOfRun(last, services))).toBeUndefined();
});

describe("when the session with AWS ends while a run goes on", () => {
  const call = { service: "Step Functions", operation: "DescribeExecution", region: "eu-west-1", endpoint: undefined };
  const expired = (renews: boolean) =>
    new AwsCallError({ ...call, renews }, Object.assign(new Error("token expired"), { name: "ExpiredTokenException" }));
  /** Fails from the second look on, so many times. */
  const services = (renews: boolean, times: number) => {
    const known = reader(["RUNNING", "SUCCEEDED"]);
    let looks = 0;
    const execution: RunReader["execution"] = (arn) => {
      looks += 1;
      return looks > 1 && looks <= 1 + times ? Promise.reject(expired(renews)) : known.execution(arn);
    };
    return { ...known, execution };
  };

  test("it is looked at again until somebody has signed in again, who is told so once", async () => {
    const onSignedOut = jest.fn();
    const last = await watchRun("arn", services(true, 10), watch({ onSignedOut }));
    expect(last?.status).toBe("SUCCEEDED");
    expect(onSignedOut.mock.calls).toEqual([["token expired"]]);
  });

  test("the watch ends when nobody does for a quarter of an hour, or nobody can", async () => {
    await expect(watchRun("arn", services(true, 1000), watch())).rejects.toThrow(AwsCallError);
    await expect(watchRun("arn", services(false, 1), watch())).rejects.toThrow(AwsCallError);
    const once = watch({ pause: jest.fn().mockResolvedValueOnce(true).mockResolvedValue(false) });
    await expect(watchRun("arn", services(true, 1000), once)).rejects.toThrow(AwsCallError);
  });
});

test("or until somebody has seen enough", async () => {
  const last = await watchRun("arn", reader(["RUNNING"]), watch({ pause: () => Promise.resolve(false) }));
  expect(last?.status).toBe("RUNNING");
});

describe("of a run of which AWS tells little", () => {
  // Cast: the members that AWS Step Functions always sends are left out here.
  const bare = (more: object) => ({
    execution: () => Promise.resolve(more as never),
    history: () => Promise.resolve([]),
  });
  const asked = () => Promise.reject(new Error("nobody names a queue"));

  test("an execution that stays unknown is none, after a while", async () => {
    const gone = reader(["RUNNING"], { execution: () => Promise.resolve(undefined) });
    const seen = jest.fn();
    expect(await lookAtRun("arn", gone)).toBeUndefined();
    expect(await watchRun("arn", gone, watch({ onView: seen }))).toBeUndefined();
    expect(seen).not.toHaveBeenCalled();
  });

  test.each([
    ["none", undefined],
    ["no JSON", "{broken"],
    ["no queue", JSON.stringify({ aws_batch_job_name: "j", year: "2026" })],
    ["no name of jobs", JSON.stringify({ aws_batch_job_queue: "q", year: "2026" })],
    ["no day", JSON.stringify({ aws_batch_job_queue: "q", aws_batch_job_name: "j", year: 2026 })],
  ])("no jobs are looked for when its input is %s", async (_, input) => {
    const view = await lookAtRun("arn", reader([], { ...bare({ input, startDate: at(0) }), jobs: asked }));
    expect(view).toMatchObject({ name: "", status: "RUNNING", states: [], jobs: {} });
  });

  test("a year alone narrows the jobs down as far as it goes", async () => {
    const input = JSON.stringify({ aws_batch_job_queue: "q", aws_batch_job_name: "j", year: "2026" });
    const heads: string[] = [];
    const jobs = (_: string, head: string) => Promise.resolve(void heads.push(head)).then(() => []);
    await lookAtRun("arn", reader([], { ...bare({ input }), jobs }));
    expect(heads).toEqual(["j-2026-"]);
  });

  test("one that was stopped between two states names neither state nor error", async () => {
    const view = { executionArn: "arn", name: "n", status: "ABORTED", startedAt: at(0), states: [], jobs: {} };
    expect(await failureOfRun(view, reader([], bare({})))).toEqual({ error: "ABORTED", cause: "", log: [], jobs: [] });
    const gone = { execution: () => Promise.resolve(undefined), history: () => Promise.resolve([]) };
    expect((await failureOfRun(view, reader([], gone)))?.error).toBe("ABORTED");
  });

  test("one that was stopped in a state names it", async () => {
    const states = visitsOf(events.slice(0, 3));
    const view = {
      executionArn: "arn",
      name: "n",
      status: "ABORTED",
      startedAt: at(0),
      endedAt: at(9),
      states,
      jobs: {},
    };
    // Glue has not answered yet: there is no run whose log could be read.
    expect(await failureOfRun(view, reader([], bare({})))).toMatchObject({ state: "Check status", log: [] });
  });
});

test("the log of a Spark job is looked for behind those of Python shell jobs, and there may be none", async () => {
  const groups: string[] = [];
  const lastLines = (found: string) => (group: string) => {
    groups.push(group);
    return Promise.resolve(group === found ? ["of Spark"] : []);
  };
  const logOf = async (found: string) => {
    const services = reader(["FAILED"], { lastLines: lastLines(found) });
    const view = await lookAtRun("arn", services);
    return view && (await failureOfRun(view, services))?.log;
  };
  expect(await logOf("/aws-glue/jobs/error")).toEqual(["of Spark"]);
  expect(groups).toEqual(["/aws-glue/python-jobs/error", "/aws-glue/python-jobs/output", "/aws-glue/jobs/error"]);
  expect(await logOf("nowhere")).toEqual([]);
});

test("events without what AWS always sends do no harm, and a task that says nothing of its job has no Glue run", () => {
  const scheduled = { resourceType: "glue", resource: "r", region: "r", parameters: JSON.stringify({ JobName: 7 }) };
  const visits = visitsOf([
    { id: 1, timestamp: undefined, type: "TaskStateEntered", stateEnteredEventDetails: { name: "A" } },
    { id: 2, previousEventId: 1, timestamp: at(1), type: "TaskScheduled", taskScheduledEventDetails: scheduled },
    {
      id: 3,
      previousEventId: 2,
      timestamp: at(2),
      type: "TaskTimedOut",
      taskTimedOutEventDetails: { resourceType: "glue", resource: "r" },
    },
  ]);
  expect(visits).toEqual([{ name: "A", enteredAt: new Date(0), failure: { error: "", cause: "" } }]);
});

test("a run that has just begun and is not known yet is looked at again", async () => {
  const known = reader(["SUCCEEDED"]);
  let looks = 0;
  const execution: RunReader["execution"] = (arn) => {
    looks += 1;
    return looks === 1 ? Promise.resolve(undefined) : known.execution(arn);
  };
  const last = await watchRun("arn", { ...known, execution }, watch());
  expect(last?.status).toBe("SUCCEEDED");
});
