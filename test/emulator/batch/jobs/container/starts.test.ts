import type { BatchServiceOptions } from "../../../../../emulator/batch/plumbing/service";
import type { Start } from "../../../../../emulator/batch/jobs/starts/attempt-starts";
import type { Needs } from "../../../../../emulator/batch/jobs/starts/needs";
import { JobsAccount, TIMINGS, variables } from "./jobs-account";

const READY: Start = { credentials: undefined, secrets: {}, hasLog: true };

/** Lets what is due begin, and what then waits for an answer go on. */
async function answered(batch: JobsAccount): Promise<void> {
  batch.service.catchUp();
  await new Promise(setImmediate);
}

/** An account whose attempts start as a test says. */
function account(start: Start | Error, options: Partial<BatchServiceOptions> = {}) {
  const asked: Needs[] = [];
  const printed: string[] = [];
  const onStart = (_place: unknown, needs: Needs): Promise<Start> => {
    asked.push(needs);
    return start instanceof Error ? Promise.reject(start) : Promise.resolve(start);
  };
  const onLine: BatchServiceOptions["onLine"] = (_place, { text }) => printed.push(text);
  return { batch: new JobsAccount({}, { onStart, onLine, ...options }), asked, printed };
}

describe("an attempt", () => {
  it("is STARTING until it is prepared", async () => {
    const { batch } = account(READY);
    const id = batch.submit();
    batch.begin();
    expect(batch.status(id)).toEqual(["STARTING"]);
    await answered(batch);
    expect(batch.status(id)).toEqual(["RUNNING"]);
  });

  it("tells what it needs: roles, image, secrets, log and machine", async () => {
    const { batch, asked } = account(READY);
    batch.define(
      {},
      {
        jobRoleArn: "arn:aws:iam::123456789012:role/job",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        secrets: [{ name: "KEY", valueFrom: "/team/key" }],
      },
    );
    const id = batch.submit();
    batch.begin();
    await answered(batch);
    expect(asked).toEqual([
      {
        isOnFargate: false,
        image: "train",
        jobRoleArn: "arn:aws:iam::123456789012:role/job",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        instanceProfile: "arn:aws:iam::123456789012:instance-profile/instance",
        secrets: [{ name: "KEY", valueFrom: "/team/key" }],
        log: { group: "/aws/batch/job", stream: batch.job(id).container?.logStreamName, region: undefined },
        makesLogGroup: true,
        taskArn: batch.job(id).container?.taskArn,
        isCaller: false,
      },
    ]);
  });

  it("calls when it leaves something", async () => {
    const { batch, asked } = account(READY);
    batch.submit(variables({ DAPF_CONTEXT: "training", DAPF_OUTPUT: "s3://shared/a/" }));
    batch.begin();
    await answered(batch);
    expect(asked).toMatchObject([{ isCaller: true }]);
  });

  it("that cannot start fails with the reason, has no log, and is tried again", async () => {
    const reason = "CannotPullContainerError: no";
    const { batch, asked, printed } = account({ notStarted: { statusReason: "Task failed to start", reason } });
    const id = batch.submit({ retryStrategy: { attempts: 2 } });
    for (let step = 0; step < 4; step += 1) {
      batch.begin();
      await answered(batch);
    }
    expect(batch.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: "Task failed to start",
      container: { reason },
    });
    expect(batch.job(id).container).not.toHaveProperty("logStreamName");
    expect(asked).toHaveLength(2);
    expect(printed).toEqual([]);
  });

  it("whose task does not start has that for its status reason", async () => {
    const statusReason = "ResourceInitializationError: no";
    const { batch } = account({ notStarted: { statusReason, reason: undefined } });
    const id = batch.submit();
    batch.begin();
    await answered(batch);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason });
  });

  it("fails when nobody can say whether it may start", async () => {
    const { batch } = account(new Error("moto is gone"));
    const id = batch.submit();
    batch.begin();
    await answered(batch);
    expect(batch.job(id).statusReason).toBe("embedded AWS: Error: moto is gone");
  });

  it("that was ended while it was prepared does not start any more", async () => {
    const { batch } = account(READY);
    const id = batch.submit();
    batch.begin();
    batch.call("TerminateJob", { jobId: id, reason: "enough" });
    await answered(batch);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "enough" });
  });

  it("prints nothing when it may not", async () => {
    const { batch, printed } = account({ ...READY, hasLog: false });
    batch.submit();
    batch.begin();
    await answered(batch);
    batch.clock.step(TIMINGS.running);
    expect(printed).toEqual([]);
  });

  it("fails when it may not leave what it leaves, and prints why", async () => {
    const onOutputs = () => Promise.resolve("An error occurred (AccessDenied)");
    const { batch, printed } = account(READY, { onOutputs });
    const id = batch.submit(variables({ DAPF_CONTEXT: "training", DAPF_OUTPUT: "s3://shared/a/" }));
    batch.begin();
    await answered(batch);
    await answered(batch);
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", container: { exitCode: 1 } });
    expect(printed).toContain("An error occurred (AccessDenied)");
  });
});
