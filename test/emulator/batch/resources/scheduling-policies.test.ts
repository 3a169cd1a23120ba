import { arn, BatchAccount, valid, withQuotaQueue } from "../account";

const QUOTA = arn("scheduling-policy/quota");
const FAIR = arn("scheduling-policy/fair");
const shares = (...identifiers: string[]) =>
  valid.fairPolicy({
    fairsharePolicy: { shareDistribution: identifiers.map((shareIdentifier) => ({ shareIdentifier })) },
  });

describe("creating a scheduling policy", () => {
  it.each([
    ["fair-share", valid.fairPolicy(), FAIR],
    ["quota-share", valid.quotaPolicy(), QUOTA],
  ])("makes a %s policy that is described as it was asked for", (_kind, request, policyArn) => {
    const batch = new BatchAccount();
    expect(batch.call("CreateSchedulingPolicy", request)).toEqual({ name: request.name, arn: policyArn });
    expect(batch.call("DescribeSchedulingPolicies", { arns: [policyArn] })).toEqual({
      schedulingPolicies: [{ ...request, arn: policyArn, tags: {} }],
    });
  });

  it.each([
    ["a bad name", { name: "a.b" }, "Scheduling policy name should match a valid pattern."],
    [
      "both policies",
      { quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
      "A scheduling policy can have either fairsharePolicy or quotaSharePolicy",
    ],
    [
      "an unknown strategy",
      { fairsharePolicy: undefined, quotaSharePolicy: { idleResourceAssignmentStrategy: "LIFO" } },
      "Idle resource assignment strategy must be one of [FIFO].",
    ],
    ["a decay of more than a week", { fairsharePolicy: { shareDecaySeconds: 604_801 } }, "between 0 and 604800"],
    ["a reservation of everything", { fairsharePolicy: { computeReservation: 100 } }, "between 0 and 99"],
    [
      "a weight of 0",
      { fairsharePolicy: { shareDistribution: [{ shareIdentifier: "a", weightFactor: 0 }] } },
      "Weight factor should be between 0.0001 and 999.9999.",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => new BatchAccount().call("CreateSchedulingPolicy", valid.fairPolicy(changes))).toThrow(message);
  });

  it("takes identifiers of 255 characters, and prefixes of as many with an asterisk", () => {
    const identifiers = ["x".repeat(255), `${"y".repeat(255)}*`];
    expect(() => new BatchAccount().call("CreateSchedulingPolicy", shares(...identifiers))).not.toThrow();
  });

  it.each([
    ["an identifier of 256 characters", ["x".repeat(256)], "ShareIdentifier name should match a valid pattern."],
    ["an identifier with a dot", ["a.b"], "ShareIdentifier name should match a valid pattern."],
    ["an asterisk in the middle", ["a*b"], "ShareIdentifier name should match a valid pattern."],
    ["the same identifier twice", ["a", "a"], "Cannot have two or more identical shareIdentifiers."],
    [
      "a prefix that covers another one",
      ["UserA*", "UserA1"],
      "Share identifier UserA1 matches another share identifier UserA*.",
    ],
    [
      "501 identifiers",
      Array.from({ length: 501 }, (_, n) => `s${n}`),
      "ShareDistribution size cannot be greater than 500.",
    ],
  ])("is refused with %s", (_case, identifiers, message) => {
    expect(() => new BatchAccount().call("CreateSchedulingPolicy", shares(...identifiers))).toThrow(message);
  });

  it("takes prefixes that do not overlap", () => {
    expect(() => new BatchAccount().call("CreateSchedulingPolicy", shares("UserA*", "UserB*", "User"))).not.toThrow();
  });
});

describe("updating a scheduling policy", () => {
  it("replaces the policy", () => {
    const batch = new BatchAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    batch.call("UpdateSchedulingPolicy", { arn: FAIR, fairsharePolicy: { computeReservation: 5 } });
    expect(batch.call("DescribeSchedulingPolicies", { arns: [FAIR] })).toEqual({
      schedulingPolicies: [expect.objectContaining({ fairsharePolicy: { computeReservation: 5 } })],
    });
  });

  it("never changes its kind", () => {
    const batch = new BatchAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const update = { arn: FAIR, quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } };
    expect(() => batch.call("UpdateSchedulingPolicy", update)).toThrow("kind of a scheduling policy cannot be changed");
  });

  it("stays as it is when nothing is named", () => {
    const batch = new BatchAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const before = batch.call("DescribeSchedulingPolicies", { arns: [FAIR] });
    batch.call("UpdateSchedulingPolicy", { arn: FAIR });
    expect(batch.call("DescribeSchedulingPolicies", { arns: [FAIR] })).toEqual(before);
  });

  it("names it by ARN only", () => {
    const batch = new BatchAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    expect(() => batch.call("UpdateSchedulingPolicy", { arn: "fair" })).toThrow("fair does not exist");
  });
});

describe("deleting a scheduling policy", () => {
  it("leaves nothing, at once", () => {
    const batch = new BatchAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    batch.call("DeleteSchedulingPolicy", { arn: FAIR });
    expect(batch.call("ListSchedulingPolicies")).toEqual({ schedulingPolicies: [] });
    expect(batch.call("DescribeSchedulingPolicies", { arns: [FAIR] })).toEqual({ schedulingPolicies: [] });
  });

  it("is refused while a queue uses it, also one that is being deleted", () => {
    const batch = withQuotaQueue();
    batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    batch.call("DeleteJobQueue", { jobQueue: "queue" });
    const remove = (): unknown => batch.call("DeleteSchedulingPolicy", { arn: QUOTA });
    expect(remove).toThrow("Cannot delete, found existing JobQueue relationship.");
    batch.settle();
    expect(remove).not.toThrow();
  });
});
