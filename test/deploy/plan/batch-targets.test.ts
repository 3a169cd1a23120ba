import { mayHoldJobs, withBatchTargets } from "../../../deploy/plan/batch-targets";
import type { PlannedChange } from "../../../deploy/plan/changes";
import { arn, at, change, cloud, environment, type Entry, planOf, queue, replaced } from "./batch-plans";

const targetOf = (planned: PlannedChange, entry: Entry) => withBatchTargets([planned], planOf(entry))[0]?.batch;

describe("the plan's JSON tells what of AWS Batch goes:", () => {
  test("a queue of containers that is deleted", () => {
    const entry = { address: at.queue, actions: ["delete"], before: queue("cpu") };
    expect(targetOf(change(at.queue, "delete"), entry)).toEqual({
      kind: "job queue",
      name: "cpu",
      arn: arn("job-queue/cpu"),
      createsFirst: false,
    });
  });

  test.each([
    ["under another name, the new one first", replaced("cpu", "cpu-2"), { createsFirst: true, nextName: "cpu-2" }],
    ["under its name", replaced("cpu", "cpu"), { createsFirst: true, nextName: "cpu" }],
    ["the old one first", replaced("cpu", "cpu-2", ["delete", "create"]), { createsFirst: false, nextName: "cpu-2" }],
    ["under a name that is made up by the apply", replaced("cpu", undefined), { createsFirst: true }],
  ])("a compute environment that is made anew %s", (_, entry, more) => {
    const what = { kind: "compute environment", name: "cpu", arn: arn("compute-environment/cpu") };
    expect(targetOf(change(at.environment, "replace"), entry)).toEqual({ ...what, ...more });
  });

  test.each([
    ["a queue of training jobs", at.training, "AWS::Batch::JobQueue", "job-queue/fifo", { JobQueueName: "fifo" }],
    [
      "a quota share",
      at.share,
      "AWS::Batch::QuotaShare",
      "job-queue/gpu/quota-share/a",
      { QuotaShareName: "a", JobQueue: arn("job-queue/gpu") },
    ],
    [
      "a compute environment that the provider does not know",
      at.own,
      "AWS::Batch::ComputeEnvironment",
      "compute-environment/own",
      { ComputeEnvironmentName: "own" },
    ],
  ])("%s, through Cloud Control", (_, address, type, id, properties) => {
    const entry = {
      address,
      actions: ["delete", "create"],
      before: cloud(type, id, properties),
      after: cloud(type, id, properties),
    };
    const name = id.split("/").at(-1);
    expect(targetOf(change(address, "replace"), entry)).toMatchObject({ name, nextName: name, arn: arn(id) });
  });

  test("nothing of other resources, nor of what only changes", () => {
    const other = cloud("AWS::Batch::ServiceEnvironment", "service-environment/x", {});
    expect(targetOf(change(at.own, "delete"), { address: at.own, actions: ["delete"], before: other })).toBeUndefined();
    const entry = { address: at.environment, actions: ["update"], before: environment("cpu") };
    expect(targetOf(change(at.environment, "update"), entry)).toBeUndefined();
  });

  test("nothing where the state does not tell what it is", () => {
    const broken = { type_name: "AWS::Batch::JobQueue", properties: "{", id: "" };
    expect(
      targetOf(change(at.own, "delete"), { address: at.own, actions: ["delete"], before: broken }),
    ).toBeUndefined();
  });
});

test.each([
  [at.queue, "delete", true],
  [at.environment, "replace", true],
  [at.training, "delete", true],
  [at.environment, "update", false],
  ["aws_dynamodb_table.t", "delete", false],
] as const)("the JSON of a plan with %s to %s is needed: %s", (address, action, isNeeded) => {
  expect(mayHoldJobs(change(address, action))).toBe(isNeeded);
});
