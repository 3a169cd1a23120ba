import { exampleLine, failureLines, runLines, runTable, stateLine, statusLine } from "../../../cli/render/run-lines";
import { plainText, type Style } from "../../../cli/render/style";
import type { RunView } from "../../../jobs/runs";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seconds));
const now = at(30).getTime();
const marked: Style = {
  ...plainText,
  red: (text) => `red(${text})`,
  green: (text) => `green(${text})`,
  cyan: (text) => `cyan(${text})`,
};
const view = (changes: Partial<RunView>): RunView => ({
  executionArn: "arn",
  name: "2026-11-21-1",
  status: "RUNNING",
  startedAt: at(0),
  states: [{ name: "Gatekeeper", enteredAt: at(0), leftAt: at(2) }],
  jobs: {},
  ...changes,
});

test("a run is its states, its jobs when it has any, and its status", () => {
  expect(runLines(view({}), now, plainText)).toEqual([
    expect.stringContaining("Gatekeeper"),
    "2026-11-21-1 RUNNING after 30 s",
  ]);
  const ended = view({ status: "SUCCEEDED", endedAt: at(20), jobs: { SUCCEEDED: 7, FAILED: 2 } });
  expect(runLines(ended, now, plainText).slice(1)).toEqual([
    "  9 Batch jobs: 2 FAILED, 7 SUCCEEDED",
    "2026-11-21-1 SUCCEEDED after 20 s",
  ]);
});

test.each([
  ["SUCCEEDED", "green"],
  ["RUNNING", "cyan"],
  ["ABORTED", "red"],
])("%s is %s, in a line of its own and in the table", (status, colour) => {
  expect(statusLine(view({ status }), now, marked)).toContain(`${colour}(${status})`);
  const run = { context: "training" as const, name: "r", status, startedAt: at(0), executionArn: "arn" };
  expect(runTable([run], now, marked)).toEqual([expect.stringContaining(`${colour}(${status}`)]);
});

test("a state names its Glue job before the service has given the run an id", () => {
  const visit = { name: "Gatekeeper", enteredAt: at(0), glueRun: { job: "gatekeeper" } };
  expect(stateLine(visit, undefined, now, plainText)).toMatch(/^… Gatekeeper +30 s {2}gatekeeper$/);
});

test("a run that ended between two states, without a cause, has one line", () => {
  expect(failureLines({ error: "States.Timeout", cause: "", log: [], jobs: [] }, plainText)).toEqual([
    "Failed: States.Timeout",
  ]);
});

test.each([
  [{ type: "deliveries", count: 1, date: "2026-11-21" } as const, "Example data: 1 file delivered for 2026-11-21"],
  [{ type: "etl-job", job: "etl" } as const, "Example data: etl has ended"],
  [{ type: "job-definition", arn: "arn:1" } as const, "Live job definition, as nobody had set one: arn:1"],
  [{ type: "approval", modelPackageArn: "arn:2" } as const, "Model approved, as none was: arn:2"],
])("a step of a first run is told: %j", (step, line) => {
  expect(exampleLine(step)).toBe(line);
});
