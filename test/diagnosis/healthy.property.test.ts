/** On states of an account with which nothing is wrong that nobody changes, a job that runs was never said not to. */
import type { JobDetail } from "@aws-sdk/client-batch";
import * as fc from "fast-check";
import { diagnoseJob } from "../../diagnosis/diagnose-job";
import { isBad } from "../../diagnosis/finding";
import { BatchError } from "../../emulator/batch/plumbing/errors";
import { arn, BatchAccount } from "../emulator/batch/account";
import { workOn } from "./account-work";

/** States; the record of more is in docs/why.md. */
const RUNS = Number(process.env["DAPF_DIAGNOSIS_STATES"] ?? 300);
const HOUR = 3_600_000;

const environment = fc.record({
  type: fc.constantFrom("EC2", "SPOT", "FARGATE"),
  maxvCpus: fc.constantFrom(2, 4, 8, 16, 64),
  instanceTypes: fc.subarray(["m5", "c5.large", "m5.xlarge", "g5.xlarge", "optimal", "r6i.2xlarge"], { minLength: 1 }),
  strategy: fc.constantFrom("BEST_FIT", "BEST_FIT_PROGRESSIVE", "SPOT_CAPACITY_OPTIMIZED"),
  state: fc.constantFrom("ENABLED", "ENABLED", "ENABLED", "DISABLED"),
});
const job = fc.record({
  queue: fc.nat(1),
  vcpus: fc.constantFrom(1, 2, 4, 8, 16, 32),
  memory: fc.constantFrom(512, 2048, 7000, 15_000, 40_000),
  gpus: fc.constantFrom(0, 0, 0, 1, 2),
  share: fc.constantFrom("a", "b"),
  size: fc.constantFrom(undefined, undefined, undefined, 2, 5),
  dependsOn: fc.option(fc.nat(5), { nil: undefined, freq: 4 }),
  resource: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 4 }),
  seconds: fc.constantFrom(1, 30, 600),
  exitCode: fc.constantFrom("0", "0", "1", "1,0"),
  attempts: fc.constantFrom(1, 2),
});
const state = fc.record({
  environments: fc.array(environment, { minLength: 1, maxLength: 3 }),
  isFair: fc.boolean(),
  consumable: fc.record({
    total: fc.integer({ min: 1, max: 6 }),
    type: fc.constantFrom("REPLENISHABLE", "NON_REPLENISHABLE"),
  }),
  jobs: fc.array(job, { minLength: 1, maxLength: 8 }),
  waits: fc.array(fc.constantFrom(1, 60, 5_000, 40_000), { minLength: 1, maxLength: 4 }),
});
type State = typeof state extends fc.Arbitrary<infer S> ? S : never;
type Environment = State["environments"][number];
type Job = State["jobs"][number];

/** What AWS Batch refuses is left out: there is no such state. */
function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof BatchError) return undefined;
    throw error;
  }
}

function accountIn({ environments, isFair, consumable, jobs }: State): { account: BatchAccount; ids: string[] } {
  const account = new BatchAccount();
  environments.forEach((one, index) => tried(() => account.call("CreateComputeEnvironment", compute(one, index))));
  account.call("CreateSchedulingPolicy", { name: "fair", fairsharePolicy: { computeReservation: 10 } });
  account.call("CreateConsumableResource", {
    consumableResourceName: "license",
    totalQuantity: consumable.total,
    resourceType: consumable.type,
  });
  account.settle();
  const names = environments.map((_, index) => `ce-${index}`);
  for (const queue of [0, 1]) {
    const order = names.slice(queue).map((name, at) => ({ order: at, computeEnvironment: name }));
    const policy = isFair ? { schedulingPolicyArn: arn("scheduling-policy/fair") } : {};
    const request = { jobQueueName: `q-${queue}`, priority: queue, computeEnvironmentOrder: order, ...policy };
    tried(() => account.call("CreateJobQueue", request));
  }
  account.settle();
  const ids: string[] = [];
  for (const one of jobs) {
    const id = tried(() => submit(account, one, isFair, ids));
    if (id !== undefined) ids.push(id);
  }
  return { account, ids };
}

