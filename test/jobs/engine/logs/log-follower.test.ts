import { LogFollower, LogTail, type LogLocation, logLocationsOf } from "../../../../jobs/engine/logs";
import { randomOf, VirtualTime } from "../../training/virtual-time";
import { FakeLogs } from "./fake-logs";

const place = (stream: string): LogLocation => ({ group: "/aws/batch/job", stream });

describe("the tail of a stream", () => {
  it("has all pages, and later what was written since", async () => {
    const logs = new FakeLogs();
    const tail = new LogTail(logs, place("a"));
    expect(await tail.more()).toEqual([]);
    logs.write("a", "1", "2", "3", "4", "5");
    expect((await tail.more()).map(({ message }) => message)).toEqual(["1", "2", "3", "4", "5"]);
    expect(await tail.more()).toEqual([]);
    logs.write("a", "6");
    expect((await tail.more()).map(({ message }) => message)).toEqual(["6"]);
  });
});

describe("following the log of a job", () => {
  function world() {
    const time = new VirtualTime(randomOf(1));
    const logs = new FakeLogs();
    const stop = new AbortController();
    const read: string[] = [];
    const onLines = (lines: readonly { message: string }[]) => read.push(...lines.map(({ message }) => message));
    const follower = new LogFollower({ reader: logs, signal: stop.signal, onLines, time });
    const later = (at: number, act: () => void) => void time.sleep(at).then(act);
    const run = () => time.during(follower.run());
    return { time, logs, stop, read, follower, later, run };
  }

  it("reads lines as they come, and those that appear only after the job's end", async () => {
    const { logs, read, follower, later, run, time } = world();
    const begun = time.now();
    later(1000, () => follower.note([place("a")], false));
    later(2000, () => logs.write("a", "epoch 1"));
    later(60_000, () => logs.write("a", "epoch 2"));
    later(60_500, () => follower.note([place("a")], true));
    later(62_500, () => logs.write("a", "done"));
    await run();
    expect(read).toEqual(["epoch 1", "epoch 2", "done"]);
    expect(time.now() - begun).toBeLessThan(70_000);
  });

  it("reads every attempt to its end, one after the other", async () => {
    const { logs, read, follower, later, run } = world();
    later(100, () => {
      logs.write("a", "first 1");
      follower.note([place("a")], false);
    });
    later(10_000, () => {
      logs.write("a", "first 2");
      logs.write("b", "second 1", "second 2");
      follower.note([place("a"), place("b")], false);
    });
    later(20_000, () => follower.note([place("a"), place("b")], true));
    await run();
    expect(read).toEqual(["first 1", "first 2", "second 1", "second 2"]);
  });

  it("ends at once when the job has no log, and when it is interrupted", async () => {
    const none = world();
    none.follower.end();
    await none.run();
    expect(none.logs.reads).toBe(0);
    const stopped = world();
    stopped.follower.note([place("a")], false);
    stopped.later(10_000, () => stopped.stop.abort());
    await stopped.run();
    expect(stopped.logs.reads).toBeGreaterThan(1);
  });
});

describe("where a job writes", () => {
  const attempt = (logStreamName: string) => ({ container: { logStreamName } });
  const job = (more: object) => ({
    jobId: "1",
    jobName: "train",
    jobQueue: "queue",
    jobDefinition: "it",
    startedAt: 0,
    status: "RUNNING" as const,
    ...more,
  });

  it("is a stream of each attempt in the group of AWS Batch, the running one last", () => {
    const running = job({ attempts: [attempt("a"), attempt("b")], container: { logStreamName: "c" } });
    expect(logLocationsOf(running)).toEqual(["a", "b", "c"].map(place));
    const over = job({ attempts: [attempt("a")], container: { logStreamName: "a" } });
    expect(logLocationsOf(over)).toEqual([place("a")]);
  });

  it("is the group that the job names, and nowhere that is known with another driver", () => {
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/team/jobs" } };
    expect(logLocationsOf(job({ container: { logStreamName: "a", logConfiguration } }))).toEqual([
      { group: "/team/jobs", stream: "a" },
    ]);
    const elsewhere = { logStreamName: "a", logConfiguration: { logDriver: "splunk" } };
    expect(logLocationsOf(job({ container: elsewhere }))).toEqual([]);
  });
});
