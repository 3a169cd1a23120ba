import type { JobDetail, ListJobsResponse } from "@aws-sdk/client-batch";
import { SimulationRules } from "../../../../../emulator/batch/jobs/container/simulation-rules";
import { arn, valid } from "../../account";
import { failing, JobsAccount, lasting, TIMINGS } from "./jobs-account";

const array = (size: number, changes: object = {}) => ({ arrayProperties: { size }, ...changes });

/** The children of an array; those whose index is named fail. */
const withFailing = (...indices: number[]): JobsAccount => {
  const simulations = new SimulationRules();
  const set = { DAPF_EXIT_CODE: "1" };
  simulations.replace(indices.map((index) => ({ match: { AWS_BATCH_JOB_ARRAY_INDEX: String(index) }, set })));
  return new JobsAccount({}, { simulations });
};

const statusesOf = (batch: JobsAccount, id: string, size: number): (string | undefined)[] =>
  batch.status(...Array.from({ length: size }, (_, index) => `${id}:${index}`));

const summaryOf = (job: JobDetail): Record<string, number> =>
  Object.fromEntries(Object.entries(job.arrayProperties?.statusSummary ?? {}).filter(([, count]) => count > 0));

describe("an array job", () => {
  it("runs its children as room allows, the lowest index first, and is over when they all are", () => {
    const batch = new JobsAccount({ maxvCpus: 8 });
    const id = batch.submit(array(3));
    expect(batch.job(id)).toMatchObject({ status: "SUBMITTED", arrayProperties: { size: 3 } });
    batch.begin();
    expect(statusesOf(batch, id, 3)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
    expect(batch.job(id).status).toBe("PENDING");
    expect(summaryOf(batch.job(id))).toEqual({ RUNNING: 2, RUNNABLE: 1 });
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id).status).toBe("PENDING");
    batch.clock.step(TIMINGS.starting + TIMINGS.running);
    expect(batch.job(id)).toMatchObject({ status: "SUCCEEDED", attempts: [] });
    expect(summaryOf(batch.job(id))).toEqual({ SUCCEEDED: 3 });
    expect(batch.job(id).stoppedAt).toBe(batch.job(`${id}:2`).stoppedAt);
  });

  it("describes a child like a job by itself, with its index", () => {
    const batch = new JobsAccount();
    const id = batch.submit(array(2, { tags: { team: "a" } }));
    batch.clock.step(5000);
    expect(batch.job(`${id}:1`)).toMatchObject({
      jobId: `${id}:1`,
      jobArn: arn(`job/${id}:1`),
      jobName: "job",
      tags: { team: "a" },
      arrayProperties: { index: 1 },
      attempts: [{ container: { exitCode: 0 } }],
    });
    expect(batch.job(`${id}:0`).container?.logStreamName).not.toBe(batch.job(`${id}:1`).container?.logStreamName);
  });

  it("fails when a child has failed, after all the others are over", () => {
    const batch = withFailing(0);
    const id = batch.submit(array(6));
    batch.begin();
    batch.clock.step(TIMINGS.running);
    expect(batch.job(`${id}:0`).status).toBe("FAILED");
    expect(batch.job(id).status).toBe("PENDING");
    batch.clock.step(5000);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "Array Child Job failed" });
    expect(summaryOf(batch.job(id))).toEqual({ SUCCEEDED: 5, FAILED: 1 });
  });

  it("tries each child again by itself", () => {
    const simulations = new SimulationRules();
    simulations.replace([{ match: { AWS_BATCH_JOB_ARRAY_INDEX: "1" }, set: { DAPF_EXIT_CODE: "1,0" } }]);
    const batch = new JobsAccount({}, { simulations });
    const id = batch.submit(array(2, { retryStrategy: { attempts: 2 } }));
    batch.clock.step(10_000);
    expect([0, 1].map((index) => batch.job(`${id}:${index}`).attempts?.length)).toEqual([1, 2]);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("ends each child by its timeout, and has none itself", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const id = batch.submit(array(2, { ...lasting(50), timeout: { attemptDurationSeconds: 60 } }));
    batch.clock.step(200_000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("of 10,000 children comes to its end", () => {
    const batch = new JobsAccount({ maxvCpus: 4000 });
    const id = batch.submit(array(10_000));
    batch.clock.step(60_000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it.each<[string, object, string]>([
    ["one child", array(1), "between 2 and 10000, got 1"],
    ["10,001 children", array(10_001), "between 2 and 10000, got 10001"],
    ["no size", { arrayProperties: {} }, "between 2 and 10000, got none"],
    ["a SEQUENTIAL job", array(2, { dependsOn: [{ jobId: "x", type: "SEQUENTIAL" }] }), "must not name a jobId"],
    ["N_TO_N on nothing", array(2, { dependsOn: [{ type: "N_TO_N" }] }), "must name a jobId"],
    ["N_TO_N without being one", { dependsOn: [{ jobId: "x", type: "N_TO_N" }] }, "is for array jobs only"],
  ])("is refused with %s", (_case, request, message) => {
    expect(() => new JobsAccount().submit(request)).toThrow(message);
  });

  it("is refused whole, with nothing left behind, when a child cannot be simulated", () => {
    const simulations = new SimulationRules();
    simulations.replace([{ match: { AWS_BATCH_JOB_ARRAY_INDEX: "1" }, set: { DAPF_EXIT_CODE: "bad" } }]);
    const batch = new JobsAccount({}, { simulations });
    expect(() => batch.submit(array(2))).toThrow("cannot simulate DAPF_EXIT_CODE=bad");
    expect(batch.call("ListJobs", { jobQueue: "containers", jobStatus: "SUBMITTED" })).toEqual({ jobSummaryList: [] });
  });

  it("has children that cannot be tagged", () => {
    const batch = new JobsAccount();
    const resourceArn = arn(`job/${batch.submit(array(2))}:0`);
    expect(() => batch.call("TagResource", { resourceArn, tags: { a: "b" } })).toThrow("does not exist");
  });
});

describe("dependencies of array jobs", () => {
  it("SEQUENTIAL lets one child run after the other, and fails those behind a failed one", () => {
    const batch = withFailing(1);
    const id = batch.submit(array(4, { dependsOn: [{ type: "SEQUENTIAL" }] }));
    batch.begin();
    expect(statusesOf(batch, id, 4)).toEqual(["RUNNING", "PENDING", "PENDING", "PENDING"]);
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(statusesOf(batch, id, 4)).toEqual(["SUCCEEDED", "RUNNING", "PENDING", "PENDING"]);
    batch.clock.step(TIMINGS.running);
    expect(statusesOf(batch, id, 4)).toEqual(["SUCCEEDED", "FAILED", "FAILED", "FAILED"]);
    expect(batch.job(`${id}:3`)).toMatchObject({
      statusReason: "Dependent Job failed",
      dependsOn: [{ jobId: `${id}:2` }],
    });
    expect(batch.job(id).status).toBe("FAILED");
  });

  it("N_TO_N lets a child run after the one of the same index", () => {
    const batch = withFailing(0);
    const first = batch.submit(array(2));
    const second = batch.submit(array(2, { dependsOn: [{ jobId: first, type: "N_TO_N" }] }));
    batch.begin();
    expect(statusesOf(batch, second, 2)).toEqual(["PENDING", "PENDING"]);
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(statusesOf(batch, second, 2)).toEqual(["FAILED", "RUNNING"]);
    expect(batch.job(second).dependsOn).toEqual([{ jobId: first, type: "N_TO_N" }]);
    expect(batch.job(`${second}:1`).dependsOn).toEqual([{ jobId: `${first}:1` }]);
  });

  it("N_TO_N is refused on a job that is no array of that size", () => {
    const batch = new JobsAccount();
    for (const request of [{}, array(3)]) {
      const dependsOn = [{ jobId: batch.submit(request), type: "N_TO_N" }];
      expect(() => batch.submit(array(2, { dependsOn }))).toThrow("needs an array of size 2");
    }
  });

  it("let a job wait for a whole array, or for one child of it", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "free" }));
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "free" }];
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "free", computeEnvironmentOrder }));
    const id = batch.submit(array(2));
    const after = (jobId: string): string => batch.submit({ jobQueue: "free", dependsOn: [{ jobId }] });
    const [all, one] = [after(id), after(`${id}:0`)];
    batch.begin();
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(batch.status(all, one)).toEqual(["PENDING", "RUNNING"]);
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(batch.status(all)).toEqual(["RUNNING"]);
  });

  it("keep all children waiting for a job, and take them along when it fails", () => {
    const batch = new JobsAccount();
    const first = batch.submit(failing("1"));
    const id = batch.submit(array(3, { dependsOn: [{ jobId: first }] }));
    batch.begin();
    expect(statusesOf(batch, id, 3)).toEqual(["PENDING", "PENDING", "PENDING"]);
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", arrayProperties: { statusSummary: { FAILED: 3 } } });
  });
});

