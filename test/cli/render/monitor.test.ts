import { JsonMonitor } from "../../../cli/render/monitor-json";
import { LiveMonitor } from "../../../cli/render/monitor-live";
import { PlainMonitor } from "../../../cli/render/monitor-plain";
import { plainText } from "../../../cli/render/style";
import type { JobState, MonitorEvent } from "../../../jobs/engine/monitor";
import { Recorder } from "../command-line";
import { screenOf } from "./screen";

const state = (status: JobState["status"], more: Partial<JobState> = {}): JobState => ({
  id: "1",
  name: "train",
  status,
  attempts: 0,
  logs: [],
  needs: [],
  ...more,
});
const changed = (status: JobState["status"], more: Partial<JobState> = {}): MonitorEvent => ({
  type: "changed",
  state: state(status, more),
  before: undefined,
});
const looked = (unanswered = 0): MonitorEvent => ({ type: "looked", open: 1, missing: 0, unanswered });
const away: MonitorEvent = { type: "no-answer", reason: "connect ECONNREFUSED", signedOut: false };

describe("a watch where there is no terminal", () => {
  function lines(events: readonly MonitorEvent[]): string[] {
    const stream = new Recorder();
    const monitor = new PlainMonitor(stream, plainText);
    for (const event of events) monitor.handle(event);
    return stream.text.trimEnd().split("\n");
  }

  it("has a line for each change that is to be seen", () => {
    const logs = [{ group: "g", stream: "s" }];
    const failed = changed("FAILED", { exitCode: 3, reason: "exited" });
    expect(lines([changed("RUNNING"), changed("RUNNING", { logs }), looked(), failed])).toEqual([
      "train  RUNNING",
      "train  FAILED  exit code 3  exited",
    ]);
  });

  it("says once that nobody answers, each time", () => {
    expect(lines([away, away, looked(1), away, looked(1), looked(), away])).toHaveLength(2);
  });

  it("says that somebody has to sign in again when the session has ended", () => {
    expect(lines([{ type: "no-answer", reason: "token expired", signedOut: true }, looked(1)])).toEqual([
      "The session with AWS has ended (token expired); sign in again, and this goes on",
    ]);
  });

  it("marks the lines of a log", () => {
    const stream = new Recorder();
    new PlainMonitor(stream, plainText).log("train", [{ at: 1, message: "epoch 1" }]);
    expect(stream.text).toBe("train | epoch 1\n");
  });
});

describe("a watch in a terminal", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function live(hasLog = false) {
    const stream = new Recorder(true);
    let now = 0;
    const monitor = new LiveMonitor(stream, plainText, 2, hasLog, () => now);
    return { monitor, stream, screen: () => screenOf(stream.text), pass: (ms: number) => (now += ms) };
  }

  it("draws the table over itself", () => {
    const { monitor, screen, pass } = live();
    monitor.handle(changed("RUNNING", { startedAt: 0 }));
    monitor.handle(looked());
    pass(30_000);
    jest.advanceTimersByTime(1000);
    expect(screen()).toEqual([
      expect.stringContaining("0/2, 1 running, 30 s"),
      expect.stringContaining("NAME"),
      expect.stringMatching(/^train +RUNNING +30 s$/),
      "and 1 not looked at yet",
    ]);
  });

  it("is drawn once a look, however many jobs have changed", () => {
    const { monitor, stream } = live();
    const before = stream.text.length;
    for (let index = 0; index < 1000; index += 1) monitor.handle(changed("RUNNING"));
    expect(stream.text.length).toBe(before);
  });

  it("lets the log of a job go by above the table, as plain text", () => {
    const { monitor, screen } = live(true);
    monitor.log("train", [{ at: 1, message: "10 %\r20 %\r\u001b[1mepoch 1\u001b[2J" }]);
    monitor.log("train", [{ at: 2, message: "epoch 2" }]);
    expect(screen().slice(0, 2)).toEqual(["train | epoch 1", "train | epoch 2"]);
    expect(screen()[2]).toContain("0/2");
  });

  it("tells below the bar that nobody answers, until somebody does", () => {
    const { monitor, screen } = live();
    monitor.handle(away);
    monitor.handle(looked(1));
    expect(screen()[1]).toBe("AWS Batch does not answer (connect ECONNREFUSED); going on");
    monitor.handle(looked());
    expect(screen()[1]).toContain("NAME");
  });

  it("leaves nothing, and gives the cursor back, when it is closed", () => {
    const { monitor, stream, screen } = live();
    monitor.handle(looked());
    monitor.close();
    jest.advanceTimersByTime(5000);
    expect(screen()).toEqual([]);
    expect(stream.text.endsWith("\u001b[?25h")).toBe(true);
  });
});

test("a watch for programs is a line of JSON for each event", () => {
  const stream = new Recorder();
  const monitor = new JsonMonitor(stream);
  monitor.handle(changed("FAILED", { exitCode: 1, logs: [{ group: "g", stream: "s" }] }));
  monitor.handle(looked());
  monitor.log("train", [{ at: 1, message: "epoch 1" }]);
  monitor.say("Ended 1 job");
  expect(
    stream.text
      .trimEnd()
      .split("\n")
      .map((text): unknown => JSON.parse(text)),
  ).toEqual([
    {
      type: "changed",
      jobName: "train",
      jobId: "1",
      status: "FAILED",
      exitCode: 1,
      attempts: 0,
      logGroup: "g",
      logStream: "s",
    },
    { type: "looked", open: 1, missing: 0, unanswered: 0 },
    { type: "log", jobName: "train", at: 1, message: "epoch 1" },
    { type: "message", message: "Ended 1 job" },
  ]);
});
