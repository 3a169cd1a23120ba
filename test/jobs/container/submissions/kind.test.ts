import { containerJobs } from "../../../../jobs/container/submissions/kind";
import { type PlannedContainerJob, SUBMISSION_TAG } from "../../../../jobs/container/submissions";
import { requestOf } from "../../../../jobs/container/submissions/planned-job";
import { findSubmitted } from "../../../../jobs/engine";
import { standIn } from "../../../aws/stand-in";

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 1);

/** AWS Batch with jobs, the newest first, two a page; each was submitted with the mark `mark-of-<id>`. */
function world(jobs: readonly { readonly jobId: string; readonly jobName: string; readonly createdAt: number }[]) {
  const asked: string[] = [];
  const batch = standIn({
    listJobs: ({ filters, nextToken = "0" }) => {
      asked.push(`list ${filters?.[0]?.values?.[0] ?? ""}`);
      const end = Number(nextToken) + 2;
      const next = end < jobs.length ? String(end) : undefined;
      return Promise.resolve({ jobSummaryList: jobs.slice(end - 2, end), nextToken: next });
    },
    describeJobs: ({ jobs: ids = [] }) => {
      asked.push(`describe ${ids.join()}`);
      const tagged = ids.map((jobId) => ({ jobId, tags: { [SUBMISSION_TAG]: `mark-of-${jobId}` } }));
      // Cast: the rest of a job nobody looks at.
      return Promise.resolve({ jobs: tagged as never[] });
    },
  });
  const job: PlannedContainerJob = { name: "train.2", needs: [], path: [], request: { jobName: "train" } as never }; // Cast: as above.
  return { asked, find: (mark: string) => findSubmitted(containerJobs(batch), job, mark, NOW) };
}

const submitted = (jobId: string, jobName: string, createdAt = NOW) => ({ jobId, jobName, createdAt });

describe("a job whose submission was not answered", () => {
  it("is found by its jobName, which is not its name in the run, and recognised by its mark", async () => {
    const { find, asked } = world([submitted("a", "Train"), submitted("b", "train"), submitted("c", "train")]);
    expect(await find("mark-of-c")).toBe("c");
    expect(asked).toEqual(["list train", "describe b", "list train", "describe c"]);
  });

  it("is not looked for among jobs that were there before, but for what clocks may differ", async () => {
    const old = [submitted("c", "train", NOW - DAY), submitted("d", "train", NOW - DAY)];
    const { find, asked } = world([submitted("a", "train", NOW - 10 * 60_000), ...old]);
    expect(await find("mark-of-d")).toBeUndefined();
    expect(await find("mark-of-a")).toBe("a");
    expect(asked.filter((call) => call.startsWith("describe"))).toEqual(["describe a", "describe a"]);
  });
});

describe("a job that is submitted", () => {
  it("is marked, and tagged with its queue beside its own tags, so that policies can tell it from jobs of others", () => {
    const request = {
      jobName: "train",
      jobQueue: "cpu",
      jobDefinition: "d",
      tags: { team: "a", "dapf-queue": "other" },
    };
    const job: PlannedContainerJob = { name: "train", needs: [], path: [], request };

    expect(requestOf(job, new Map(), "mark").tags).toEqual({
      team: "a",
      "dapf-queue": "cpu",
      [SUBMISSION_TAG]: "mark",
    });
  });
});