describe("cancelling and terminating array jobs", () => {
  it("cancels the children that wait, and leaves alone those that run", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const id = batch.submit(array(3));
    batch.begin();
    batch.call("CancelJob", { jobId: id, reason: "enough" });
    expect(statusesOf(batch, id, 3)).toEqual(["RUNNING", "FAILED", "FAILED"]);
    expect(batch.job(id)).toMatchObject({ status: "PENDING", isCancelled: true });
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "enough" });
    expect(batch.job(`${id}:0`)).toMatchObject({ status: "SUCCEEDED", isCancelled: false });
  });

  it("terminates all children, and gives their capacity to others", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const id = batch.submit(array(3, lasting(60)));
    const next = batch.submit();
    batch.begin();
    batch.call("TerminateJob", { jobId: id, reason: "enough" });
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "enough", isTerminated: true });
    expect(batch.job(`${id}:0`)).toMatchObject({ isTerminated: true, isCancelled: false, statusReason: "enough" });
    expect(batch.job(`${id}:2`)).toMatchObject({ isTerminated: false, isCancelled: true, attempts: [] });
    batch.clock.step(TIMINGS.starting);
    expect(batch.status(next)).toEqual(["RUNNING"]);
  });

  it("terminates one child without the others, and fails the array in the end", () => {
    const batch = new JobsAccount();
    const id = batch.submit(array(2));
    batch.begin();
    batch.call("TerminateJob", { jobId: `${id}:0`, reason: "enough" });
    expect(statusesOf(batch, id, 2)).toEqual(["FAILED", "RUNNING"]);
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "Array Child Job failed" });
  });

  it("changes nothing in an array that is over, or all of whose children run", () => {
    const batch = new JobsAccount();
    const id = batch.submit(array(2));
    batch.begin();
    batch.call("CancelJob", { jobId: id, reason: "late" });
    expect(batch.job(id)).toMatchObject({ status: "PENDING", isCancelled: false });
    batch.clock.step(TIMINGS.running);
    const before = batch.job(id);
    batch.call("TerminateJob", { jobId: id, reason: "late" });
    expect(batch.job(id)).toEqual(before);
  });
});

