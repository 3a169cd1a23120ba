import { type JobQuery, listingsOf, STATUSES } from "../../../../jobs/container/browse";

const requests = (query: Partial<JobQuery>) =>
  listingsOf({ queues: ["q"], ...query }).map(({ request: { jobQueue, ...rest } }) => [jobQueue, rest]);
const filter = (name: string, value: string) => ({ filters: [{ name, values: [value] }] });

describe("what ListJobs is asked", () => {
  it("is one list of all statuses, the newest jobs first, when nothing else is wanted", () => {
    expect(requests({})).toEqual([["q", filter("AFTER_CREATED_AT", "0")]]);
    expect(listingsOf({ queues: ["q"] })[0]?.isNewestFirst).toBe(true);
  });

  it("is a list for each state and queue", () => {
    expect(requests({ queues: ["a", "b"], statuses: ["RUNNING", "FAILED"] })).toEqual([
      ["a", { jobStatus: "RUNNING" }],
      ["a", { jobStatus: "FAILED" }],
      ["b", { jobStatus: "RUNNING" }],
      ["b", { jobStatus: "FAILED" }],
    ]);
  });

  it.each<[Partial<JobQuery>, string, string]>([
    [{ namePrefix: "train" }, "JOB_NAME", "train*"],
    [{ definition: "train" }, "JOB_DEFINITION", "train"],
    [{ definition: "train:3" }, "JOB_DEFINITION", "train"],
    [
      { definition: "arn:aws:batch:::job-definition/train:3" },
      "JOB_DEFINITION",
      "arn:aws:batch:::job-definition/train:3",
    ],
    [{ share: "team-a" }, "SHARE_IDENTIFIER", "team-a"],
    [{ after: 1000 }, "AFTER_CREATED_AT", "999"],
    [{ before: 1000 }, "BEFORE_CREATED_AT", "1000"],
  ])("for %j is that one filter, which makes it forget the state", (query, name, value) => {
    expect(requests({ ...query })).toEqual([["q", filter(name, value)]]);
    if (query.before !== undefined) return;
    expect(requests({ ...query, statuses: ["FAILED"], before: 2000 })).toEqual([["q", filter(name, value)]]);
  });

  it("for the jobs of an array is a list for each state, without a queue", () => {
    expect(requests({ array: "parent", namePrefix: "x" })).toEqual(
      STATUSES.map((jobStatus) => [undefined, { arrayJobId: "parent", jobStatus }]),
    );
  });
});
