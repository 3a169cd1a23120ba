import { failing, JobsAccount, lasting } from "./jobs-account";

describe("dependencies", () => {
  const dependsOn = (...ids: string[]) => ({ dependsOn: ids.map((jobId) => ({ jobId })) });

  it("keep a job PENDING until all others have succeeded", () => {
    const batch = new JobsAccount();
    const first = batch.submit(lasting(1));
    const second = batch.submit(lasting(5));
    const last = batch.submit(dependsOn(first, second));
    batch.clock.step(2000);
    expect(batch.status(first, second, last)).toEqual(["SUCCEEDED", "RUNNING", "PENDING"]);
    batch.clock.step(10_000);
    expect(batch.job(last).status).toBe("SUCCEEDED");
    expect(batch.job(last).startedAt).toBeGreaterThanOrEqual(batch.job(second).stoppedAt ?? Infinity);
  });

  it("of the type SEQUENTIAL on a certain job keep a job by itself waiting like any other", () => {
    const batch = new JobsAccount();
    const first = batch.submit(lasting(5));
    const last = batch.submit({ dependsOn: [{ jobId: first, type: "SEQUENTIAL" }] });
    batch.clock.step(1000);
    expect(batch.status(first, last)).toEqual(["RUNNING", "PENDING"]);
    batch.clock.step(10_000);
    expect(batch.job(last).status).toBe("SUCCEEDED");
    expect(() => batch.submit({ dependsOn: [{ type: "SEQUENTIAL" }] })).toThrow("must name a jobId");
  });

  it("take a job along when one of them fails, and all that depend on it", () => {
    const batch = new JobsAccount();
    const first = batch.submit(failing("1"));
    const second = batch.submit(dependsOn(first));
    const third = batch.submit(dependsOn(second));
    batch.clock.step(10_000);
    expect([second, third].map((id) => batch.job(id).statusReason)).toEqual([
      "Dependent Job failed",
      "Dependent Job failed",
    ]);
    expect(batch.job(third)).not.toHaveProperty("startedAt");
  });

  it("may be a chain of 5,000 jobs", () => {
    const batch = new JobsAccount();
    let last = batch.submit(failing("1"));
    for (let number = 1; number < 5000; number += 1) last = batch.submit(dependsOn(last));
    batch.clock.step(10_000);
    expect(batch.job(last).status).toBe("FAILED");
  });

  it("on a job that is over already do not hold anything up", () => {
    const batch = new JobsAccount();
    const first = batch.submit();
    batch.clock.step(5000);
    const second = batch.submit(dependsOn(first));
    batch.begin();
    expect(batch.job(second).status).toBe("RUNNING");
  });
});
