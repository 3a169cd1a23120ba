import type {
  DescribeConsumableResourceResponse,
  ListConsumableResourcesResponse,
  ListJobsByConsumableResourceResponse,
} from "@aws-sdk/client-batch";
import { arn } from "../../account";
import { failing, JobsAccount, lasting, TIMINGS } from "./jobs-account";

// AWS Batch User Guide, "Resource-aware scheduling".

const needing = (quantity: number, consumableResource = "licence") => ({
  consumableResourceProperties: { consumableResourceList: [{ consumableResource, quantity }] },
});
const overriding = (quantity: number) => ({
  consumableResourcePropertiesOverride: needing(quantity).consumableResourceProperties,
});

/** Jobs of the definition need two licences, of which there are four. */
class LicensedAccount extends JobsAccount {
  constructor(changes: object = {}) {
    super();
    this.call("CreateConsumableResource", { consumableResourceName: "licence", totalQuantity: 4, ...changes });
    this.define(needing(2));
  }

  /** Total, in use and available. */
  get quantities(): (number | undefined)[] {
    const { totalQuantity, inUseQuantity, availableQuantity } = this.describe();
    return [totalQuantity, inUseQuantity, availableQuantity];
  }

  describe(consumableResource = "licence"): DescribeConsumableResourceResponse {
    return this.call<DescribeConsumableResourceResponse>("DescribeConsumableResource", { consumableResource });
  }

  update(changes: object): void {
    this.call("UpdateConsumableResource", { consumableResource: "licence", ...changes });
  }
}

describe("a job that needs a consumable resource", () => {
  it("waits at the head of its queue until there is enough, also for those behind it", () => {
    const batch = new LicensedAccount();
    const ids = [lasting(10), lasting(20), lasting(10)].map((how) => batch.submit(how));
    batch.define({ jobDefinitionName: "free" });
    const behind = batch.submit({ jobDefinition: "free" });
    batch.begin();
    expect(batch.status(...ids, behind)).toEqual(["RUNNING", "RUNNING", "RUNNABLE", "RUNNABLE"]);
    // It has its turn, and is not stuck: the user guide names no reason for it.
    expect(batch.job(ids[2] ?? "")).not.toHaveProperty("statusReason");
    expect(batch.quantities).toEqual([4, 4, 0]);
    batch.clock.step(10_000 + TIMINGS.starting);
    expect(batch.status(...ids, behind)).toEqual(["SUCCEEDED", "RUNNING", "RUNNING", "RUNNING"]);
    batch.clock.step(60_000);
    expect(batch.quantities).toEqual([4, 0, 4]);
  });

  it("uses up what is not replenishable when it begins", () => {
    const batch = new LicensedAccount({ resourceType: "NON_REPLENISHABLE" });
    const ids = [batch.submit(), batch.submit(failing("1")), batch.submit()];
    batch.begin();
    expect(batch.quantities).toEqual([0, 0, 0]);
    batch.clock.step(5000);
    expect(batch.status(...ids)).toEqual(["SUCCEEDED", "FAILED", "RUNNABLE"]);
    expect(batch.quantities).toEqual([0, 0, 0]);
    batch.update({ operation: "ADD", quantity: 2 });
    batch.clock.step(5000);
    expect(batch.status(...ids)).toEqual(["SUCCEEDED", "FAILED", "SUCCEEDED"]);
  });

  it("keeps what it has while it is tried again, and gives it back when it is ended", () => {
    const batch = new LicensedAccount();
    const twice = { ...failing("1"), retryStrategy: { attempts: 2 } };
    const id = batch.submit(twice);
    batch.begin();
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id).attempts).toHaveLength(1);
    expect(batch.quantities).toEqual([4, 2, 2]);
    batch.call("TerminateJob", { jobId: id, reason: "enough" });
    expect(batch.quantities).toEqual([4, 0, 4]);
  });

  it("can need another quantity than its definition says, which is shown with it", () => {
    const batch = new LicensedAccount();
    const id = batch.submit({ ...overriding(3), ...lasting(60) });
    batch.begin();
    expect(batch.quantities).toEqual([4, 3, 1]);
    expect(batch.job(id)).toMatchObject(needing(3));
  });

  it("takes as much for each child of an array", () => {
    const batch = new LicensedAccount();
    const id = batch.submit({ arrayProperties: { size: 3 }, ...lasting(60) });
    batch.begin();
    expect(batch.status(`${id}:0`, `${id}:1`, `${id}:2`)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
  });

  it("waits for one that is not there, until it is made again", () => {
    const batch = new LicensedAccount();
    const running = batch.submit(lasting(10));
    batch.begin();
    batch.call("DeleteConsumableResource", { consumableResource: "licence" });
    const waiting = batch.submit(lasting(60));
    batch.begin();
    expect(batch.status(running, waiting)).toEqual(["RUNNING", "RUNNABLE"]);
    batch.call("CreateConsumableResource", { consumableResourceName: "licence", totalQuantity: 2 });
    batch.clock.step(20_000);
    expect(batch.status(running, waiting)).toEqual(["SUCCEEDED", "RUNNING"]);
    // What the first job held is ignored when it ends.
    expect(batch.quantities).toEqual([2, 2, 0]);
  });

  it("is listed with it, the newest first, by status and by name", () => {
    const batch = new LicensedAccount();
    const list = (request: object = {}) =>
      batch
        .call<ListJobsByConsumableResourceResponse>("ListJobsByConsumableResource", {
          consumableResource: arn("consumable-resource/licence"),
          ...request,
        })
        .jobs?.map(({ jobName, jobStatus, quantity }) => [jobName, jobStatus, quantity]);
    batch.submit({ jobName: "Ash", ...lasting(60) });
    batch.submit({ jobName: "birch", ...overriding(4) });
    batch.define({ jobDefinitionName: "free" });
    batch.submit({ jobName: "cedar", jobDefinition: "free" });
    batch.begin();
    expect(list()).toEqual([
      ["birch", "RUNNABLE", 4],
      ["Ash", "RUNNING", 2],
    ]);
    expect(list({ filters: [{ name: "JOB_STATUS", values: ["RUNNING"] }] })).toEqual([["Ash", "RUNNING", 2]]);
    expect(list({ filters: [{ name: "JOB_NAME", values: ["a*"] }] })).toEqual([["Ash", "RUNNING", 2]]);
    expect(list({ maxResults: 1 })).toHaveLength(1);
    expect(() => list({ filters: [{ name: "SHARE_IDENTIFIER", values: ["a"] }] })).toThrow("is not a filter");
  });
});

