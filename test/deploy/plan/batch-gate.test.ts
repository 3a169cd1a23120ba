import { checkLosses, heldText, SameNameError, unallowedLosses } from "../../../deploy/plan/gate";
import type { PlannedChange } from "../../../deploy/plan/changes";
import type { BatchTarget, HeldJobs } from "../../../deploy/plan/held";
import { arn, at, change } from "./batch-plans";

const environment = (more: Partial<BatchTarget> = {}): BatchTarget => ({
  kind: "compute environment",
  name: "cpu",
  arn: arn("compute-environment/cpu"),
  createsFirst: true,
  nextName: "cpu-2",
  ...more,
});
const queue: BatchTarget = { kind: "job queue", name: "cpu", arn: arn("job-queue/cpu"), createsFirst: false };
const share: BatchTarget = {
  kind: "quota share",
  name: "a",
  arn: arn("job-queue/gpu/quota-share/a"),
  createsFirst: false,
};
const jobs = (running: number, waiting = 0): HeldJobs => ({ running, waiting });
/** On machines, where so many of the jobs are tried again. */
const on = (running: number, triedAgain = running, onFargate = false): HeldJobs => {
  return { running, waiting: 0, onFargate, triedAgain };
};

const cloud = (type: string, more: Partial<PlannedChange>) => ({ cloudControlType: type, ...more });

const planOf = (changes: readonly PlannedChange[], allowed: readonly string[] = [], destroy = false) => ({
  environment: "dev",
  destroy,
  targets: [],
  changes,
  losses: unallowedLosses(changes, allowed, destroy),
  changedOutputs: [],
  hasChanges: true,
  seconds: 0,
});

/** What the gate says; nothing when it lets the plan through. */
function said(changes: readonly PlannedChange[], allowed: readonly string[] = []): string {
  try {
    checkLosses(planOf(changes, allowed), false);
    return "";
  } catch (error) {
    // Cast: what the gate throws is an error.
    return (error as Error).message;
  }
}

describe("a plan is refused", () => {
  test.each(["delete", "replace"] as const)(
    "to %s a queue, with how many of its jobs run and wait, and what to do",
    (action) => {
      const text = said([change(at.queue, action, { batch: queue, held: jobs(3, 5) })]);
      expect(text).toContain(`  ${at.queue}: job queue cpu, 3 jobs run, 5 wait\n`);
      expect(text).toContain("Wait until they are over");
      expect(text).toContain("declare state: DISABLED");
      expect(text).toContain(`  --allow-destroy ${at.queue}`);
    },
  );

  test("to delete a compute environment on which a job runs", () => {
    const batch = environment({ nextName: undefined, createsFirst: false });
    const text = said([change(at.environment, "delete", { batch, held: jobs(1) })]);
    expect(text).toContain(`  ${at.environment}: compute environment cpu, 1 job runs\n`);
  });

  test("to delete or replace a quota share with jobs", () => {
    const more = cloud("AWS::Batch::QuotaShare", { batch: share, held: jobs(0, 1) });
    expect(said([change(at.share, "replace", more)])).toContain("quota share a, no job runs, 1 waits");
    expect(said([change(at.share, "delete", more)])).toContain(`--allow-destroy ${at.share}`);
  });

  test("to move queues from an environment of Fargate with jobs, which AWS Batch deletes only without any", () => {
    const moved = change(at.environment, "replace", { batch: environment(), held: on(2, 2, true) });
    expect(said([moved])).toContain("compute environment cpu, 2 jobs run");
  });

  test("to rename an environment with instances whose jobs are not all tried again when these go", () => {
    const text = said([change(at.environment, "replace", { batch: environment(), held: on(3, 1) })]);
    expect(text).toContain("compute environment cpu, 3 jobs run, 2 are not tried again when the instances go\n");
    expect(text).toContain("declare state: DISABLED");
  });

  test("when the jobs could not be looked at; it says why", () => {
    const batch = environment({ nextName: undefined });
    const text = said([change(at.environment, "delete", { batch, held: { unknown: "nobody is signed in" } })]);
    expect(text).toContain("compute environment cpu, whose jobs could not be looked at: nobody is signed in");
    expect(text).not.toContain("Jobs would be lost");
  });
});

describe("a plan passes", () => {
  test("that deletes an environment or a share without jobs", () => {
    const batch = environment({ nextName: undefined });
    expect(said([change(at.environment, "delete", { batch, held: jobs(0) })])).toBe("");
    const more = cloud("AWS::Batch::QuotaShare", { batch: share, held: jobs(0) });
    expect(said([change(at.share, "delete", more)])).toBe("");
  });

  test("that renames an environment whose jobs are tried again when its instances go", () => {
    expect(said([change(at.environment, "replace", { batch: environment(), held: on(7) })])).toBe("");
    const made = environment({ nextName: undefined });
    expect(said([change(at.environment, "replace", { batch: made, held: on(7) })])).toBe("");
  });

  test("whose losses are allowed by their addresses", () => {
    const lost = change(at.queue, "delete", { batch: queue, held: jobs(3, 5) });
    expect(said([lost], [at.queue])).toBe("");
  });

  test("that takes the environment down, when somebody confirms the list", () => {
    const plan = planOf([change(at.queue, "delete", { batch: queue, held: jobs(3) })], [], true);
    expect(plan.losses).toHaveLength(1);
    expect(() => checkLosses(plan, true)).not.toThrow();
  });
});

describe("a compute environment that would be replaced under its name", () => {
  test.each([true, false])(
    "is refused with the advice to rename, be the new one first or not (%s), jobs or none",
    (createsFirst) => {
      const batch = environment({ nextName: "cpu", createsFirst });
      const lost = change(at.environment, "replace", { batch, held: jobs(0), forcedBy: ["compute_resources"] });
      expect(() => checkLosses(planOf([lost]), false)).toThrow(SameNameError);
      expect(said([lost])).toContain(`  ${at.environment}: cpu (compute_resources cannot change in place)\n`);
      expect(said([lost])).toContain("Give it another name: the new one is created first, the queues move over to it");
    },
  );

  test("is refused whatever is allowed, because AWS Batch refuses it", () => {
    const lost = change(at.environment, "replace", { batch: environment({ nextName: "cpu" }), held: jobs(0) });
    expect(said([lost], [at.environment])).not.toBe("");
  });

  test("is none that never came to be", () => {
    const batch = environment({ nextName: "cpu" });
    expect(said([change(at.environment, "replace", { batch, held: jobs(0), reason: "tainted" })])).toBe("");
  });
});

test.each([
  [jobs(0), "job queue cpu, no jobs in it"],
  [jobs(1, 1), "job queue cpu, 1 job runs, 1 waits"],
  [jobs(0, 2), "job queue cpu, no job runs, 2 wait"],
])("jobs of %j are told as %s", (held, text) => {
  expect(heldText(change(at.queue, "delete", { batch: queue, held }))).toBe(text);
});
