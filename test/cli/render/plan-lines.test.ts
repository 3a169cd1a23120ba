import { planLines } from "../../../cli/render/plan-lines";
import { plainText } from "../../../cli/render/style";
import type { PlannedChange, PlanResult } from "../../../deploy";

function planOf(changes: readonly Partial<PlannedChange>[], more: Partial<PlanResult> = {}): PlanResult {
  return {
    environment: "dev",
    destroy: false,
    targets: [],
    changes: changes.map((change) => ({
      address: "aws_sqs_queue.q",
      type: "aws_sqs_queue",
      module: "",
      action: "create",
      ...change,
    })),
    losses: [],
    changedOutputs: [],
    hasChanges: true,
    seconds: 1,
    ...more,
  };
}

const linesOf = (plan: PlanResult, full = false) => planLines(plan, full, plainText);

describe("a plan", () => {
  test("without changes says so", () => {
    expect(linesOf(planOf([], { hasChanges: false }))).toEqual([
      "dev: no changes: what is deployed is what is configured",
    ]);
  });

  test("to destroy without anything there says so", () => {
    expect(linesOf(planOf([], { hasChanges: false, destroy: true }))).toEqual(["dev: nothing to destroy"]);
  });

  test("marks what happens to each resource, and ends with the sum", () => {
    const changes = (["create", "update", "replace", "delete", "forget", "import"] as const).map((action) => ({
      action,
      address: `aws_sqs_queue.${action}`,
    }));
    expect(linesOf(planOf(changes))).toEqual([
      "  + aws_sqs_queue.create",
      "  ~ aws_sqs_queue.update",
      "-/+ aws_sqs_queue.replace",
      "  - aws_sqs_queue.delete",
      "  x aws_sqs_queue.forget",
      "  < aws_sqs_queue.import",
      "Plan for dev: 1 to create, 1 to change, 1 to replace, 1 to destroy, 1 to import, 1 to forget",
    ]);
  });

  test("names the arguments that an update changes", () => {
    const plan = planOf([{ action: "update", attributes: ["delay_seconds", "tags"] }]);
    expect(linesOf(plan)[0]).toBe("  ~ aws_sqs_queue.q (delay_seconds, tags)");
  });

  test("names the arguments that force a replacement, not all that differ", () => {
    const plan = planOf([{ action: "replace", attributes: ["arn", "name"], forcedBy: ["name"] }]);
    expect(linesOf(plan)[0]).toBe("-/+ aws_sqs_queue.q (name cannot change in place)");
  });

  test("says why something is replaced or destroyed, in words", () => {
    const plan = planOf([
      { action: "replace", reason: "tainted" },
      { action: "delete", reason: "delete_because_no_module" },
      { action: "delete", reason: "a reason of a later Terraform" },
    ]);
    expect(linesOf(plan).slice(0, 3)).toEqual([
      "-/+ aws_sqs_queue.q (its creation had failed)",
      "  - aws_sqs_queue.q (its module is not in the configuration any more)",
      "  - aws_sqs_queue.q",
    ]);
  });

  test("says where a resource moves from", () => {
    const plan = planOf([{ action: "move", previousAddress: "aws_sqs_queue.old" }]);
    expect(linesOf(plan)[0]).toBe("  > aws_sqs_queue.q (was aws_sqs_queue.old)");
  });

  test("of outputs only says so", () => {
    const plan = planOf([], { changedOutputs: ["map"] });
    expect(linesOf(plan)).toEqual(["  ~ output map", "Plan for dev: 1 output to change"]);
  });

  test("says what it is limited to", () => {
    const one = planOf([{}], { targets: ["module.etl"] });
    expect(linesOf(one).at(-1)).toBe("Plan for dev: 1 to create (only module.etl and what it needs)");
    const destroy = planOf([{ action: "delete" }], { targets: ["module.a", "module.b"], destroy: true });
    expect(linesOf(destroy).at(-1)).toContain("(only module.a, module.b and what depends on them)");
  });
});

describe("a plan with many creations", () => {
  const job = (index: number) => ({
    type: "aws_glue_job",
    module: "module.etl",
    address: `module.etl.aws_glue_job.j${index}`,
  });
  const other = (type: string) => ({ type, module: "", address: `${type}.x` });
  const changes = [
    ...Array.from({ length: 45 }, (_, index) => job(index)),
    ...["aws_kms_key", "aws_kms_key", "aws_sns_topic", "aws_s3_bucket", "aws_s3_object"].map(other),
    { action: "update" as const },
  ];

  test("shows them by module and kind, and everything else by itself", () => {
    expect(linesOf(planOf(changes))).toEqual([
      "  + root          5: 2 kms_key, 1 s3_bucket, 1 s3_object, 1 other",
      "  + module.etl   45: 45 glue_job",
      "  ~ aws_sqs_queue.q",
      "Plan for dev: 50 to create, 1 to change",
    ]);
  });

  test("shows each of them when asked to", () => {
    const lines = linesOf(planOf(changes), true);
    expect(lines).toHaveLength(52);
    expect(lines[44]).toBe("  + module.etl.aws_glue_job.j44");
  });
});

describe("a compute environment under another name", () => {
  const batch = {
    kind: "compute environment",
    name: "cpu",
    arn: "arn:aws:batch:eu-west-1:123456789012:compute-environment/cpu",
    createsFirst: true,
    nextName: "cpu-2",
  } as const;
  const moved = (held: PlannedChange["held"], more: object = {}) => {
    const [, course] = linesOf(planOf([{ action: "replace", batch: { ...batch, ...more }, ...(held && { held }) }]));
    return course?.trim();
  };
  const on = (running: number, triedAgain = running, onFargate = false) => {
    return { running, waiting: 0, triedAgain, onFargate };
  };

  test.each([
    [on(0), "no job runs on cpu"],
    [on(1), "the job that runs on cpu goes on, and is tried again if the instances go before the end"],
    [on(3), "the 3 jobs that run on cpu go on, and are tried again if the instances go before the end"],
    [on(3, 1), "the 3 jobs that run on cpu go on until its instances go; 2 of them will not be tried again"],
    [on(2, 2, true), "the 2 jobs that run on cpu go on, so that AWS Batch may leave cpu INVALID"],
    [{ unknown: "nobody is signed in" }, "jobs that run on cpu are not known"],
    [undefined, "jobs that run on cpu are not known"],
  ])("says what becomes of the jobs on it: %j", (held, stay) => {
    expect(moved(held)).toBe(`cpu-2 is created, the queues move over to it, ${stay}, and cpu is deleted`);
  });

  test("may have a name that nobody knows yet", () => {
    expect(moved(on(0), { nextName: undefined })).toMatch(/^the new one is created, the queues move over to it, /);
  });

  test("is not told of one that goes before the new one comes", () => {
    expect(moved(on(0), { createsFirst: false })).not.toContain("move over");
  });
});
