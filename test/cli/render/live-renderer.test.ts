import { LiveRenderer } from "../../../cli/render/live-renderer";
import { plainText } from "../../../cli/render/style";
import type { FinishedOperation, Operation, Progress } from "../../../deploy";
import { Recorder } from "../command-line";
import { screenOf } from "./screen";

const options = { style: plainText, showFolder: false, fullPlan: false, warningLines: 5 };
const operation: Operation = { address: "aws_sqs_queue.q", type: "aws_sqs_queue", kind: "create" };
const finished = (failed: boolean): FinishedOperation => ({ ...operation, seconds: 1, failed });
const progress = (running: readonly Operation[], done: number): Progress => ({ running, done, total: 2 });

function renderer() {
  let now = 0;
  const stream = new Recorder(true);
  const live = new LiveRenderer(stream, options, () => now);
  return { live, stream, screen: () => screenOf(stream.text), pass: (ms: number) => (now += ms) };
}

describe("the live renderer", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test("draws what goes on over what it drew before", () => {
    const { live, screen, pass } = renderer();
    live.handle({ type: "phase-started", phase: "apply" });
    live.handle({ type: "operation-started", operation, progress: progress([operation], 0) });
    pass(3_000);
    jest.advanceTimersByTime(200);
    expect(screen()).toEqual([
      expect.stringMatching(/Applying ─{24} 0\/2 3\.0 s/),
      expect.stringContaining("3 s + aws_sqs_queue.q"),
    ]);
  });

  test("shows that the embedded AWS starts, and then how much of the account has been read", () => {
    const { live, screen } = renderer();
    live.handle({ type: "embedded-starting" });
    expect(screen()).toEqual([expect.stringContaining("Starting the embedded AWS")]);
    live.handle({ type: "embedded-started", endpoint: "http://127.0.0.1:4566", seconds: 1 });
    live.handle({ type: "phase-started", phase: "plan" });
    live.handle({ type: "refreshed", address: "aws_sqs_queue.q", count: 7 });
    jest.advanceTimersByTime(200);
    expect(screen().at(-1)).toMatch(/Planning.*7/);
  });

  test("keeps lasting lines above the live ones", () => {
    const { live, screen } = renderer();
    live.handle({ type: "phase-started", phase: "plan" });
    live.handle({ type: "diagnostic", diagnostic: { severity: "warning", summary: "Deprecated", detail: "old" } });
    expect(screen()).toEqual(["Warning: Deprecated", "  old", expect.stringContaining("Planning")]);
  });

  test("does not log operations that went well, but those that failed", () => {
    const { live, screen } = renderer();
    live.handle({ type: "phase-started", phase: "apply" });
    live.handle({ type: "operation-finished", operation: finished(false), progress: progress([], 1) });
    live.handle({ type: "operation-finished", operation: finished(true), progress: progress([], 2) });
    live.handle({ type: "phase-finished", phase: "apply", seconds: 2 });
    expect(screen()).toEqual(["[2/2] aws_sqs_queue.q could not be created (1.0 s)"]);
  });

  test("leaves nothing of the live lines at the end of a phase", () => {
    const { live, screen } = renderer();
    live.handle({ type: "phase-started", phase: "init" });
    live.handle({ type: "phase-finished", phase: "init", seconds: 1 });
    expect(screen()).toEqual([]);
  });

  test("gives the cursor back when it is closed in the middle, and stops drawing", () => {
    const { live, stream } = renderer();
    live.handle({ type: "phase-started", phase: "plan" });
    live.close();
    expect(stream.text.endsWith("\u001b[?25h")).toBe(true);
    const before = stream.text;
    jest.advanceTimersByTime(1_000);
    expect(stream.text).toBe(before);
  });
});
