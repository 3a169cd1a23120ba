import { arn } from "../../account";
import { failing, JobsAccount, lasting, TIMINGS } from "./jobs-account";

describe("a container job", () => {
  it("goes from SUBMITTED over STARTING and RUNNING to SUCCEEDED where there is room", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    const seen = [0, TIMINGS.submitted, TIMINGS.starting, TIMINGS.running].map((milliseconds) => {
      batch.clock.step(milliseconds);
      return batch.job(id).status;
    });
    expect(seen).toEqual(["SUBMITTED", "STARTING", "RUNNING", "SUCCEEDED"]);
  });

  it("is described with all that was asked for, its times and its attempt", () => {
    const batch = new JobsAccount();
    const createdAt = batch.clock.now();
    const id = batch.submit({ tags: { team: "a" }, parameters: { p: "1" }, timeout: { attemptDurationSeconds: 60 } });
    batch.clock.step(5000);
    const startedAt = createdAt + 30;
    expect(batch.job(id)).toEqual(
      expect.objectContaining({
        jobArn: arn(`job/${id}`),
        jobName: "job",
        jobQueue: arn("job-queue/containers"),
        jobDefinition: arn("job-definition/train:1"),
        status: "SUCCEEDED",
        statusReason: "Essential container in task exited",
        createdAt,
        startedAt,
        stoppedAt: startedAt + TIMINGS.running,
        parameters: { p: "1" },
        timeout: { attemptDurationSeconds: 60 },
        tags: { team: "a" },
        attempts: [expect.objectContaining({ startedAt, stoppedAt: startedAt + TIMINGS.running })],
      }),
    );
    expect(batch.job(id).container).toEqual(
      expect.objectContaining({
        image: "train",
        exitCode: 0,
        logStreamName: expect.stringMatching(/^train\/default\/\w{32}$/) as string,
      }),
    );
  });

  it("runs as long as its variable says", () => {
    const batch = new JobsAccount();
    const id = batch.submit(lasting(2.5));
    batch.begin();
    batch.clock.step(2499);
    expect(batch.job(id).status).toBe("RUNNING");
    batch.clock.step(1);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("fails with the exit code that its variable says", () => {
    const batch = new JobsAccount();
    const id = batch.submit(failing("3"));
    batch.clock.step(5000);
    expect(batch.job(id)).toEqual(
      expect.objectContaining({ status: "FAILED", statusReason: "Essential container in task exited" }),
    );
    expect(batch.job(id).container?.exitCode).toBe(3);
  });

  it("is tried again as often as its strategy says", () => {
    const batch = new JobsAccount();
    const id = batch.submit({ ...failing("1,1,0"), retryStrategy: { attempts: 3 } });
    batch.clock.step(10_000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
    expect(batch.job(id).attempts?.map(({ container }) => container?.exitCode)).toEqual([1, 1, 0]);
  });

  it.each([
    ["137", "retry", 2],
    ["13*", "retry", 2],
    ["1", "exit", 2],
    ["137", "exit", 1],
  ])("with a rule for exit code %s to %s makes %p attempts", (onExitCode, action, attempts) => {
    const batch = new JobsAccount();
    const id = batch.submit({
      ...failing("137"),
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onExitCode, action }] },
    });
    batch.clock.step(10_000);
    expect(batch.job(id).attempts).toHaveLength(attempts);
  });

  it.each<[string, object, number]>([
    ["its status reason", { onStatusReason: "Essential container*", action: "EXIT" }, 1],
    ["another status reason", { onStatusReason: "Host EC2*", action: "EXIT" }, 3],
    ["its exit code and another status reason", { onExitCode: "1", onStatusReason: "Host EC2*", action: "EXIT" }, 3],
  ])("with a rule that ends it for %s: %j makes %p attempts", (_case, rule, attempts) => {
    const batch = new JobsAccount();
    const id = batch.submit({ ...failing("1"), retryStrategy: { attempts: 3, evaluateOnExit: [rule] } });
    batch.clock.step(20_000);
    expect(batch.job(id).attempts).toHaveLength(attempts);
  });

  it("goes by the first rule that applies", () => {
    const batch = new JobsAccount();
    const evaluateOnExit = [
      { onExitCode: "1", action: "RETRY" },
      { onExitCode: "*", action: "EXIT" },
    ];
    const id = batch.submit({ ...failing("1,2,0"), retryStrategy: { attempts: 5, evaluateOnExit } });
    batch.clock.step(20_000);
    expect(batch.job(id).attempts?.map(({ container }) => container?.exitCode)).toEqual([1, 2]);
    expect(batch.job(id).status).toBe("FAILED");
  });

  it("has the timeout and the strategy of its definition, when it brings none", () => {
    const batch = new JobsAccount();
    batch.define({ timeout: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 2 } });
    const [late, failed] = [batch.submit(lasting(100)), batch.submit(failing("1"))];
    batch.clock.step(200_000);
    expect(batch.job(late).statusReason).toBe("Job attempt duration exceeded timeout");
    expect(batch.job(failed).attempts).toHaveLength(2);
  });

  it("is ended by its timeout, and not tried again", () => {
    const batch = new JobsAccount();
    const id = batch.submit({
      ...lasting(100),
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3 },
    });
    batch.clock.step(200_000);
    expect(batch.job(id)).toEqual(
      expect.objectContaining({ status: "FAILED", statusReason: "Job attempt duration exceeded timeout" }),
    );
    expect(batch.job(id).attempts).toHaveLength(1);
  });

  it("can be tagged", () => {
    const batch = new JobsAccount();
    const resourceArn = arn(`job/${batch.submit()}`);
    batch.call("TagResource", { resourceArn, tags: { a: "b" } });
    expect(batch.call("ListTagsForResource", { resourceArn })).toEqual({ tags: { a: "b" } });
  });
});
