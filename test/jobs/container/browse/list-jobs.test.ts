import type { JobSummary, ListJobsRequest } from "@aws-sdk/client-batch";
import { type JobQuery, listJobs } from "../../../../jobs/container/browse";
import { standIn } from "../../../aws/stand-in";
import { randomOf, VirtualTime } from "../../training/virtual-time";

const job = (number: number, more: Partial<JobSummary> = {}): JobSummary => ({
  jobId: `id-${number}`,
  jobName: `job-${number}`,
  jobDefinition: "arn:aws:batch:eu-west-1:1:job-definition/train:3",
  createdAt: number,
  status: "RUNNING",
  ...more,
});

/** Lists of ListJobs, three jobs a page. */
function world(lists: (request: ListJobsRequest) => readonly JobSummary[]) {
  const time = new VirtualTime(randomOf(1));
  const requests: ListJobsRequest[] = [];
  const calls = {
    listJobs: (request: ListJobsRequest) => {
      requests.push(request);
      const start = Number(request.nextToken ?? 0);
      const all = lists(request);
      const next = start + 3 < all.length ? String(start + 3) : undefined;
      return Promise.resolve({ jobSummaryList: all.slice(start, start + 3), nextToken: next });
    },
  };
  const find = (query: Partial<JobQuery>, limit = 100) =>
    time.during(listJobs(standIn(calls, time), { queues: ["q"], ...query }, limit));
  const ids = async (query: Partial<JobQuery>, limit?: number) =>
    (await find(query, limit)).jobs.map(({ jobId }) => jobId?.slice(3));
  return { find, ids, requests };
}

const newestFirst = Array.from({ length: 10 }, (_, index) => job(10 - index));

describe("listJobs", () => {
  it("reads all pages", async () => {
    const { ids, requests } = world(() => newestFirst);
    expect(await ids({})).toEqual(["10", "9", "8", "7", "6", "5", "4", "3", "2", "1"]);
    expect(requests).toHaveLength(4);
  });

  it("reads no more than the limit takes where the newest come first, and says that there are more", async () => {
    const { find, requests } = world(() => newestFirst);
    const { jobs, hasMore } = await find({}, 4);
    expect(jobs.map(({ createdAt }) => createdAt)).toEqual([10, 9, 8, 7]);
    expect(hasMore).toBe(true);
    expect(requests).toHaveLength(2);
  });

  it("reads the whole list where they do not, so that the newest are among those shown", async () => {
    const { ids } = world(() => [...newestFirst].reverse());
    expect(await ids({ namePrefix: "job" }, 2)).toEqual(["10", "9"]);
    expect(await ids({ statuses: ["RUNNING"] }, 2)).toEqual(["10", "9"]);
  });

  it("has all conditions hold, those that AWS Batch forgets beside a filter, too", async () => {
    const { ids } = world(() => [
      job(5, { status: "FAILED", jobName: "Train-5" }),
      job(4, { status: "SUCCEEDED", jobName: "train-4" }),
      job(3, { status: "FAILED", jobName: "train-3", jobDefinition: "arn:x:job-definition/train:2" }),
      job(2, { status: "FAILED", jobName: "other" }),
      job(1, { status: "FAILED", jobName: "train-1" }),
    ]);
    expect(await ids({ namePrefix: "train", statuses: ["FAILED"], after: 2 })).toEqual(["5", "3"]);
    expect(await ids({ namePrefix: "train", definition: "train:2" })).toEqual(["3"]);
    expect(await ids({ definition: "train", before: 3 })).toEqual(["2", "1"]);
  });

  it("merges lists, and knows a job that changes its state meanwhile once", async () => {
    const { ids } = world(({ jobStatus }) => [
      job(1, { status: jobStatus }),
      job(jobStatus === "FAILED" ? 3 : 2, { status: jobStatus }),
    ]);
    expect(await ids({ statuses: ["RUNNING", "FAILED"] })).toEqual(["3", "2", "1"]);
  });

  it("has the jobs of an array by their indexes", async () => {
    const child = (index: number) => job(7, { jobId: `id-p:${index}`, arrayProperties: { index } });
    const { ids } = world(({ jobStatus }) =>
      jobStatus === "RUNNING" ? [child(2), child(0)] : jobStatus === "FAILED" ? [child(1)] : [],
    );
    expect(await ids({ array: "p", statuses: ["RUNNING", "FAILED"] })).toEqual(["p:0", "p:1", "p:2"]);
  });
});

describe("jobs of which AWS Batch tells little", () => {
  it("are the oldest, and match no name, no definition and no status that is asked for", async () => {
    const bare = { jobId: "id-0", jobName: undefined as never }; // Cast: AWS Batch always sends the name.
    const { ids } = world(() => [bare, job(1)]);
    expect(await ids({})).toEqual(["1", "0"]);
    expect(await ids({ namePrefix: "job" })).toEqual(["1"]);
    expect(await ids({ definition: "train" })).toEqual(["1"]);
    expect(await ids({ statuses: ["RUNNING"], after: 0 })).toEqual(["1"]);
    expect(await ids({ before: 1 })).toEqual(["0"]);
  });

  it("of a definition are found by its ARN and its revision", async () => {
    const { ids } = world(() => [job(2), job(1, { jobDefinition: "arn:aws:batch:eu-west-1:1:job-definition/train" })]);
    expect(await ids({ definition: "arn:aws:batch:eu-west-1:1:job-definition/train:3" })).toEqual(["2"]);
    expect(await ids({ definition: "train:3" })).toEqual(["2"]);
    expect(await ids({ definition: "train" })).toEqual(["2", "1"]);
  });

  it("of a share are those of that share", async () => {
    const { ids } = world(() => [job(2, { shareIdentifier: "a" }), job(1)]);
    expect(await ids({ share: "a" })).toEqual(["2"]);
  });

  it("no list, and an empty one, have none", async () => {
    const { find } = world(() => []);
    expect(await find({})).toEqual({ jobs: [], hasMore: false });
  });
});
