import { placeIn } from "../../../aws/place";
import type { DescribeServiceEnvironmentsResponse } from "@aws-sdk/client-batch";
import { arn, BatchAccount, PLACE, valid, withQuotaQueue } from "./account";

function withEnvironments(count: number): BatchAccount {
  const batch = new BatchAccount();
  for (let number = 1; number <= count; number += 1) {
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment({ serviceEnvironmentName: `e${number}` }));
  }
  return batch;
}

const page = (batch: BatchAccount, request: object): { names: (string | undefined)[]; nextToken?: string } => {
  const answer = batch.call<DescribeServiceEnvironmentsResponse>("DescribeServiceEnvironments", request);
  const names = (answer.serviceEnvironments ?? []).map(({ serviceEnvironmentName }) => serviceEnvironmentName);
  return { names, nextToken: answer.nextToken };
};

describe("a list of resources", () => {
  it("is read page by page, in the order of creation", () => {
    const batch = withEnvironments(5);
    const first = page(batch, { maxResults: 2 });
    const second = page(batch, { maxResults: 2, nextToken: first.nextToken });
    const third = page(batch, { maxResults: 2, nextToken: second.nextToken });
    expect([first.names, second.names, third.names]).toEqual([["e1", "e2"], ["e3", "e4"], ["e5"]]);
    expect(third.nextToken).toBeUndefined();
  });

  it("neither repeats nor leaves out others when one is deleted between two pages", () => {
    const batch = withEnvironments(3);
    const first = page(batch, { maxResults: 2 });
    batch.settled("UpdateServiceEnvironment", { serviceEnvironment: "e1", state: "DISABLED" });
    batch.settled("DeleteServiceEnvironment", { serviceEnvironment: "e1" });
    expect(page(batch, { nextToken: first.nextToken }).names).toEqual(["e3"]);
  });

  it("has no further page when the last one is full", () => {
    expect(page(withEnvironments(2), { maxResults: 2 }).nextToken).toBeUndefined();
  });

  it("shows what is asked for by name or ARN, once each, and leaves out what is not there", () => {
    const serviceEnvironments = ["e3", arn("service-environment/e1"), "e1", "none"];
    expect(page(withEnvironments(3), { serviceEnvironments }).names).toEqual(["e1", "e3"]);
  });

  it.each([0, 101, 1.5])("is refused with a page of %p", (maxResults) => {
    expect(() => page(withEnvironments(1), { maxResults })).toThrow("maxResults");
  });

  it("is refused with a token that it did not give", () => {
    const batch = withEnvironments(2);
    const { nextToken } = page(batch, { maxResults: 1 });
    expect(() => page(batch, { nextToken: "bm9uc2Vuc2U" })).toThrow("The nextToken is not valid.");
    expect(() => batch.call("DescribeJobQueues", { nextToken })).toThrow("The nextToken is not valid.");
  });

  it.each([
    ["DescribeJobDefinitions", "jobDefinitions"],
    ["DescribeSchedulingPolicies", "arns"],
  ])("of %s is refused for more than 100 of its %s", (operation, member) => {
    const asked = Array.from({ length: 101 }, (_, number) => `e${number}`);
    expect(() => new BatchAccount().call(operation, { [member]: asked })).toThrow(
      `${member} must have at most 100 entries.`,
    );
  });

  // The service's words: k1LoW/awspec #563.
  it.each([
    ["DescribeComputeEnvironments", "computeEnvironments", "ComputeEnvironments"],
    ["DescribeJobQueues", "jobQueues", "JobQueues"],
    ["DescribeJobDefinitions", "jobDefinitions", "JobDefinitions"],
    ["DescribeServiceEnvironments", "serviceEnvironments", "ServiceEnvironments"],
  ])("of %s is refused by name and by page at once", (operation, member, word) => {
    const batch = new BatchAccount();
    expect(() => batch.call(operation, { [member]: ["one"], maxResults: 1 })).toThrow(
      `Error executing request, Exception : ${word} and MaxResults cannot both be set`,
    );
    expect(batch.call(operation, { [member]: [], maxResults: 1 })).toEqual({ [member]: [] });
  });

  it("is refused for more than 100 names", () => {
    const serviceEnvironments = Array.from({ length: 101 }, (_, number) => `e${number}`);
    expect(() => page(new BatchAccount(), { serviceEnvironments })).toThrow("at most 100 entries");
  });

  it.each([
    ["account", { ...PLACE, account: "999999999999" }],
    ["Region", placeIn("us-east-1", PLACE.account)],
  ])("shows nothing of another %s", (_case, place) => {
    expect(withEnvironments(1).call("DescribeServiceEnvironments", {}, place)).toEqual({ serviceEnvironments: [] });
  });
});