describe("a consumable resource", () => {
  it("is described as it was made, by name and by ARN", () => {
    const batch = new LicensedAccount({ tags: { team: "a" } });
    expect(batch.describe(arn("consumable-resource/licence"))).toEqual({
      consumableResourceName: "licence",
      consumableResourceArn: arn("consumable-resource/licence"),
      totalQuantity: 4,
      inUseQuantity: 0,
      availableQuantity: 4,
      resourceType: "REPLENISHABLE",
      createdAt: expect.any(Number) as number,
      tags: { team: "a" },
    });
    batch.call("DeleteConsumableResource", { consumableResource: "licence" });
    expect(() => batch.describe()).toThrow("licence does not exist");
  });

  it("is set, added to and taken from; with a token only once in 8 hours", () => {
    const batch = new LicensedAccount();
    const add = { operation: "ADD", quantity: 3, clientToken: "once" };
    batch.update({ operation: "SET", quantity: 10 });
    batch.update(add);
    batch.update(add);
    expect(batch.quantities[0]).toBe(13);
    batch.clock.step(8 * 3_600_000);
    batch.update(add);
    batch.update({ operation: "REMOVE", quantity: 16 });
    expect(batch.quantities[0]).toBe(0);
    expect(() => batch.update({ operation: "REMOVE", quantity: 1 })).toThrow("REMOVE 1 is not possible");
  });

  it("has nothing available when less is left than jobs hold", () => {
    const batch = new LicensedAccount();
    batch.submit(lasting(60));
    batch.begin();
    batch.update({ operation: "SET", quantity: 1 });
    expect(batch.quantities).toEqual([1, 2, 0]);
  });

  it("is listed page by page, and by the beginning of its name", () => {
    const batch = new LicensedAccount();
    batch.call("CreateConsumableResource", { consumableResourceName: "Database" });
    const list = (request: object) =>
      batch
        .call<ListConsumableResourcesResponse>("ListConsumableResources", request)
        .consumableResources?.map(({ consumableResourceName }) => consumableResourceName);
    expect(list({})).toEqual(["licence", "Database"]);
    expect(list({ maxResults: 1 })).toEqual(["licence"]);
    expect(list({ filters: [{ name: "CONSUMABLE_RESOURCE_NAME", values: ["DATA*"] }] })).toEqual(["Database"]);
    expect(() => list({ filters: [{ name: "NAME", values: [] }] })).toThrow("NAME is not a filter");
  });

  it.each([
    ["CreateConsumableResource", { consumableResourceName: "a b" }, "Consumable resource name should match"],
    ["CreateConsumableResource", { consumableResourceName: "licence" }, "Object already exists"],
    ["CreateConsumableResource", { consumableResourceName: "a", totalQuantity: -1 }, "totalQuantity is not valid: -1"],
    [
      "CreateConsumableResource",
      { consumableResourceName: "a", resourceType: "RENEWABLE" },
      "resourceType must be one of REPLENISHABLE, NON_REPLENISHABLE, got RENEWABLE.",
    ],
    ["UpdateConsumableResource", { consumableResource: "none", quantity: 1 }, "none does not exist"],
    ["UpdateConsumableResource", { consumableResource: "licence" }, "quantity is required."],
    [
      "UpdateConsumableResource",
      { consumableResource: "licence", operation: "TAKE", quantity: 1 },
      "operation must be one of SET, ADD, REMOVE, got TAKE.",
    ],
    ["DeleteConsumableResource", { consumableResource: "none" }, "none does not exist"],
    ["ListJobsByConsumableResource", { consumableResource: "none" }, "none does not exist"],
  ])("is refused by %s of %j", (operation, request, message) => {
    expect(() => new LicensedAccount().call(operation, request)).toThrow(message);
  });
});
