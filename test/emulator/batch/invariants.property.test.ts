/** What holds whatever callers do, in whatever order, at whatever time. */
import * as fc from "fast-check";
import { BatchError } from "../../../emulator/batch/plumbing/errors";
import type { BatchState } from "../../../emulator/batch/plumbing/state";
import { arn, BatchAccount, PLACE, valid } from "./account";

const name = fc.constantFrom("a", "b");
const limits = fc.constantFrom(
  [{ maxCapacity: 2, capacityUnit: "ml.g5.xlarge" }],
  [{ maxCapacity: 2, capacityUnit: "NUM_INSTANCES" }],
  [],
);
const state = fc.constantFrom("ENABLED", "DISABLED", undefined);
const policyArn = fc.constantFrom("quota-a", "quota-b", "fair-a").map((policy) => arn(`scheduling-policy/${policy}`));
const optionalPolicy = fc.option(policyArn, { nil: undefined });
const order = fc.option(
  name.map((environment) => [{ order: 1, serviceEnvironment: `se-${environment}` }]),
  { nil: undefined },
);
const shareArn = fc.tuple(name, name).map(([queue, share]) => arn(`job-queue/jq-${queue}/quota-share/qs-${share}`));

type Step = readonly [operation: string, body: object] | readonly ["wait", number];
const call = (operation: string, body: fc.Arbitrary<object>): fc.Arbitrary<Step> =>
  body.map((value): Step => [operation, value]);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(50, 150, 400).map((milliseconds): Step => ["wait", milliseconds]),
  fc.constant<Step>(["wait", 400]),
  call(
    "CreateServiceEnvironment",
    fc.record({ name, limits, state }).map((one) =>
      valid.serviceEnvironment({
        serviceEnvironmentName: `se-${one.name}`,
        capacityLimits: one.limits,
        state: one.state,
      }),
    ),
  ),
  call(
    "UpdateServiceEnvironment",
    fc.record({
      serviceEnvironment: name.map((one) => `se-${one}`),
      state,
      capacityLimits: fc.option(limits, { nil: undefined }),
    }),
  ),
  call("DeleteServiceEnvironment", fc.record({ serviceEnvironment: name.map((one) => `se-${one}`) })),
  call(
    "CreateSchedulingPolicy",
    name.map((one) => valid.quotaPolicy({ name: `quota-${one}` })),
  ),
  call("CreateSchedulingPolicy", fc.constant(valid.fairPolicy({ name: "fair-a" }))),
  call("DeleteSchedulingPolicy", fc.record({ arn: policyArn })),
  call(
    "CreateJobQueue",
    fc.record({ name, optionalPolicy, order }).map((one) =>
      valid.trainingQueue({
        jobQueueName: `jq-${one.name}`,
        schedulingPolicyArn: one.optionalPolicy,
        serviceEnvironmentOrder: one.order,
      }),
    ),
  ),
  call(
    "UpdateJobQueue",
    fc.record({
      jobQueue: name.map((one) => `jq-${one}`),
      state,
      schedulingPolicyArn: optionalPolicy,
      serviceEnvironmentOrder: order,
    }),
  ),
  call("DeleteJobQueue", fc.record({ jobQueue: name.map((one) => `jq-${one}`) })),
  call(
    "CreateQuotaShare",
    fc.record({ queue: name, share: name, limits }).map((one) =>
      valid.quotaShare({
        jobQueue: `jq-${one.queue}`,
        quotaShareName: `qs-${one.share}`,
        capacityLimits: one.limits,
      }),
    ),
  ),
  call("UpdateQuotaShare", fc.record({ quotaShareArn: shareArn, state })),
  call("DeleteQuotaShare", fc.record({ quotaShareArn: shareArn })),
);

/** An account with the environments and policies that the steps are about; histories that begin with nothing stay there. */
function furnished(): BatchAccount {
  const batch = new BatchAccount();
  for (const one of ["a", "b"]) {
    batch.call("CreateServiceEnvironment", valid.serviceEnvironment({ serviceEnvironmentName: `se-${one}` }));
    batch.call("CreateSchedulingPolicy", valid.quotaPolicy({ name: `quota-${one}` }));
  }
  batch.settle();
  return batch;
}

function everything(batch: BatchAccount): unknown {
  const operations = ["DescribeServiceEnvironments", "DescribeJobQueues", "ListSchedulingPolicies"];
  return operations.map((operation) => batch.call(operation));
}

/** @returns what is broken, in words; undefined: nothing */
function broken(held: BatchState, now: number): string | undefined {
  const queues = held.jobQueues.all(now);
  for (const queue of queues) {
    const policy = queue.schedulingPolicyArn && held.schedulingPolicies.find(queue.schedulingPolicyArn, now);
    if (queue.schedulingPolicyArn !== undefined && !policy) return `the policy of ${queue.name} is gone`;
    for (const { serviceEnvironment = "" } of queue.serviceEnvironmentOrder) {
      const environment = held.serviceEnvironments.find(serviceEnvironment, now);
      if (environment === undefined) return `the environment of ${queue.name} is gone`;
      const users = queues.filter((other) =>
        other.serviceEnvironmentOrder.some((entry) => entry.serviceEnvironment === serviceEnvironment),
      );
      const managed = policy !== undefined && policy !== "" && policy.quotaSharePolicy !== undefined;
      if (managed && users.length > 1) return `${queue.name} does not have its environment to itself`;
      if (managed && environment.capacityLimits.some(({ capacityUnit }) => capacityUnit === "NUM_INSTANCES")) {
        return `${queue.name} has quota shares and counts NUM_INSTANCES`;
      }
    }
  }
  for (const share of held.quotaShares.all(now)) {
    const queue = queues.find((one) => one.arn === share.jobQueueArn);
    const policy = held.schedulingPolicies.find(queue?.schedulingPolicyArn ?? "", now);
    if (policy?.quotaSharePolicy === undefined) return `${share.arn} has no queue with a quota-share policy`;
  }
  return undefined;
}

// DAPF_FUZZ_RUNS makes it larger or smaller.
const RUNS = Number(process.env.DAPF_FUZZ_RUNS ?? 600);

describe("the Batch control plane", () => {
  it("keeps every resource whole over random histories, and a refused call changes nothing", () => {
    let done = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: "max" }), (steps) => {
        const batch = furnished();
        for (const [operation, body] of steps) {
          if (typeof body === "number") {
            batch.clock.step(body);
            continue;
          }
          const before = everything(batch);
          try {
            batch.call(operation, body);
            done += 1;
          } catch (error) {
            refused += 1;
            if (!(error instanceof BatchError)) throw error;
            expect(everything(batch)).toEqual(before);
          }
          const problem = broken(batch.service.call(PLACE).state, batch.clock.now());
          if (problem !== undefined) throw new Error(`${problem} after ${operation} ${JSON.stringify(body)}`);
        }
      }),
      { numRuns: RUNS },
    );
    // Without many of both the test would prove nothing.
    expect(done).toBeGreaterThan(RUNS * 2);
    expect(refused).toBeGreaterThan(RUNS * 2);
  });
});
