import type { ServiceJobSummary } from "@aws-sdk/client-batch";
import { standIn } from "../../aws/stand-in";
import { type JobQuery, listingOf, listServiceJobs } from "../../../jobs/training/browse";
import type { ListQuery } from "../../../jobs/training/service-jobs";

const job = (jobName: string, more: Partial<ServiceJobSummary> = {}): ServiceJobSummary => ({
  jobId: jobName,
  jobName,
  serviceJobType: "SAGEMAKER_TRAINING",
  status: "RUNNING",
  createdAt: 1000,
  ...more,
});
const all = [
  job("train-c", { status: "FAILED", quotaShareName: "b", createdAt: 3000 }),
  job("Train-b", { quotaShareName: "a", createdAt: 2000 }),
  job("prepare", { status: "RUNNABLE", quotaShareName: "a" }),
];

async function found(filter: Omit<JobQuery, "queue">, limit = 10): Promise<(string | undefined)[]> {
  const batch = standIn({ listServiceJobs: () => Promise.resolve({ jobSummaryList: all }) });
  const jobs = await listServiceJobs(batch, { queue: "q", ...filter }, limit);
  return jobs.map(({ jobName }) => jobName);
}

describe("AWS Batch gets one filter, the one that leaves least", () => {
  test.each<[Omit<JobQuery, "queue">, Omit<ListQuery, "queue">]>([
    // Without a status and a filter it would list running jobs only.
    [{}, { filter: { name: "AFTER_CREATED_AT", value: 0 } }],
    [{ namePrefix: "train", statuses: ["FAILED"] }, { filter: { name: "JOB_NAME", value: "train*" } }],
    [{ statuses: ["FAILED"] }, { status: "FAILED" }],
    // Beside these two it does not forget the status.
    [
      { statuses: ["FAILED"], quotaShare: "a" },
      { status: "FAILED", filter: { name: "QUOTA_SHARE_NAME", value: "a" } },
    ],
    [
      { statuses: ["FAILED"], share: "a" },
      { status: "FAILED", filter: { name: "SHARE_IDENTIFIER", value: "a" } },
    ],
    [{ quotaShare: "a", after: 5 }, { filter: { name: "AFTER_CREATED_AT", value: 5 } }],
    [{ before: 5 }, { filter: { name: "BEFORE_CREATED_AT", value: 5 } }],
  ])("%j", (filter, query) => expect(listingOf({ queue: "q", ...filter })).toEqual({ queue: "q", ...query }));
});

describe("the rest is sorted out here", () => {
  test.each<[Omit<JobQuery, "queue">, string[]]>([
    [{}, ["train-c", "Train-b", "prepare"]],
    [{ namePrefix: "TRAIN" }, ["train-c", "Train-b"]],
    [{ namePrefix: "train", statuses: ["RUNNING"] }, ["Train-b"]],
    [{ quotaShare: "a" }, ["Train-b", "prepare"]],
    [{ statuses: ["RUNNABLE", "RUNNING"] }, ["Train-b", "prepare"]],
    [{ after: 2000 }, ["train-c", "Train-b"]],
    [{ before: 2000 }, ["prepare"]],
    [{ before: 2001, after: 1500 }, ["Train-b"]],
  ])("%j", async (filter, names) => expect(await found(filter)).toEqual(names));

  test("up to a limit", async () => expect(await found({}, 2)).toEqual(["train-c", "Train-b"]));
});
