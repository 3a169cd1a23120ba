import fc from "fast-check";
import { liveLines, type LiveState } from "../../../cli/render/live-view";
import { plainText } from "../../../cli/render/style";
import type { Operation } from "../../../deploy";

const size = { columns: 60, rows: 24 };
const quiet: LiveState = { title: undefined, since: 0, refreshed: 0, done: 0, total: 0, running: [] };
const linesAt = (now: number, state: Partial<LiveState>, terminal = size) =>
  liveLines({ ...quiet, ...state }, now, terminal, plainText);

const running = (count: number, address = "module.etl.aws_glue_job.job") =>
  Array.from({ length: count }, (_, index): { operation: Operation; since: number } => ({
    operation: { address: `${address}${index}`, type: "aws_glue_job", kind: "create" },
    since: 1_000 * index,
  }));

describe("the live view", () => {
  test("shows nothing when nothing goes on", () => {
    expect(linesAt(0, {})).toEqual([]);
  });

  test("shows the phase with its elapsed time", () => {
    expect(linesAt(2_500, { title: "synth", since: 1_000 })).toEqual([
      expect.stringMatching(/^\S Synthesizing 1\.5 s$/),
    ]);
  });

  test("shows how many resources a plan has refreshed", () => {
    expect(linesAt(0, { title: "plan", refreshed: 17 })[0]).toContain("17 refreshed");
  });

  test("shows how far an apply is, and what runs for how long", () => {
    const lines = linesAt(12_000, { title: "apply", done: 5, total: 20, running: running(2) });
    expect(lines[0]).toMatch(/Applying ━{6}─{18} 5\/20 12 s$/);
    expect(lines.slice(1)).toEqual([
      "   12 s + module.etl.aws_glue_job.job0",
      "   11 s + module.etl.aws_glue_job.job1",
    ]);
  });

  test("shows the oldest operations, and how many more there are", () => {
    const lines = linesAt(60_000, { title: "apply", total: 50, running: running(15) });
    expect(lines).toHaveLength(1 + 8 + 1);
    expect(lines[1]).toContain("job0");
    expect(lines.at(-1)).toContain("and 7 more");
  });

  test("shortens an address at its beginning", () => {
    const [, line] = linesAt(0, { title: "apply", total: 1, running: running(1, `module.${"x".repeat(80)}.job`) });
    expect(line).toMatch(/^ +0 s \+ …x+\.job0$/);
  });

  test("never is wider or higher than the terminal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 6, max: 60 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 120 }),
        (columns, rows, count, length) => {
          const state = { title: "apply" as const, total: 100, done: 3, running: running(count, "x".repeat(length)) };
          const lines = linesAt(5_000, state, { columns, rows });
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines.slice(1)) expect(line.length).toBeLessThan(columns);
        },
      ),
    );
  });
});
