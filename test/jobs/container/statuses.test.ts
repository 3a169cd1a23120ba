import type { JobDetail } from "@aws-sdk/client-batch";
import { containerStatuses, stateOf } from "../../../jobs/container/statuses";
import { standIn } from "../../aws/stand-in";

// Cast: of a job of which AWS Batch tells little.
const state = (detail: Partial<JobDetail>) => stateOf({ jobId: "id", ...detail } as JobDetail);
const ended = (exitCode: number, reason?: string) => ({ container: { exitCode, reason } });

describe("the state of a container job", () => {
  it("of which AWS Batch tells nothing but its id is that it was submitted", () => {
    expect(state({})).toMatchObject({ id: "id", name: "id", status: "SUBMITTED", attempts: 0, needs: [], logs: [] });
  });

  it("has no times yet where AWS Batch says 0", () => {
    expect(state({ createdAt: 5, startedAt: 0, stoppedAt: 0 })).toMatchObject({
      createdAt: 5,
      startedAt: undefined,
      stoppedAt: undefined,
    });
  });

  it("that failed has the reason of its container, else of its last attempt, else of the job", () => {
    const attempts = [ended(1, "first"), ended(137, "OutOfMemoryError")];
    const statusReason = "Essential container in task exited";
    const failed = { status: "FAILED" as const, statusReason, attempts };
    expect(state({ ...failed, container: { reason: "its own", exitCode: 3 } })).toMatchObject({
      reason: "its own",
      exitCode: 3,
    });
    expect(state(failed)).toMatchObject({ reason: "OutOfMemoryError", exitCode: 137, attempts: 2 });
    expect(state({ ...failed, attempts: [] }).reason).toBe(statusReason);
  });

  it("that is tried again does not have the reason of the attempt before", () => {
    expect(state({ status: "RUNNABLE", attempts: [ended(1, "first")] }).reason).toBeUndefined();
  });

  it("of an array has its size, and what AWS Batch has counted, which may be nothing yet", () => {
    expect(state({ arrayProperties: { size: 3 } }).array).toEqual({ size: 3, byStatus: {} });
    expect(state({ arrayProperties: { size: 3, statusSummary: { FAILED: 1 } } }).array?.byStatus).toEqual({
      FAILED: 1,
    });
    expect(state({ arrayProperties: { index: 1 } }).array).toBeUndefined();
  });

  it("has the jobs that it waits for, without those in which it waits for itself", () => {
    expect(state({ dependsOn: [{ jobId: "a" }, { type: "SEQUENTIAL" }] }).needs).toEqual(["a"]);
  });
});

test("of an answer without jobs all that were asked for are unknown", async () => {
  const source = containerStatuses(standIn({ describeJobs: () => Promise.resolve({}) }));
  expect(await source.look([{ id: "a" }, { id: "b" }], {})).toEqual(
    new Map([
      ["a", undefined],
      ["b", undefined],
    ]),
  );
});
