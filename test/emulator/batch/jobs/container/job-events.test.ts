import type { BatchEvent } from "../../../../../emulator/batch/plumbing/batch-event";
import { arn } from "../../account";
import { failing, JobsAccount, lasting, TIMINGS } from "./jobs-account";

/** An account and what EventBridge hears of its jobs. */
function heard(resources: object = {}) {
  const events: BatchEvent[] = [];
  const batch = new JobsAccount(resources, { onEvent: (_, event) => events.push(event) });
  const statuses = (id: string) =>
    events
      .filter(({ detail, detailType }) => detail.jobId === id && detailType === "Batch Job State Change")
      .map(({ detail }) => detail.status);
  return { batch, events, statuses };
}

/** Time goes by, and Batch does what is due by then. */
function pass(batch: JobsAccount, milliseconds: number): void {
  batch.clock.step(milliseconds);
  batch.service.catchUp();
}

const COURSE = ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"];

// AWS Batch User Guide, batch_job_events and batch-job-queue-blocked-events.
describe("the events of container jobs", () => {
  it("tell each change of state but the submission, with what DescribeJobs says at that moment", () => {
    const { batch, events, statuses } = heard();
    const began = batch.clock.now();
    const id = batch.submit({ tags: { team: "a" } });
    const described: unknown[] = [];
    for (const step of [TIMINGS.submitted, TIMINGS.starting, TIMINGS.running]) {
      batch.clock.step(step);
      described.push(batch.job(id));
    }
    expect(statuses(id)).toEqual(COURSE);
    const [, starting, running, succeeded] = events;
    const shown = [starting, running, succeeded].map((event) => JSON.parse(JSON.stringify(event?.detail)) as unknown);
    expect(shown).toEqual(described);
    expect(starting).toMatchObject({ resources: [arn(`job/${id}`)], at: began + TIMINGS.submitted });
  });

  it("keep what was so when something happens later", () => {
    const { batch, events } = heard();
    const id = batch.submit({ ...failing("1,0"), retryStrategy: { attempts: 2 } });
    pass(batch, 10_000);
    const attempts = events.map(({ detail }) => [detail.status, detail.attempts?.length]);
    expect(attempts).toEqual([
      ["RUNNABLE", 0],
      ["STARTING", 0],
      ["RUNNING", 0],
      ["RUNNABLE", 1],
      ["STARTING", 1],
      ["RUNNING", 1],
      ["SUCCEEDED", 2],
    ]);
    expect(events.every(({ detail }) => detail.jobId === id)).toBe(true);
  });

  it("tell of a job that waits for another, and fails with it", () => {
    const { batch, statuses } = heard();
    const first = batch.submit(failing("1"));
    const second = batch.submit({ dependsOn: [{ jobId: first }] });
    pass(batch, 10_000);
    expect(statuses(second)).toEqual(["PENDING", "FAILED"]);
  });

  it("tell of an array and of its children", () => {
    const { batch, statuses } = heard();
    const id = batch.submit({ arrayProperties: { size: 2 } });
    pass(batch, 10_000);
    expect([statuses(id), statuses(`${id}:0`), statuses(`${id}:1`)]).toEqual([
      ["PENDING", "SUCCEEDED"],
      COURSE,
      COURSE,
    ]);
  });

  it("tell that a job blocks its queue, once for each reason", () => {
    const { batch, events } = heard({ maxvCpus: 2 });
    const id = batch.submit();
    pass(batch, 100);
    batch.submit();
    pass(batch, 10_000);
    const blocked = () => events.filter(({ detailType }) => detailType === "Batch Job Queue Blocked");
    expect(blocked()).toHaveLength(1);
    expect(blocked()[0]).toMatchObject({
      resources: [arn(`job/${id}`), arn("job-queue/containers")],
      detail: {
        jobId: id,
        status: "RUNNABLE",
        statusReason: expect.stringMatching(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - /) as string,
      },
    });
    batch.call("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    pass(batch, 1);
    expect(blocked().map(({ detail }) => detail.statusReason?.split(" ")[0])).toEqual([
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
      "UNDETERMINED",
    ]);
  });

  it("tell nothing of a job that only waits for its turn", () => {
    const { batch, events } = heard({ maxvCpus: 4 });
    batch.submit(lasting(60));
    batch.submit(lasting(60));
    pass(batch, 1000);
    expect(events.filter(({ detailType }) => detailType === "Batch Job Queue Blocked")).toEqual([]);
  });
});
