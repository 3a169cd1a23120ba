import type { SchedulingOptions } from "../../../../../scheduling";
import { arn, valid } from "../../account";
import { JobsAccount, lasting, TIMINGS } from "./jobs-account";

/** A queue with fair shares and room for `slots` jobs at a time. */
class FairAccount extends JobsAccount {
  constructor(slots: number, fairsharePolicy: object = {}, scheduling: Partial<SchedulingOptions> = {}) {
    super({ maxvCpus: 4 * slots }, { scheduling });
    this.call("CreateSchedulingPolicy", { name: "fair", fairsharePolicy });
    const schedulingPolicyArn = arn("scheduling-policy/fair");
    this.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "fair", schedulingPolicyArn }));
  }

  /** Jobs of a share, each of which runs for a minute. */
  submitTo(shareIdentifier: string, count: number, changes: object = {}): string[] {
    const request = { jobQueue: "fair", shareIdentifier, ...lasting(60), ...changes };
    return Array.from({ length: count }, () => this.submit(request));
  }

  /** How many of these jobs run. */
  running(ids: readonly string[]): number {
    return this.status(...ids).filter((status) => status === "RUNNING" || status === "STARTING").length;
  }
}

/** Until the jobs that run are over and the next ones have started. */
const ROUND = 60_000 + TIMINGS.starting;

describe("a queue with fair shares", () => {
  it("gives room to the share that has used least, though others were there before", () => {
    const batch = new FairAccount(2);
    const [first, second] = [batch.submitTo("a", 6), batch.submitTo("b", 6)];
    batch.begin();
    expect([batch.running(first), batch.running(second)]).toEqual([1, 1]);
    batch.clock.step(ROUND);
    expect([batch.running(first), batch.running(second)]).toEqual([1, 1]);
  });

  it("makes up for what a share has used before the other came", () => {
    const batch = new FairAccount(2, { shareDecaySeconds: 3600 });
    const first = batch.submitTo("a", 6);
    batch.begin();
    batch.clock.step(ROUND);
    const second = batch.submitTo("b", 6);
    batch.begin();
    batch.clock.step(ROUND - TIMINGS.submitted - TIMINGS.starting);
    expect([batch.running(first), batch.running(second)]).toEqual([0, 2]);
  });

  it("gives more to a share with a lower weight factor", () => {
    const shareDistribution = [{ shareIdentifier: "urgent*", weightFactor: 0.25 }];
    const batch = new FairAccount(5, { shareDistribution });
    const [normal, urgent] = [batch.submitTo("normal", 10), batch.submitTo("urgent1", 10)];
    batch.begin();
    expect([batch.running(normal), batch.running(urgent)]).toEqual([1, 4]);
  });

  it("orders the jobs of a share by their priority", () => {
    const batch = new FairAccount(1);
    const [low] = batch.submitTo("a", 1, { schedulingPriorityOverride: 1 });
    const [high] = batch.submitTo("a", 1, { schedulingPriorityOverride: 9 });
    batch.begin();
    expect(batch.status(low ?? "", high ?? "")).toEqual(["RUNNABLE", "RUNNING"]);
  });

  it("keeps room for shares that are not active", () => {
    const batch = new FairAccount(4, { computeReservation: 50 });
    const first = batch.submitTo("a", 4);
    batch.begin();
    expect(batch.running(first)).toBe(2);
    const second = batch.submitTo("b", 4);
    batch.begin();
    expect([batch.running(first), batch.running(second)]).toEqual([2, 1]);
  });

  const wide = { containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "8" }] } };
  it.each([
    ["holds up the other shares", {}, "RUNNABLE"],
    ["lets the other shares go where the option says so", { fairShareHeadBlocks: "share" as const }, "RUNNING"],
  ])("with a next job that does not fit %s", (_, scheduling, status) => {
    const batch = new FairAccount(2, {}, scheduling);
    batch.submitTo("b", 1);
    batch.begin();
    const [next] = batch.submitTo("a", 1, wide);
    const [other] = batch.submitTo("b", 1);
    batch.begin();
    expect(batch.status(next ?? "", other ?? "")).toEqual(["RUNNABLE", status]);
  });

  it("takes at most 500 active share identifiers, those counted whose jobs were just submitted", () => {
    const batch = new FairAccount(1);
    batch.submitTo("s0", 1);
    batch.begin();
    for (let i = 1; i < 500; i += 1) batch.submitTo(`s${i}`, 1);
    expect(() => batch.submitTo("more", 1)).toThrow("JobQueue fair has 500 active share identifiers already.");
    expect(() => batch.submitTo("s0", 1)).not.toThrow();
    expect(() => batch.submitTo("s499", 1)).not.toThrow();
  });

  it("follows its policy when that changes", () => {
    const batch = new FairAccount(5);
    const weights = { shareDistribution: [{ shareIdentifier: "b", weightFactor: 0.25 }] };
    batch.call("UpdateSchedulingPolicy", { arn: arn("scheduling-policy/fair"), fairsharePolicy: weights });
    const [first, second] = [batch.submitTo("a", 10), batch.submitTo("b", 10)];
    batch.begin();
    expect([batch.running(first), batch.running(second)]).toEqual([1, 4]);
  });
});

it("a queue without fair shares does not look at priorities of jobs", () => {
  const batch = new JobsAccount({ maxvCpus: 4 });
  const ids = [1, 9].map((schedulingPriorityOverride) => batch.submit({ schedulingPriorityOverride }));
  batch.begin();
  expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNABLE"]);
});
