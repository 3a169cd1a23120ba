import fc from "fast-check";
import type { ServiceJob } from "../../../../../emulator/batch/jobs/service/service-job";
import { BatchError, ServerException } from "../../../../../emulator/batch/plumbing/errors";
import { arn, PLACE, valid } from "../../account";
import { fifo, G5, threeShares, training, type TrainingAccount } from "./training-account";

const SHARES = ["QS1", "QS2", "QS3"];
const CAPACITY = 3;

/** Something that a caller does, or time that passes. */
type Step = (account: TrainingAccount, jobs: readonly ServiceJob[]) => void;

const anyJob = (index: number, use: (account: TrainingAccount, jobId: string) => void): Step => {
  return (account, jobs) => {
    const job = jobs[index % Math.max(1, jobs.length)];
    if (job !== undefined) use(account, job.id);
  };
};

const wait = fc.double({ min: 0, max: 40, noNaN: true }).map(
  (seconds): Step =>
    (account) =>
      account.step(seconds),
);
const submit = fc
  .record({
    share: fc.constantFrom(...SHARES),
    schedulingPriority: fc.nat(4),
    count: fc.integer({ min: 1, max: 4 }),
    seconds: fc.nat(60),
    outcome: fc.constantFrom("SUCCEEDED", "FAILED", "FAILED,SUCCEEDED", "CAPACITY,SUCCEEDED"),
    attempts: fc.integer({ min: 1, max: 3 }),
    preemptions: fc.option(fc.nat(1), { nil: undefined }),
  })
  .map(({ share, schedulingPriority, count, seconds, outcome, attempts, preemptions }): Step => (account) => {
    account.submit("job", {
      ...(isFifo(account) ? {} : { quotaShareName: share }),
      schedulingPriority,
      serviceRequestPayload: training(seconds, outcome, { count }),
      retryStrategy: { attempts },
      preemptionConfiguration: { preemptionRetriesBeforeTermination: preemptions },
    });
  });
const prioritize = fc
  .record({ index: fc.nat(20), schedulingPriority: fc.nat(9) })
  .map(({ index, schedulingPriority }) =>
    anyJob(index, ({ batch }, jobId) => batch.call("UpdateServiceJob", { jobId, schedulingPriority })),
  );
const terminate = fc
  .nat(20)
  .map((index) => anyJob(index, ({ batch }, jobId) => batch.call("TerminateServiceJob", { jobId, reason: "why" })));
const stateOf = fc.constantFrom("ENABLED", "DISABLED");
const changeQueue = fc.record({ state: stateOf, priority: fc.nat(9) }).map((change): Step => ({ batch }) => {
  batch.call("UpdateJobQueue", { jobQueue: "queue", ...change });
});
const changeEnvironment = fc.record({ state: stateOf }).map((change): Step => ({ batch }) => {
  batch.call("UpdateServiceEnvironment", { serviceEnvironment: "environment", ...change });
});
const changeShare = fc
  .record({ share: fc.constantFrom(...SHARES), state: stateOf, maxCapacity: fc.integer({ min: 1, max: 3 }) })
  .map(({ share, state, maxCapacity }): Step => ({ batch }) => {
    const capacityLimits = [{ maxCapacity, capacityUnit: G5 }];
    batch.call("UpdateQuotaShare", { quotaShareArn: shareArn(share), state, capacityLimits });
  });
const deleteShare = fc.constantFrom(...SHARES).map((share): Step => ({ batch }) => {
  batch.call("DeleteQuotaShare", { quotaShareArn: shareArn(share) });
});
const makeShare = fc.constantFrom(...SHARES).map((quotaShareName): Step => ({ batch }) => {
  batch.call("CreateQuotaShare", valid.quotaShare({ quotaShareName }));
});
const deleteQueue = fc.constant<Step>(({ batch }) => batch.call("DeleteJobQueue", { jobQueue: "queue" }));
const makeQueue = fc.constant<Step>(({ batch }) => batch.call("CreateJobQueue", valid.trainingQueue()));

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: submit },
    { weight: 6, arbitrary: wait },
    { weight: 2, arbitrary: prioritize },
    { weight: 2, arbitrary: terminate },
    { weight: 1, arbitrary: fc.oneof(changeQueue, changeEnvironment, changeShare, deleteShare, makeShare) },
    { weight: 1, arbitrary: fc.oneof(deleteQueue, makeQueue) },
  ),
  { maxLength: 40 },
);

const shareArn = (share: string): string => arn(`job-queue/queue/quota-share/${share}`);
const stateIn = ({ batch }: TrainingAccount) => batch.service.call(PLACE).state;
const isFifo = (account: TrainingAccount): boolean => stateIn(account).schedulingPolicies.all(0).length === 0;
const jobsOf = (account: TrainingAccount): ServiceJob[] => stateIn(account).serviceJobs.ofQueue(arn("job-queue/queue"));

/** A step may be refused, as by AWS, but never break the service. */
function take(account: TrainingAccount, step: Step): void {
  try {
    step(account, jobsOf(account));
  } catch (error) {
    if (!(error instanceof BatchError) || error instanceof ServerException) throw error;
  }
}

function check(account: TrainingAccount): void {
  const jobs = jobsOf(account);
  const dispatched = jobs.filter(({ status }) => ["SCHEDULED", "STARTING", "RUNNING"].includes(status));
  const instances = dispatched.reduce((sum, { demand }) => sum + (demand[G5] ?? 0), 0);
  expect(instances).toBeLessThanOrEqual(CAPACITY);
  for (const job of dispatched) expect(job.training?.endedAt).toBeUndefined();
  for (const job of jobs) {
    const { status, training: last, stoppedAt } = job;
    const isOver = status === "SUCCEEDED" || status === "FAILED";
    expect(stoppedAt !== undefined).toBe(isOver);
    if (!dispatched.includes(job) && last !== undefined) expect(last.endedAt).toBeDefined();
    if (status === "SUCCEEDED") expect(last?.transitions.at(-1)?.status).toBe("Completed");
    expect(job.attempts.filter(({ lackedInstances }) => lackedInstances).length).toBeLessThanOrEqual(1);
  }
}

test.each([
  ["a FIFO queue", () => fifo(CAPACITY)],
  ["a queue with quota shares", threeShares],
])("whatever is done with %s, jobs and training jobs agree, and capacity is never exceeded", (_, begin) => {
  fc.assert(
    fc.property(steps, (taken) => {
      const account = begin();
      for (const step of taken) {
        take(account, step);
        check(account);
      }
      // What EventBridge has heard last of a job is what it is.
      const heard = new Map(account.events.map(({ detail: { jobId, status } }) => [jobId, status]));
      for (const { id, status } of jobsOf(account)) expect(heard.get(id) ?? "SUBMITTED").toBe(status);
    }),
    { numRuns: 150 },
  );
});
