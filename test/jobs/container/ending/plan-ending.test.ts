import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import { type Ending, planEnding } from "../../../../jobs/container/ending";

// Cast: of a job nothing else is read.
const detail = (status: JobStatus, jobName?: string) => ({ jobId: "id", jobName, status }) as JobDetail;
const planned = (how: Ending, job: JobDetail | undefined, name?: string) =>
  planEnding(how, [{ id: "id", ...(name === undefined ? {} : { name }) }], new Map(job && [["id", job]]))[0];

describe("what becomes of a job that somebody wants to end", () => {
  it.each<[Ending, JobStatus, string]>([
    ["cancel", "SUBMITTED", "ends"],
    ["cancel", "RUNNABLE", "ends"],
    ["cancel", "STARTING", "runs"],
    ["cancel", "RUNNING", "runs"],
    ["cancel", "SUCCEEDED", "over"],
    ["terminate", "RUNNABLE", "ends"],
    ["terminate", "STARTING", "ends"],
    ["terminate", "RUNNING", "ends"],
    ["terminate", "FAILED", "over"],
  ])("%s, when it is %s: it %s", (how, status, course) => {
    expect(planned(how, detail(status))).toMatchObject({ status, course });
  });

  it("is not known of a job that AWS Batch has forgotten", () => {
    expect(planned("terminate", undefined)).toEqual({ id: "id", name: "id", status: undefined, course: "unknown" });
  });

  it("is told under the name of the run, else of AWS Batch, else under its id", () => {
    expect(planned("cancel", detail("RUNNABLE", "train"), "train.2")?.name).toBe("train.2");
    expect(planned("cancel", detail("RUNNABLE", "train"))?.name).toBe("train");
    expect(planned("cancel", detail("RUNNABLE"))?.name).toBe("id");
  });
});