describe("tags", () => {
  const resources = (): { batch: BatchAccount; arns: string[] } => {
    const batch = withQuotaQueue();
    batch.settled("CreateQuotaShare", valid.quotaShare());
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
    batch.call("CreateConsumableResource", { consumableResourceName: "licence" });
    batch.call("RegisterJobDefinition", {
      jobDefinitionName: "job",
      type: "container",
      containerProperties: { image: "i", vcpus: 1, memory: 64 },
    });
    const names = [
      "service-environment/environment",
      "scheduling-policy/quota",
      "job-queue/queue",
      "job-queue/queue/quota-share/share",
      "compute-environment/compute",
      "consumable-resource/licence",
      "job-definition/job:1",
    ];
    return { batch, arns: names.map(arn) };
  };

  it("can be added to, replaced on and removed from every kind of resource", () => {
    const { batch, arns } = resources();
    for (const resourceArn of arns) {
      batch.call("TagResource", { resourceArn, tags: { a: "1", b: "2" } });
      batch.call("TagResource", { resourceArn, tags: { b: "3" } });
      batch.call("UntagResource", { resourceArn, tagKeys: ["a", "none"] });
      expect(batch.call("ListTagsForResource", { resourceArn })).toEqual({ tags: { b: "3" } });
    }
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "51 of them",
      Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ""])),
      "Number of tags exceeds 50.",
    ],
    ["a key of AWS's own", { "aws:x": "1" }, "must not start with aws:"],
    ["a key of 129 characters", { ["k".repeat(129)]: "" }, "1 to 128 characters"],
    ["a value of 257 characters", { k: "v".repeat(257) }, "at most 256 characters"],
  ])("are refused with %s", (_case, tags, message) => {
    const { batch } = resources();
    expect(() => batch.call("TagResource", { resourceArn: arn("job-queue/queue"), tags })).toThrow(message);
    expect(batch.call("ListTagsForResource", { resourceArn: arn("job-queue/queue") })).toEqual({ tags: {} });
  });

  it("are refused for what is not there", () => {
    expect(() => new BatchAccount().call("ListTagsForResource", { resourceArn: arn("job-queue/q") })).toThrow(
      `${arn("job-queue/q")} does not exist`,
    );
  });
});

describe("the service", () => {
  it("counts what an account holds, by Region and kind", () => {
    const batch = withQuotaQueue();
    expect(batch.service.inventory(PLACE.account)).toEqual({
      "batch/eu-west-1/job_queues": 1,
      "batch/eu-west-1/scheduling_policies": 1,
      "batch/eu-west-1/service_environments": 1,
    });
    expect(batch.service.inventory("999999999999")).toEqual({});
  });

  it("forgets everything when it is reset", () => {
    const batch = withQuotaQueue();
    batch.service.reset();
    expect(batch.service.inventory(PLACE.account)).toEqual({});
  });

  it.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("names resources of %s in the partition %s", (region, partition) => {
    const answer = new BatchAccount().call(
      "CreateSchedulingPolicy",
      valid.fairPolicy(),
      placeIn(region, PLACE.account),
    );
    expect(answer).toEqual({
      name: "fair",
      arn: `arn:${partition}:batch:${region}:123456789012:scheduling-policy/fair`,
    });
  });
});
