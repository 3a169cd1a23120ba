import { isRetried, type EvaluateOnExit } from "../../../aws/batch/job-retries";

const exit = { exitCode: 137, reason: "OutOfMemoryError: killed", statusReason: "Essential container in task exited" };

const after = (made: number, attempts: number | undefined, ...evaluateOnExit: EvaluateOnExit[]) =>
  isRetried(exit, made, { attempts, evaluateOnExit });

describe("a failed attempt", () => {
  it("is the only one without a strategy, or without attempts in it", () => {
    expect(isRetried(exit, 1, undefined)).toBe(false);
    expect(isRetried(exit, 1, {})).toBe(false);
    expect(isRetried(exit, 0, undefined)).toBe(true);
  });

  it("is tried again while attempts are left and no condition matches", () => {
    expect(isRetried(exit, 2, { attempts: 3 })).toBe(true);
    expect(isRetried(exit, 3, { attempts: 3 })).toBe(false);
    expect(after(1, 3, { onExitCode: "1", action: "EXIT" })).toBe(true);
    expect(after(4, 3, { onExitCode: "137", action: "RETRY" })).toBe(false);
  });

  it("goes by the first rule whose conditions match, in any case", () => {
    expect(after(1, 3, { onExitCode: "137", action: "retry" }, { onExitCode: "*", action: "EXIT" })).toBe(true);
    expect(after(1, 3, { onExitCode: "137", action: "exit" }, { onExitCode: "*", action: "RETRY" })).toBe(false);
    expect(after(1, 3, { onExitCode: "1", action: "EXIT" }, { onExitCode: "*", action: "RETRY" })).toBe(true);
  });

  it("ends by a rule without an action", () => {
    expect(after(1, 3, { onExitCode: "137", action: undefined })).toBe(false);
  });
});

describe("a condition", () => {
  const matches = (condition: Omit<EvaluateOnExit, "action">, of = exit as Parameters<typeof isRetried>[0]) =>
    !isRetried(of, 1, { attempts: 2, evaluateOnExit: [{ ...condition, action: "EXIT" }] });

  it.each<Omit<EvaluateOnExit, "action">>([
    { onStatusReason: "Essential container in task exited" },
    { onReason: "OutOfMemoryError:*" },
    { onExitCode: "137" },
    { onExitCode: "13*" },
    { onReason: "*" },
    { onStatusReason: "Essential*", onReason: "OutOf*", onExitCode: "137" },
  ])("matches: %j", (condition) => {
    expect(matches(condition)).toBe(true);
  });

  it.each<Omit<EvaluateOnExit, "action">>([
    { onStatusReason: "Essential" },
    { onStatusReason: "essential CONTAINER*" },
    { onStatusReason: "container*" },
    { onReason: "OutOfMemoryError" },
    { onExitCode: "37*" },
    { onExitCode: "13" },
    { onStatusReason: "Host EC2*", onReason: "OutOf*", onExitCode: "137" },
    { onStatusReason: "Essential*", onReason: "Cannot*", onExitCode: "137" },
    { onStatusReason: "Essential*", onReason: "OutOf*", onExitCode: "1" },
  ])("does not match: %j", (condition) => {
    expect(matches(condition)).toBe(false);
  });

  it("of a reason or an exit code matches only `*` when there is none", () => {
    const silent = { exitCode: undefined, reason: undefined, statusReason: "Host EC2 (instance i-0) terminated" };

    expect(matches({ onExitCode: "*", onReason: "*" }, silent)).toBe(true);
    expect(matches({ onExitCode: "0" }, silent)).toBe(false);
    expect(matches({ onExitCode: "u*" }, silent)).toBe(false);
    expect(matches({ onReason: "S*" }, silent)).toBe(false);
  });
});
