import { monitorJobs, type MonitorEvent } from "../../../../jobs/engine/monitor";
import type { MonitorOptions } from "../../../../jobs/engine/monitor/monitor-jobs";
import { containerStatuses } from "../../../../jobs/container/statuses";
import { standIn } from "../../../aws/stand-in";
import { randomOf, VirtualTime } from "../../training/virtual-time";
import { type Course, FakeJobs } from "./fake-jobs";

const HOUR = 60 * 60 * 1000;

function world(courses: Readonly<Record<string, Course>>, options: Partial<MonitorOptions> = {}, renews = false) {
  const time = new VirtualTime(randomOf(1));
  const calls = new FakeJobs(time, courses);
  const batch = standIn(calls, time, renews);
  const events: MonitorEvent[] = [];
  const stop = new AbortController();
  const jobs = Object.keys(courses).map((id) => ({ id }));
  const emit = (event: MonitorEvent) => void events.push(event);
  const watch = () =>
    time.during(monitorJobs({ source: containerStatuses(batch), jobs, emit, signal: stop.signal, ...options }));
  const changes = () =>
    events.flatMap((event) => (event.type === "changed" ? [`${event.state.id} ${event.state.status}`] : []));
  return { time, calls, events, stop, watch, changes };
}

const throttled = () => Object.assign(new Error("Too Many Requests"), { name: "TooManyRequestsException" });
const away = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
const many = (count: number, course: Course) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`job-${index}`, course]));

