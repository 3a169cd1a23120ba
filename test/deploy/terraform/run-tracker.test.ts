import { RunTracker } from "../../../deploy/terraform/run-tracker";
import { parseTerraformLine } from "../../../deploy/terraform/messages";
import { applyComplete, applyErrored, applyStart, plannedCreate } from "../stream";

const second = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, 0) + seconds * 1000).toISOString();

function track(lines: readonly string[]) {
  const tracker = new RunTracker();
  const operations = lines.map((line) => {
    const message = parseTerraformLine(line);
    return message && tracker.accept(message);
  });
  return { tracker, operations };
}

describe("following an apply", () => {
  test("knows what is running, oldest first", () => {
    const { tracker } = track([
      applyStart("a.one", "create", second(0)),
      applyStart("a.two", "update", second(1)),
      applyStart("a.three", "delete", second(2)),
      applyComplete("a.two", "update", second(3)),
    ]);
    expect(tracker.running.map(({ address, kind }) => `${kind} ${address}`)).toEqual([
      "create a.one",
      "delete a.three",
    ]);
    expect(tracker.done).toBe(1);
  });

  test("measures an operation by the times of its events, not by Terraform's whole seconds", () => {
    const { operations } = track([
      applyStart("a.one", "create", second(0)),
      applyComplete("a.one", "create", second(1.75)),
    ]);
    expect(operations[1]).toEqual({ address: "a.one", type: "a", kind: "create", seconds: 1.75, failed: false });
  });

  test("keeps the two operations of a replacement apart, also when the new one is created first", () => {
    const { tracker } = track([
      applyStart("a.one", "create", second(0)),
      applyComplete("a.one", "create", second(1)),
      applyStart("a.one", "delete", second(1)),
      applyComplete("a.one", "delete", second(4)),
    ]);
    expect(tracker.summary(4)).toMatchObject({ created: 1, destroyed: 1, changed: 0 });
    expect(tracker.summary(4).slowest.map(({ kind, seconds }) => [kind, seconds])).toEqual([
      ["delete", 3],
      ["create", 1],
    ]);
  });

  test("counts what failed, and not as done well", () => {
    const { tracker } = track([applyStart("a.one", "create", second(0)), applyErrored("a.one", "create", second(1))]);
    expect(tracker.summary(1)).toMatchObject({ created: 0, failed: 1 });
    expect(tracker.done).toBe(1);
  });

  test("names the five slowest, slowest first", () => {
    const lines = [3, 1, 7, 5, 2, 6, 4].flatMap((seconds) => [
      applyStart(`a.r${seconds}`, "create", second(0)),
      applyComplete(`a.r${seconds}`, "create", second(seconds)),
    ]);
    const addresses = track(lines)
      .tracker.summary(7)
      .slowest.map(({ address }) => address);
    expect(addresses).toEqual(["a.r7", "a.r6", "a.r5", "a.r4", "a.r3"]);
  });

  test("ignores reads of data sources and all other events", () => {
    const { tracker, operations } = track([applyStart("data.aws_vpc.v", "read"), plannedCreate("a.one")]);
    expect(operations).toEqual([undefined, undefined]);
    expect(tracker.running).toEqual([]);
  });
});
