/** The same of training jobs: on states that nobody changes, one that runs was never said not to. */
import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import * as fc from "fast-check";
import { diagnoseQueue } from "../../diagnosis/diagnose-queue";
import { diagnoseTraining } from "../../diagnosis/diagnose-training";
import { isBad } from "../../diagnosis/finding";
import { BatchError } from "../../emulator/batch/plumbing/errors";
import { arn, BatchAccount, valid } from "../emulator/batch/account";
import { G5, payload } from "../emulator/batch/jobs/service/training-account";
import { workOn } from "./account-work";

const RUNS = Number(process.env["DAPF_DIAGNOSIS_STATES"] ?? 300);
const QUARTER = 900_000;
const SHARES = ["a", "b", "c"] as const;

const share = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  strategy: fc.constantFrom("RESERVE", "LEND", "LEND_AND_BORROW"),
  borrowLimit: fc.constantFrom(-1, 0, 50, 100),
  preempts: fc.boolean(),
});
const job = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  share: fc.constantFrom(...SHARES),
  priority: fc.constantFrom(0, 1, 9),
  seconds: fc.constantFrom(60, 900, 7200),
  outcome: fc.constantFrom("SUCCEEDED", "SUCCEEDED", "FAILED"),
  attempts: fc.constantFrom(1, 2),
});
const state = fc.record({
  capacity: fc.integer({ min: 1, max: 8 }),
  kind: fc.constantFrom("fifo", "quota"),
  shares: fc.tuple(share, share, share),
  jobs: fc.array(job, { minLength: 1, maxLength: 8 }),
  waits: fc.array(fc.constantFrom(1000, 60_000, 1_000_000), { minLength: 1, maxLength: 4 }),
});
type State = typeof state extends fc.Arbitrary<infer S> ? S : never;
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

function accountIn({ capacity, kind, shares, jobs }: State): { account: BatchAccount; ids: string[] } {
  const account = new BatchAccount();
  const capacityLimits = [{ capacityUnit: G5, maxCapacity: capacity }];
  account.settled("CreateServiceEnvironment", valid.serviceEnvironment({ capacityLimits }));
  if (kind === "quota") account.settled("CreateSchedulingPolicy", valid.quotaPolicy());
  const policy = kind === "quota" ? { schedulingPolicyArn: arn("scheduling-policy/quota") } : {};
  account.settled("CreateJobQueue", valid.trainingQueue(policy));
  shares.forEach(({ capacity: maxCapacity, strategy, borrowLimit, preempts }, index) => {
    if (kind !== "quota") return;
    const request = valid.quotaShare({
      quotaShareName: SHARES[index],
      capacityLimits: [{ capacityUnit: G5, maxCapacity }],
      resourceSharingConfiguration: strategy === "LEND_AND_BORROW" ? { strategy, borrowLimit } : { strategy },
      preemptionConfiguration: { inSharePreemption: preempts ? "ENABLED" : "DISABLED" },
    });
    tried(() => account.settled("CreateQuotaShare", request));
  });
  const ids = jobs.flatMap((one) => tried(() => submit(account, one, kind === "quota")) ?? []);
  return { account, ids };
}

function submit(account: BatchAccount, one: Job, isInShare: boolean): string {
  const parameters = { dapf_duration_seconds: String(one.seconds), dapf_outcome: one.outcome };
  return account.call<{ jobId: string }>("SubmitServiceJob", {
    jobName: `churn-${one.count}`,
    jobQueue: "queue",
    serviceJobType: "SAGEMAKER_TRAINING",
    serviceRequestPayload: payload({ count: one.count, parameters }),
    retryStrategy: { attempts: one.attempts },
    ...(isInShare ? { quotaShareName: one.share, schedulingPriority: one.priority } : {}),
  }).jobId;
}

const detail = (account: BatchAccount, jobId: string): DescribeServiceJobResponse =>
  account.call<DescribeServiceJobResponse>("DescribeServiceJob", { jobId });

/** Whether an attempt of it has begun by now. */
function hasRun(account: BatchAccount, id: string): boolean {
  const { attempts = [], status = "" } = detail(account, id);
  return attempts.length > 0 || ["SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED"].includes(status);
}

describe("a diagnosis of training jobs", () => {
  it("never says of a job that it cannot run which then does, on states that nobody changes", async () => {
    let claims = 0;
    let waiting = 0;
    await fc.assert(
      fc.asyncProperty(state, async (one) => {
        const { account, ids } = accountIn(one);
        const accused = new Map<string, string>();
        for (const wait of one.waits) {
          account.clock.step(wait);
          for (const id of ids.filter((each) => !hasRun(account, each))) {
            if (detail(account, id).status === "FAILED") continue;
            const work = workOn(account);
            const { findings } = await diagnoseTraining(work, id);
            expect(work.looks.calls).toBeLessThanOrEqual(12);
            const bad = findings.find(isBad);
            if (bad === undefined) waiting += 1;
            else accused.set(id, `${bad.rule}: ${bad.found}`);
          }
          const work = workOn(account);
          await diagnoseQueue(work, "queue");
          expect(work.looks.calls).toBeLessThanOrEqual(12);
        }
        for (let quarters = 0; quarters < 160; quarters += 1) account.clock.step(QUARTER);
        claims += accused.size;
        for (const [id, claim] of accused) {
          if (hasRun(account, id)) throw new Error(`${id} ran, of which was said: ${claim}`);
        }
      }),
      { numRuns: RUNS },
    );
    // The states are not so tame that nothing is ever said, nor so wild that nothing waits.
    expect([claims > 0, waiting > 0]).toEqual([true, true]);
  }, 600_000);
});