describe("monitorJobs", () => {
  it("tells each change of a job once, and ends when all are over", async () => {
    const { watch, changes } = world({
      a: [
        [0, "RUNNING"],
        [3000, "SUCCEEDED"],
      ],
      b: [
        [0, "PENDING"],
        [4000, "RUNNING"],
        [9000, "FAILED"],
      ],
    });
    const { states, interrupted } = await watch();
    expect(changes()).toEqual(["a RUNNING", "b PENDING", "a SUCCEEDED", "b RUNNING", "b FAILED"]);
    expect(states.map(({ name, status }) => [name, status])).toEqual([
      ["name-of-a", "SUCCEEDED"],
      ["name-of-b", "FAILED"],
    ]);
    expect(interrupted).toBe(false);
  });

  it("asks for 100 jobs a call, and not again for those that are over", async () => {
    const { watch, calls } = world({
      ...many(250, [[0, "SUCCEEDED"]]),
      ...{
        late: [
          [0, "RUNNING"],
          [2000, "SUCCEEDED"],
        ],
      },
    });
    await watch();
    expect(calls.calls.slice(0, 3).map(({ length }) => length)).toEqual([100, 100, 51]);
    expect(calls.calls.slice(3).every((ids) => ids.join() === "late")).toBe(true);
  });

  it("looks soon after a change, and ever more rarely while nothing happens, up to a bound", async () => {
    const { watch, calls } = world({
      a: [
        [0, "RUNNING"],
        [HOUR, "STARTING"],
        [HOUR + 100_000, "SUCCEEDED"],
      ],
    });
    await watch();
    const pauses = calls.at.slice(1).map((at, index) => at - (calls.at[index] ?? 0));
    const change = calls.at.findIndex((at) => at >= HOUR);
    expect(pauses[0]).toBeLessThan(1000);
    expect(pauses[change]).toBeLessThan(1000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(15_000 * 1.25 + 10);
    expect(calls.at.length).toBeLessThan((HOUR + 100_000) / 10_000);
    // With jitter: watchers that begin together do not stay together.
    expect(new Set(pauses.slice(20, 40).map(Math.round)).size).toBeGreaterThan(10);
  });

  it("rests for most of the time, however long a look takes", async () => {
    const { watch, calls } = world(
      many(1000, [
        [0, "RUNNING"],
        [30_000, "SUCCEEDED"],
      ]),
      { rate: 5 },
    );
    await watch();
    const [first = 0, second = 0] = [0, 10].map((index) => calls.at[index]);
    const took = (calls.at[9] ?? 0) - first;
    expect(second - (calls.at[9] ?? 0)).toBeGreaterThan(took * 3.9);
  });

  it("gives a job that is not known yet some time to appear", async () => {
    const { watch, changes } = world({
      a: [
        [0, undefined],
        [8000, "RUNNING"],
        [9000, "SUCCEEDED"],
      ],
    });
    await watch();
    expect(changes()).toEqual(["a RUNNING", "a SUCCEEDED"]);
  });

  it("reports a job that vanishes, and ends", async () => {
    const { watch, changes, calls } = world({
      a: [
        [0, "RUNNING"],
        [5000, undefined],
      ],
      b: [[0, undefined]],
    });
    const { states } = await watch();
    expect(changes()).toEqual(["a RUNNING", "b VANISHED", "a VANISHED"]);
    expect(states.map(({ name, reason }) => [name, reason])).toEqual([
      ["name-of-a", "AWS Batch does not know the job any more"],
      ["b", "AWS Batch does not know the job in this account and Region"],
    ]);
    expect(calls.at.at(-1)).toBeLessThan(40_000);
  });

  it("does not take a service that is away for jobs that are", async () => {
    const { watch, calls, events, changes } = world({
      a: [
        [0, "RUNNING"],
        [400_000, "SUCCEEDED"],
      ],
    });
    calls.fault = (elapsed) => (elapsed > 1000 && elapsed < 300_000 ? away() : undefined);
    const { states } = await watch();
    expect(states[0]?.status).toBe("SUCCEEDED");
    expect(changes()).toEqual(["a RUNNING", "a SUCCEEDED"]);
    expect(events).toContainEqual({ type: "no-answer", reason: "connect ECONNREFUSED", signedOut: false });
  });

  describe("when the session with AWS ends", () => {
    const expired = () => Object.assign(new Error("token expired"), { name: "ExpiredTokenException" });
    const running: Readonly<Record<string, Course>> = {
      a: [
        [0, "RUNNING"],
        [400_000, "SUCCEEDED"],
      ],
      b: [[0, "SUCCEEDED"]],
    };

    it("goes on when somebody signs in again", async () => {
      const { watch, calls, events } = world(running, {}, true);
      calls.fault = (elapsed) => (elapsed > 1000 && elapsed < 600_000 ? expired() : undefined);
      const watched = await watch();
      expect(watched).toMatchObject({ interrupted: false, signedOut: undefined });
      expect(watched.states.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
      expect(events).toContainEqual({ type: "no-answer", reason: "token expired", signedOut: true });
    });

    it("ends with what it has seen, as no failure, when nobody does for a quarter of an hour", async () => {
      const { watch, calls } = world(running, {}, true);
      calls.fault = (elapsed) => (elapsed > 1000 ? expired() : undefined);
      const { states, interrupted, signedOut } = await watch();
      expect(states.map(({ status }) => status)).toEqual(["RUNNING", "SUCCEEDED"]);
      expect([interrupted, signedOut?.reason]).toEqual([false, "token expired"]);
      expect(calls.at.at(-1)).toBeGreaterThan(15 * 60_000);
    });

    it("ends at once when its credentials are fixed, and fails when it never had an answer", async () => {
      const fixed = world(running);
      fixed.calls.fault = (elapsed) => (elapsed > 1000 ? expired() : undefined);
      expect((await fixed.watch()).signedOut?.code).toBe("ExpiredTokenException");
      expect(fixed.calls.at.filter((at) => at > 1000)).toHaveLength(1);
      const never = world(running, {}, true);
      never.calls.fault = expired;
      await expect(never.watch()).rejects.toThrow("token expired. Sign in to AWS first");
      const submitted = world(running, { isUp: true });
      submitted.calls.fault = expired;
      expect((await submitted.watch()).signedOut?.code).toBe("ExpiredTokenException");
    });
  });

  it("gives up when the service does not answer the first call, or none for a quarter of an hour", async () => {
    const never = world({ a: [[0, "RUNNING"]] });
    never.calls.fault = away;
    await expect(never.watch()).rejects.toThrow(
      "AWS Batch was not reached for DescribeJobs in eu-west-1: connect ECONNREFUSED",
    );
    expect(never.calls.at.at(-1)).toBeLessThan(30_000);
    const lost = world({ a: [[0, "RUNNING"]] });
    lost.calls.fault = (elapsed) => (elapsed > 1000 ? away() : undefined);
    await expect(lost.watch()).rejects.toThrow("not reached for DescribeJobs");
    expect(lost.calls.at.at(-1)).toBeGreaterThan(15 * 60_000);
  });

  it("repeats calls that are throttled, and not those that are refused", async () => {
    const { watch, calls, time } = world({
      a: [
        [0, "RUNNING"],
        [60_000, "SUCCEEDED"],
      ],
    });
    calls.fault = () => (time.random() < 0.3 ? throttled() : undefined);
    expect((await watch()).states[0]?.status).toBe("SUCCEEDED");
    const refused = world({ a: [[0, "RUNNING"]] });
    const answer = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };
    refused.calls.fault = () => Object.assign(new Error("not authorized"), answer);
    await expect(refused.watch()).rejects.toThrow("DescribeJobs in eu-west-1: not authorized (AccessDeniedException)");
    expect(refused.calls.calls).toHaveLength(1);
  });

  it("tells of the first failure which jobs are not over, once, and waits for what comes of it", async () => {
    const seen: unknown[] = [];
    const { watch, time } = world(
      {
        a: [[0, "FAILED"]],
        b: [
          [0, "RUNNING"],
          [5000, "FAILED"],
        ],
        c: [[0, "SUCCEEDED"]],
      },
      {
        onFirstFailure: async (failed, open) => {
          await time.sleep(100);
          seen.push([failed.id, open]);
        },
      },
    );
    await watch();
    expect(seen).toEqual([["a", ["b"]]]);
  });

  it("ends at once when it is interrupted, also while a call is under way", async () => {
    const { watch, calls, stop, events } = world({ a: [[0, "RUNNING"]], b: [[0, "SUCCEEDED"]] });
    calls.fault = (elapsed) => {
      if (elapsed > 2000) stop.abort();
      return undefined;
    };
    const { states, interrupted } = await watch();
    expect(interrupted).toBe(true);
    expect(states.map(({ id, status }) => [id, status])).toEqual([
      ["a", "RUNNING"],
      ["b", "SUCCEEDED"],
    ]);
    expect(events.at(-1)).toEqual({ type: "looked", open: 1, missing: 0, unanswered: 0 });
  });

  it("tells how the jobs of an array stand", async () => {
    const array = (statusSummary: Record<string, number>) => ({ arrayProperties: { size: 5, statusSummary } });
    const { watch, events } = world({
      a: [
        [0, { status: "PENDING", ...array({ RUNNING: 2, RUNNABLE: 3 }) }],
        [5000, { status: "PENDING", ...array({ RUNNING: 2, SUCCEEDED: 3 }) }],
        [9000, { status: "SUCCEEDED", ...array({ SUCCEEDED: 5 }) }],
      ],
    });
    await watch();
    const counts = events.flatMap((event) => (event.type === "changed" ? [event.state.array?.byStatus] : []));
    expect(counts).toEqual([{ RUNNING: 2, RUNNABLE: 3 }, { RUNNING: 2, SUCCEEDED: 3 }, { SUCCEEDED: 5 }]);
  });

  it("knows exit code, reason and log stream of the latest attempt", async () => {
    const attempt = (logStreamName: string, exitCode: number) => ({
      container: { logStreamName, exitCode, reason: "out of memory" },
    });
    const { watch } = world({
      a: [[0, { status: "FAILED", statusReason: "exited", attempts: [attempt("first", 1), attempt("second", 137)] }]],
    });
    const [state] = (await watch()).states;
    expect(state).toMatchObject({
      attempts: 2,
      exitCode: 137,
      reason: "out of memory",
      logs: ["first", "second"].map((stream) => ({ group: "/aws/batch/job", stream })),
    });
  });
});
