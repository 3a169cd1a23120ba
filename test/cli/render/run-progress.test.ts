import { RunProgress } from "../../../cli/render/run-progress";
import { failureLines, runTable } from "../../../cli/render/run-lines";
import { plainText } from "../../../cli/render/style";
import type { RunView } from "../../../jobs/runs";
import { Recorder } from "../command-line";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seconds));
const now = at(10).getTime();
const gatekeeper = { name: "Gatekeeper", enteredAt: at(1), leftAt: at(3), glueRun: { job: "g", id: "jr_1" } };
const view = (changes: Partial<RunView>): RunView => ({
  executionArn: "arn",
  name: "2026-11-21-1",
  status: "RUNNING",
  startedAt: at(0),
  states: [gatekeeper, { name: "Submit jobs", enteredAt: at(3) }],
  jobs: {},
  ...changes,
});

function shown(isTerminal: boolean, ...views: RunView[]): string {
  const stream = new Recorder(isTerminal);
  const progress = new RunProgress(stream, plainText, () => now);
  for (const one of views) progress.show(one);
  progress.close();
  return stream.text;
}

test("a log has a line for each state that has ended, and for each change of the jobs", () => {
  const text = shown(false, view({}), view({ jobs: { RUNNING: 9 } }), view({ jobs: { RUNNING: 9 } }));

  expect(text.match(/Gatekeeper/g)).toHaveLength(1);
  expect(text).toMatch(/✓ Gatekeeper +2\.0 s {2}g jr_1\n/);
  expect(text).not.toContain("Submit jobs");
  expect(text.match(/9 Batch jobs: 9 RUNNING/g)).toHaveLength(1);
});

test("a terminal also shows what goes on, and clears it", () => {
  const text = shown(true, view({}));

  expect(text).toContain("… Submit jobs");
  expect(text.endsWith("\r\u001b[K")).toBe(true);
});

test("a failed run ends with what failed", () => {
  const failed = { ...gatekeeper, failure: { error: "E", cause: "c" } };
  const states = [failed, { name: "Failed", enteredAt: at(4) }];
  const text = shown(false, view({ status: "FAILED", endedAt: at(4), states }));

  expect(text).toContain("✗ Gatekeeper");
  expect(text).toContain("✗ Failed");
  expect(text).toContain("2026-11-21-1 FAILED after 4.0 s");
});

test("a failure tells the state, the cause, and the logs of the Glue job and of the Batch jobs", () => {
  const jobs = [
    { id: "1", name: "p-job-1", reason: "exit code 1", lines: ["out of memory"] },
    { id: "2", name: "p-job-2", reason: "exit code 2", lines: [] },
  ];
  expect(failureLines({ state: "Gatekeeper", error: "E", cause: "why", log: ["last"], jobs }, plainText)).toEqual([
    "Failed in Gatekeeper: E",
    "  why",
    "The last lines of its log:",
    "  last",
    "Failed Batch job p-job-1: exit code 1",
    "The last lines of its log:",
    "  out of memory",
    "Failed Batch job p-job-2: exit code 2",
  ]);
});

test("the state that a stopped run ended in is not under way any more", () => {
  const states = [gatekeeper, { name: "Submit jobs", enteredAt: at(3) }];
  const text = shown(false, view({ status: "ABORTED", endedAt: at(5), states }));

  expect(text).toMatch(/✗ Submit jobs +2\.0 s\n/);
});

test("a run that ended long ago lasted no longer than it did", () => {
  const states = [gatekeeper, { name: "Succeeded", enteredAt: at(4) }];

  expect(shown(false, view({ status: "SUCCEEDED", endedAt: at(4), states }))).toMatch(/✓ Succeeded +0\.0 s\n/);
});

test("the list has a line for each run", () => {
  const run = {
    context: "training",
    name: "2026-11-21-1",
    status: "RUNNING",
    startedAt: at(0),
    executionArn: "a",
  } as const;

  expect(runTable([run], now, plainText)).toEqual(["training     2026-11-21-1   RUNNING    2026-11-21 00:00:00  10 s"]);
});