function compute({ type, maxvCpus, instanceTypes, strategy, state: on }: Environment, index: number): object {
  const isFargate = type === "FARGATE";
  const machines = {
    instanceTypes,
    instanceRole: "arn:aws:iam::123456789012:instance-profile/i",
    allocationStrategy: strategy,
  };
  const resources = {
    type,
    maxvCpus,
    subnets: ["subnet-1"],
    securityGroupIds: ["sg-1"],
    ...(isFargate ? {} : machines),
  };
  return { computeEnvironmentName: `ce-${index}`, type: "MANAGED", state: on, computeResources: resources };
}

let definitions = 0;
function submit(account: BatchAccount, one: Job, isFair: boolean, ids: readonly string[]): string {
  definitions += 1;
  const needs = [
    { type: "VCPU", value: String(one.vcpus) },
    { type: "MEMORY", value: String(one.memory) },
    ...(one.gpus === 0 ? [] : [{ type: "GPU", value: String(one.gpus) }]),
  ];
  const environment = [
    { name: "DAPF_DURATION_SECONDS", value: String(one.seconds) },
    { name: "DAPF_EXIT_CODE", value: one.exitCode },
  ];
  const name = `d-${definitions}`;
  account.call("RegisterJobDefinition", {
    jobDefinitionName: name,
    type: "container",
    containerProperties: { image: "train", command: ["train"], resourceRequirements: needs, environment },
  });
  const needed = one.dependsOn === undefined ? undefined : ids[one.dependsOn];
  return account.call<{ jobId: string }>("SubmitJob", {
    jobName: name,
    jobQueue: `q-${one.queue}`,
    jobDefinition: name,
    retryStrategy: { attempts: one.attempts },
    ...(isFair ? { shareIdentifier: one.share, schedulingPriorityOverride: 1 } : {}),
    ...(one.size === undefined ? {} : { arrayProperties: { size: one.size } }),
    ...(needed === undefined ? {} : { dependsOn: [{ jobId: needed }] }),
    ...(one.resource === undefined
      ? {}
      : {
          consumableResourcePropertiesOverride: {
            consumableResourceList: [{ consumableResource: "license", quantity: one.resource }],
          },
        }),
  }).jobId;
}

const detail = (account: BatchAccount, id: string): JobDetail | undefined =>
  account.call<{ jobs: JobDetail[] }>("DescribeJobs", { jobs: [id] }).jobs[0];

const BEGUN = ["STARTING", "RUNNING", "SUCCEEDED"];
/** Whether an attempt of it, or of a job of the array, has begun by now. */
function hasRun(account: BatchAccount, id: string): boolean {
  const { attempts = [], status = "", arrayProperties } = detail(account, id) ?? {};
  const { statusSummary = {} } = arrayProperties ?? {};
  const children = BEGUN.some((one) => (statusSummary[one] ?? 0) > 0);
  return attempts.length > 0 || BEGUN.includes(status) || children;
}

describe("a diagnosis", () => {
  it("never says of a job that it cannot run which then does, on states that nobody changes", async () => {
    let claims = 0;
    let claimsOfStuck = 0;
    await fc.assert(
      fc.asyncProperty(state, async (one) => {
        const { account, ids } = accountIn(one);
        const accused = new Map<string, string>();
        for (const wait of one.waits) {
          account.clock.step(wait);
          for (const id of ids) {
            if (detail(account, id)?.status === "FAILED" || hasRun(account, id)) continue;
            const work = workOn(account);
            const { findings } = await diagnoseJob(work, id);
            expect(work.looks.calls).toBeLessThanOrEqual(12);
            const bad = findings.find(isBad);
            if (bad !== undefined) accused.set(id, `${bad.rule}: ${bad.found}`);
          }
        }
        for (let hours = 0; hours < 40; hours += 1) account.clock.step(HOUR / 4);
        claims += accused.size;
        for (const [id, claim] of accused) {
          if (hasRun(account, id)) throw new Error(`${id} ran, of which was said: ${claim}`);
          claimsOfStuck += 1;
        }
      }),
      { numRuns: RUNS },
    );
    // The states are not so tame that nothing is ever said.
    expect([claims > 0, claims]).toEqual([true, claimsOfStuck]);
  }, 600_000);
});
