import { JobsAccount, lasting, TIMINGS } from "./jobs-account";

describe("cancelling and terminating", () => {
  it("a waiting job ends it with the reason", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const ids = [batch.submit(), batch.submit(), batch.submit()];
    batch.begin();
    batch.call("CancelJob", { jobId: ids[1], reason: "enough" });
    batch.call("TerminateJob", { jobId: ids[2], reason: "enough" });
    for (const id of ids.slice(1)) {
      expect(batch.job(id)).toEqual(
        expect.objectContaining({
          status: "FAILED",
          statusReason: "enough",
          isCancelled: true,
          isTerminated: false,
          attempts: [],
        }),
      );
    }
  });

  it("cancelling leaves a running job alone", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    batch.begin();
    batch.call("CancelJob", { jobId: id, reason: "enough" });
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toEqual(expect.objectContaining({ status: "SUCCEEDED", isCancelled: false }));
  });

  it("terminating ends a running job and gives its capacity to the next one", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const ids = [batch.submit(lasting(60)), batch.submit()];
    batch.begin();
    batch.call("TerminateJob", { jobId: ids[0], reason: "enough" });
    batch.clock.step(TIMINGS.starting);
    expect(batch.status(...ids)).toEqual(["FAILED", "RUNNING"]);
    expect(batch.job(ids[0] ?? "")).toEqual(
      expect.objectContaining({ statusReason: "enough", isTerminated: true, attempts: [expect.anything()] }),
    );
  });

  it("a job that is over changes nothing", () => {
    const batch = new JobsAccount();
    const jobId = batch.submit();
    batch.clock.step(5000);
    const before = batch.job(jobId);
    batch.call("TerminateJob", { jobId, reason: "late" });
    expect(batch.job(jobId)).toEqual(before);
  });

  it.each(["CancelJob", "TerminateJob"])("%s succeeds for a job that is not there, and needs a reason", (operation) => {
    const batch = new JobsAccount();
    expect(batch.call(operation, { jobId: "none", reason: "r" })).toEqual({});
    expect(() => batch.call(operation, { jobId: "none", reason: "" })).toThrow("reason is required");
    expect(() => batch.call(operation, { jobId: "", reason: "r" })).toThrow("jobId is required");
    expect(() => batch.call(operation, { jobId: "none", reason: "r".repeat(1025) })).toThrow("at most 1024 characters");
  });

  it("happens to the jobs of a queue that is deleted", () => {
    const batch = new JobsAccount();
    const id = batch.submit(lasting(60));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", state: "DISABLED" });
    batch.settled("DeleteJobQueue", { jobQueue: "containers" });
    expect(batch.job(id)).toEqual(expect.objectContaining({ status: "FAILED", isTerminated: true }));
  });
});
