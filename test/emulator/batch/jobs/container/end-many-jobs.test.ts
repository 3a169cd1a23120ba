import type { CancelJobsResponse, JobDetail } from "@aws-sdk/client-batch";
import { BatchAccount, valid } from "../../account";

/** A queue whose two vCPUs are taken by the first two jobs. */
function account() {
  const batch = new BatchAccount({ timings: { submitted: 0, starting: 0, running: 60_000 } });
  batch.settled("CreateComputeEnvironment", valid.computeEnvironment({}, { maxvCpus: 2 }));
  batch.settled("CreateJobQueue", valid.containerQueue());
  const containerProperties = { image: "train", vcpus: 1, memory: 512 };
  batch.call("RegisterJobDefinition", { jobDefinitionName: "train", type: "container", containerProperties });
  const ids = [1, 2, 3, 4].map(
    (number) =>
      batch.call<{ jobId: string }>("SubmitJob", {
        jobName: `job-${number}`,
        jobQueue: "containers",
        jobDefinition: "train",
      }).jobId,
  );
  batch.clock.step(10);
  const statuses = () =>
    batch.call<{ jobs: JobDetail[] }>("DescribeJobs", { jobs: ids }).jobs.map(({ status }) => status);
  return { batch, ids, statuses };
}

describe("CancelJobs and TerminateJobs", () => {
  it("cancel those that wait, terminate those that run, too", () => {
    const { batch, ids, statuses } = account();
    expect(statuses()).toEqual(["RUNNING", "RUNNING", "RUNNABLE", "RUNNABLE"]);
    const [first, , third] = ids;
    const answer = batch.call<CancelJobsResponse>("CancelJobs", { jobs: [first, third], reason: "test" });
    expect(answer).toEqual({ successful: [first, third], errors: [] });
    expect(statuses()).toEqual(["RUNNING", "RUNNING", "FAILED", "RUNNABLE"]);
    batch.call("TerminateJobs", { jobs: [first], reason: "test" });
    expect(statuses()[0]).toBe("FAILED");
  });

  // API Reference, CancelJobs: "Jobs that can't be found are treated as successfully processed."
  it("answer for each job by itself, and say of one that is not there that it ended", () => {
    const { batch, ids } = account();
    const { successful, errors } = batch.call<CancelJobsResponse>("TerminateJobs", {
      jobs: ["unknown", ids[0], ""],
      reason: "test",
    });
    expect(successful).toEqual(["unknown", ids[0]]);
    expect(errors).toEqual([
      { job: "", code: "ClientException", message: expect.stringContaining("jobId is required") as string },
    ]);
  });

  it.each([[[]], [Array.from({ length: 51 }, (_, index) => String(index))]])("take 1 to 50 jobs", (jobs) => {
    const { batch } = account();
    expect(() => batch.call("CancelJobs", { jobs, reason: "test" })).toThrow("jobs must have 1 to 50 entries");
  });
});
