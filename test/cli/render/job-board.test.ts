import { JobBoard, timeOf } from "../../../cli/render/job-board";
import { plainText } from "../../../cli/render/style";
import type { JobState } from "../../../jobs/engine/monitor";

const NOW = Date.UTC(2026, 0, 1);
const job = (id: string, status: JobState["status"], more: Partial<JobState> = {}): JobState => ({
  id,
  name: id,
  status,
  attempts: 0,
  logs: [],
  needs: [],
  ...more,
});

function board(states: readonly JobState[], total = states.length): JobBoard {
  const made = new JobBoard(total, NOW - 90_000);
  for (const state of states) made.note(state);
  return made;
}

const lines = (one: JobBoard, columns = 80, rows = 24) => one.lines(NOW, { columns, rows }, plainText);
const many = (count: number, status: JobState["status"], name = status.toLowerCase()) =>
  Array.from({ length: count }, (_, index) => job(`${name}-${index}`, status));

describe("the table of watched jobs", () => {
  it("has state, time, exit code and reason of each job below a bar", () => {
    const one = board([
      job("prepare", "SUCCEEDED", { startedAt: NOW - 80_000, stoppedAt: NOW - 60_000, exitCode: 0, reason: "exited" }),
      job("train", "FAILED", { startedAt: NOW - 50_000, stoppedAt: NOW - 5_000, exitCode: 137, reason: "OutOfMemory" }),
      job("tune", "RUNNING", { startedAt: NOW - 123_000 }),
      job("wait", "RUNNABLE", { createdAt: NOW - 5_000, reason: "waits for instances" }),
    ]);
    expect(lines(one)).toEqual([
      "━━━━━━━━━━━━──────────── 2/4, 1 failed, 1 running, 1 min 30 s",
      "NAME     STATE             TIME  EXIT  REASON",
      "train    FAILED            45 s   137  OutOfMemory",
      "tune     RUNNING      2 min 3 s",
      "wait     RUNNABLE         5.0 s        waits for instances",
      "prepare  SUCCEEDED         20 s     0",
    ]);
  });

  it.each([
    [60, 24],
    [80, 10],
    [40, 8],
    [30, 6],
    [200, 50],
  ])("fits a terminal of %d columns and %d rows", (columns, rows) => {
    const long = "x".repeat(300);
    const states = [...many(500, "RUNNING", long), ...many(500, "FAILED"), ...many(9000, "SUCCEEDED")];
    const reasons = states.map((state) => ({ ...state, reason: long, exitCode: 1, startedAt: NOW - 4_000_000 }));
    const drawn = lines(board(reasons, 12_000), columns, rows);
    expect(drawn.length).toBeLessThan(rows);
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(columns);
  });

  it("shows failed and running jobs first, and counts the others", () => {
    const one = board(
      [...many(40, "SUCCEEDED"), ...many(30, "PENDING"), ...many(20, "FAILED"), ...many(5, "RUNNING")],
      100,
    );
    const drawn = lines(one, 80, 17);
    const shown = drawn.slice(2, -1).map((text) => text.split("-")[0]);
    expect(shown).toEqual([...Array<string>(6).fill("failed"), ...Array<string>(5).fill("running"), "pending"]);
    expect(drawn.at(-1)).toBe("and 14 FAILED, 29 PENDING, 40 SUCCEEDED, 5 not looked at yet");
  });

  it("gives failed jobs all of the room that the others leave", () => {
    const drawn = lines(board([...many(20, "FAILED"), ...many(1, "RUNNING")]), 80, 17);
    expect(drawn.filter((text) => text.startsWith("failed"))).toHaveLength(11);
    expect(drawn.filter((text) => text.startsWith("running"))).toHaveLength(1);
  });

  it("follows the changes of a job", () => {
    const one = board([job("a", "RUNNING")]);
    one.note(job("a", "SUCCEEDED"));
    expect(lines(one).filter((text) => text.startsWith("a "))).toEqual(["a     SUCCEEDED"]);
    expect(lines(one)[0]).toContain("1/1");
  });

  it("tells how the jobs of an array stand", () => {
    const array = { size: 100, byStatus: { SUCCEEDED: 70, FAILED: 2, RUNNING: 12, RUNNABLE: 16 } };
    expect(lines(board([job("sweep", "PENDING", { array })]))[2]).toMatch(
      /sweep +PENDING +72 of 100 done, 2 failed, 12 running$/,
    );
  });

  it("is not obeyed by the terminal: what jobs say of themselves is shown as text", () => {
    const reason = "a\u001b[2Jb\nc\td";
    expect(lines(board([job("a", "FAILED", { reason })]))[2]).toMatch(/ab c d$/);
  });
});

describe("the time of a job", () => {
  it.each([
    ["RUNNING", { createdAt: NOW - 9000, startedAt: NOW - 2000 }, 2000],
    ["RUNNABLE", { createdAt: NOW - 9000 }, 9000],
    ["SUCCEEDED", { startedAt: NOW - 9000, stoppedAt: NOW - 4000 }, 5000],
    ["FAILED", { createdAt: NOW - 9000, stoppedAt: NOW }, undefined],
    ["RUNNING", { startedAt: NOW + 3000 }, 0],
  ] as const)("that is %s with %j", (status, times, expected) => {
    expect(timeOf(job("a", status, times), NOW)).toBe(expected);
  });
});
