import type { JobDetail } from "@aws-sdk/client-batch";
import { jobLines, jobTable } from "../../../cli/render/container-jobs";
import { plainText } from "../../../cli/render/style";

const now = Date.UTC(2026, 10, 21, 12);
const ago = (seconds: number) => now - seconds * 1000;

describe("the table of container jobs", () => {
  const rowOf = (job: object) => {
    // Cast: the SDK's type promises id and name, which a test leaves out on purpose.
    const [, row = ""] = jobTable([job as Parameters<typeof jobTable>[0][number]], now, plainText);
    return row.split(/ {2,}/);
  };
  const job = { jobName: "train", jobId: "id-1" };

  test("has age, time and exit code of a job that is over", () => {
    const times = { createdAt: ago(120), startedAt: ago(60), stoppedAt: ago(30) };
    const container = { exitCode: 3, reason: "OutOfMemoryError" };
    expect(
      rowOf({ ...job, ...times, status: "FAILED", container, statusReason: "Essential container exited" }),
    ).toEqual(["train", "FAILED", "2 min 0 s ago", "30 s", "3", "id-1", "OutOfMemoryError"]);
  });

  test("has the reason of the status when the container has none, and no exit code of one that never ran", () => {
    const over = { status: "FAILED", statusReason: "Dependent Job failed" };
    expect(rowOf({ ...job, ...over })).toEqual(["train", "FAILED", "id-1", "Dependent Job failed"]);
  });

  test("has a job that waits, without the time and exit code that it has not yet", () => {
    expect(rowOf({ ...job, status: "RUNNABLE", createdAt: ago(5), startedAt: 0 }).slice(0, 3)).toEqual([
      "train",
      "RUNNABLE",
      "5.0 s ago",
    ]);
  });

  test("takes a job of which AWS Batch tells nothing for one that was submitted", () => {
    expect(rowOf({})).toEqual(["", "SUBMITTED"]);
  });
});

describe("the facts of a container job", () => {
  const job: JobDetail = {
    jobName: "train",
    jobId: "id-1",
    jobQueue: "arn:aws:batch:eu-west-1:123456789012:job-queue/cpu",
    jobDefinition: "arn:aws:batch:eu-west-1:123456789012:job-definition/train:1",
    status: "RUNNING",
    startedAt: ago(60),
  };
  const factsOf = (more: Partial<JobDetail>) => jobLines({ ...job, ...more }, now);
  const fact = (more: Partial<JobDetail>, name: string) =>
    factsOf(more)
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length)
      .trim();

  test("tell vCPUs and memory of old definitions, which have them outside of the resource requirements", () => {
    expect(fact({ container: { vcpus: 2, memory: 512 } }, "vCPUs")).toBe("2");
    expect(fact({ container: { vcpus: 2, memory: 512 } }, "memory")).toBe("512 MiB");
  });

  test("tell how it waits for each job that it depends on; the jobs of an array wait for each other without an id", () => {
    const dependsOn = [{ jobId: "a" }, { jobId: "b", type: "N_TO_N" as const }, { type: "SEQUENTIAL" as const }];
    expect(fact({ dependsOn }, "depends on")).toBe("a, b (N_TO_N), (SEQUENTIAL)");
  });

  test("tell the tags", () => {
    expect(fact({ tags: { team: "a", day: "1" } }, "tags")).toBe("team=a, day=1");
  });

  test("tell a reason once that container and job have both", () => {
    expect(fact({ container: { reason: "killed" }, statusReason: "killed" }, "reason")).toBe("killed");
    expect(fact({ container: { reason: "killed" }, statusReason: "Task failed" }, "reason")).toBe(
      "killed; Task failed",
    );
  });

  test("end with the attempts, each with what is known of it", () => {
    const attempts = [
      {
        container: { exitCode: 1, reason: "OutOfMemoryError", logStreamName: "train/1" },
        startedAt: ago(90),
        stoppedAt: ago(70),
      },
      { statusReason: "Host EC2 was terminated" },
      {},
    ];
    expect(factsOf({ attempts }).slice(-3)).toEqual([
      "  attempt 1: exit code 1, after 20 s, OutOfMemoryError, log stream train/1",
      "  attempt 2: Host EC2 was terminated",
      "  attempt 3: ",
    ]);
  });

  test("have no time of a job that never started", () => {
    expect(fact({ status: "RUNNABLE", startedAt: undefined }, "time")).toBeUndefined();
    expect(fact({ status: "RUNNABLE", startedAt: undefined }, "started")).toBeUndefined();
  });
});
