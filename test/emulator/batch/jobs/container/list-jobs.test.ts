import type { ListJobsResponse } from "@aws-sdk/client-batch";
import { arn, type BatchAccount, valid } from "../../account";
import { JobsAccount, lasting } from "./jobs-account";

describe("listing jobs", () => {
  const list = (batch: BatchAccount, request: object): (string | undefined)[] =>
    (batch.call<ListJobsResponse>("ListJobs", { jobQueue: "containers", ...request }).jobSummaryList ?? []).map(
      ({ jobName }) => jobName,
    );
  const filter = (name: string, ...values: string[]) => ({ filters: [{ name, values }] });

  const withJobs = (): JobsAccount => {
    const batch = new JobsAccount();
    batch.submit({ jobName: "Train-1" });
    batch.clock.step(5000);
    batch.define({ jobDefinitionName: "other" });
    batch.submit({ jobName: "train-2", ...lasting(60) });
    batch.submit({ jobName: "check-1", jobDefinition: "other", ...lasting(60) });
    batch.begin();
    return batch;
  };

  it.each<[string, object, string[]]>([
    ["those that run, newest first", {}, ["check-1", "train-2"]],
    ["those of a status", { jobStatus: "SUCCEEDED" }, ["Train-1"]],
    ["those with a name, whatever the case", filter("JOB_NAME", "train-1"), ["Train-1"]],
    ["those whose name begins so", filter("JOB_NAME", "train*"), ["train-2", "Train-1"]],
    [
      "those with a name, whatever the status that is asked for",
      { jobStatus: "FAILED", ...filter("JOB_NAME", "train-1") },
      ["Train-1"],
    ],
    ["those of a definition, in its very case", filter("JOB_DEFINITION", "Other"), []],
    ["those whose definition begins so", filter("JOB_DEFINITION", "oth*"), ["check-1"]],
    ["those of a definition", filter("JOB_DEFINITION", "other"), ["check-1"]],
    ["those of a revision", filter("JOB_DEFINITION", "train:1"), ["train-2", "Train-1"]],
    ["those of a definition's ARN", filter("JOB_DEFINITION", arn("job-definition/other:1")), ["check-1"]],
    ["those of none", filter("SHARE_IDENTIFIER", "a"), []],
  ])("shows %s", (_case, request, names) => {
    expect(list(withJobs(), request)).toEqual(names);
  });

  it("shows those before and after a time", () => {
    const batch = withJobs();
    const time = String(batch.clock.now() - 1000);
    expect(list(batch, filter("BEFORE_CREATED_AT", time))).toEqual(["Train-1"]);
    expect(list(batch, filter("AFTER_CREATED_AT", time))).toEqual(["check-1", "train-2"]);
  });

  it("shows those of a share, also of one status only", () => {
    const batch = withJobs();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const schedulingPolicyArn = arn("scheduling-policy/fair");
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "fair", schedulingPolicyArn }));
    batch.submit({ jobQueue: "fair", jobName: "over", shareIdentifier: "team" });
    batch.clock.step(5000);
    batch.submit({ jobQueue: "fair", jobName: "runs", shareIdentifier: "team", ...lasting(60) });
    batch.submit({ jobQueue: "fair", jobName: "else", shareIdentifier: "other", ...lasting(60) });
    batch.begin();
    const ofTeam = { jobQueue: "fair", ...filter("SHARE_IDENTIFIER", "team") };
    expect(list(batch, ofTeam)).toEqual(["runs", "over"]);
    expect(list(batch, { ...ofTeam, jobStatus: "SUCCEEDED" })).toEqual(["over"]);
  });

  it("with a filter is read page by page, too", () => {
    const batch = withJobs();
    const request = filter("JOB_NAME", "train*");
    const first = batch.call<ListJobsResponse>("ListJobs", { jobQueue: "containers", maxResults: 1, ...request });
    batch.submit({ jobName: "train-3" });
    const rest = batch.call<ListJobsResponse>("ListJobs", {
      jobQueue: "containers",
      nextToken: first.nextToken,
      ...request,
    });
    expect(rest.jobSummaryList?.map(({ jobName }) => jobName)).toEqual(["Train-1"]);
    expect(rest).not.toHaveProperty("nextToken");
  });

  it("refuses nodes of a job that has none", () => {
    const batch = withJobs();
    const request = { jobQueue: undefined, multiNodeJobId: batch.submit() };
    expect(() => list(batch, request)).toThrow("is not a multi-node parallel job");
  });

  it("is read page by page", () => {
    const batch = withJobs();
    const first = batch.call<ListJobsResponse>("ListJobs", { jobQueue: "containers", maxResults: 1 });
    batch.submit({ jobName: "newer", ...lasting(60) });
    batch.begin();
    expect(list(batch, { nextToken: first.nextToken })).toEqual(["train-2"]);
  });

  it.each<[string, object, string]>([
    [
      "two filters",
      {
        filters: [
          { name: "JOB_NAME", values: ["a"] },
          { name: "JOB_NAME", values: ["b"] },
        ],
      },
      "Only one filter",
    ],
    ["an unknown filter", filter("COLOUR", "red"), "COLOUR is not a filter of ListJobs."],
    ["a time that is none", filter("BEFORE_CREATED_AT", "noon"), "number of milliseconds"],
    ["no queue", { jobQueue: undefined }, "Exactly one of jobQueue, arrayJobId and multiNodeJobId is required."],
    [
      "a queue and an array",
      { arrayJobId: "a" },
      "Exactly one of jobQueue, arrayJobId and multiNodeJobId is required.",
    ],
    ["an array that is not there", { jobQueue: undefined, arrayJobId: "a" }, "a does not exist"],
    ["an unknown queue", { jobQueue: "none" }, "none does not exist"],
    ["101 filtered jobs a page", { ...filter("JOB_NAME", "a"), maxResults: 101 }, "between 1 and 100"],
  ])("is refused with %s", (_case, request, message) => {
    expect(() => list(withJobs(), request)).toThrow(message);
  });
});