describe("listing array jobs", () => {
  it("shows the parent in its queue, and the children by the parent's id", () => {
    const batch = new JobsAccount({ maxvCpus: 8 });
    const id = batch.submit(array(4));
    batch.begin();
    const list = (request: object) => batch.call<ListJobsResponse>("ListJobs", request).jobSummaryList ?? [];
    expect(list({ jobQueue: "containers" })).toEqual([]);
    expect(list({ jobQueue: "containers", jobStatus: "PENDING" })).toMatchObject([
      { jobId: id, arrayProperties: { size: 4, statusSummary: { RUNNING: 2, RUNNABLE: 2 } } },
    ]);
    expect(list({ arrayJobId: id })).toMatchObject([{ arrayProperties: { index: 0 } }, { jobId: `${id}:1` }]);
    expect(list({ arrayJobId: id, jobStatus: "RUNNABLE" }).map(({ jobId }) => jobId)).toEqual([`${id}:2`, `${id}:3`]);
  });

  it("shows children page by page, and does not apply filters to them", () => {
    const batch = new JobsAccount();
    const id = batch.submit(array(3));
    batch.begin();
    const request = { arrayJobId: id, filters: [{ name: "JOB_NAME", values: ["other"] }] };
    const first = batch.call<ListJobsResponse>("ListJobs", { ...request, maxResults: 2 });
    const rest = batch.call<ListJobsResponse>("ListJobs", { ...request, nextToken: first.nextToken });
    const indices = [first, rest].map(({ jobSummaryList = [] }) =>
      jobSummaryList.map((one) => one.arrayProperties?.index),
    );
    expect(indices).toEqual([[0, 1], [2]]);
  });

  it("is refused for a job that is no array", () => {
    const batch = new JobsAccount();
    expect(() => batch.call("ListJobs", { arrayJobId: batch.submit() })).toThrow("is not an array job");
  });
});
