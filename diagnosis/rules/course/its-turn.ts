import type { GetJobQueueSnapshotResponse, JobDetail } from "@aws-sdk/client-batch";
import type { Rule } from "../../finding";
import type { JobFacts, OtherJobs } from "../../facts/job-facts";
import { demandsOf, enabledIn } from "../../capacity";
import { median, startOf } from "../../schedule";
import { valueOf } from "../../seen";
import { counted, listed, moment, span } from "../../text";
import { SOURCES, queueName } from "../words";

/** Nothing is wrong: other jobs go before it, or it is about to go. */
export const itsTurn: Rule<JobFacts> = {
  name: "its-turn",
  source: SOURCES.runnable,
  check: (facts) => {
    const { job } = facts;
    if (job.status !== "RUNNABLE") return undefined;
    const queue = queueName(facts);
    return {
      verdict: "waits",
      lookedAt: `front of queue ${queue}, and its running jobs`,
      found: [positionText(facts, queue), ...usageText(facts), ...timeText(facts)].join("; "),
      todo: [`dapf queues top ${queue}`],
    };
  },
};

function positionText({ snapshot, job, others, now }: JobFacts, queue: string): string {
  const front = valueOf(snapshot)?.frontOfQueue?.jobs ?? [];
  const position = front.findIndex(({ jobArn }) => jobArn === job.jobArn);
  if (position < 0) return `it is RUNNABLE in queue ${queue}, behind ${counted(front.length, "job")} at least`;
  const { earliestTimeAtPosition } = front[position] ?? {};
  const since = earliestTimeAtPosition === undefined ? "" : `, for ${span(now - earliestTimeAtPosition)}`;
  if (position === 0) return `it is the next job of queue ${queue}${since}`;
  const shares = sharesOf(valueOf(others)?.before ?? []);
  return `it is number ${position + 1} of queue ${queue}${since}${shares === "" ? "" : `; before it: ${shares}`}`;
}

/** How many jobs of which shares. */
function sharesOf(jobs: readonly JobDetail[]): string {
  const counts = new Map<string, number>();
  for (const { shareIdentifier } of jobs) {
    if (shareIdentifier === undefined) continue;
    counts.set(shareIdentifier, (counts.get(shareIdentifier) ?? 0) + 1);
  }
  return listed([...counts].map(([share, count]) => `${count} of ${share}`));
}

function usageText(facts: JobFacts): string[] {
  const used = vcpusIn(valueOf(facts.snapshot));
  const most = capacityOf(facts);
  const whole = most === Infinity ? `${used} vCPUs are in use` : `${used} of ${most} vCPUs are in use`;
  return [whole, ...shareText(facts)];
}

const vcpusIn = (snapshot: GetJobQueueSnapshotResponse | undefined): number =>
  (snapshot?.queueUtilization?.totalCapacityUsage ?? []).reduce((sum, { quantity = 0 }) => sum + quantity, 0);

const capacityOf = ({ environments }: JobFacts): number =>
  enabledIn(valueOf(environments) ?? []).reduce(
    (sum, { computeResources, unmanagedvCpus }) => sum + (computeResources?.maxvCpus ?? unmanagedvCpus ?? Infinity),
    0,
  );

/** A share with a lower weight gets more (SchedulingPolicy, weightFactor). */
function shareText({ policy, snapshot, job }: JobFacts): string[] {
  const fair = valueOf(policy)?.fairsharePolicy;
  if (fair === undefined) return [];
  const used = valueOf(snapshot)?.queueUtilization?.fairshareUtilization?.topCapacityUtilization ?? [];
  const usage = used.map(({ shareIdentifier = "", capacityUsage = [] }) => {
    const weight = weightOf(shareIdentifier, fair.shareDistribution ?? []);
    return `${shareIdentifier} ${capacityUsage[0]?.quantity ?? 0} (weight ${weight})`;
  });
  const own = job.shareIdentifier ?? "";
  const weight = weightOf(own, fair.shareDistribution ?? []);
  return [`its share ${own} has weight ${weight}${usage.length === 0 ? "" : `, and shares use: ${listed(usage)}`}`];
}

function weightOf(
  share: string,
  distribution: readonly { readonly shareIdentifier: string | undefined; readonly weightFactor?: number | undefined }[],
): number {
  const of = ({ shareIdentifier = "" }: (typeof distribution)[number]) =>
    shareIdentifier.endsWith("*") ? share.startsWith(shareIdentifier.slice(0, -1)) : share === shareIdentifier;
  return distribution.find(of)?.weightFactor ?? 1;
}

function timeText(facts: JobFacts): string[] {
  const { now } = facts;
  const others = valueOf(facts.others);
  if (others === undefined || hasUnknownJobs(facts, others)) return [];
  const latest = startWith(facts, others, ({ timeout }) => (timeout?.attemptDurationSeconds ?? Infinity) * 1000);
  const texts =
    latest === undefined || latest <= now
      ? []
      : [`it goes by ${moment(latest)} at the latest, if others end at their timeouts`];
  const past = (valueOf(facts.past) ?? []).flatMap(({ startedAt, stoppedAt }) =>
    startedAt === undefined || stoppedAt === undefined ? [] : [stoppedAt - startedAt],
  );
  if (past.length === 0) return texts;
  const usual = median(past);
  const likely = startWith(facts, others, () => usual);
  const when =
    likely === undefined ? "" : likely <= now ? ": it is about to go" : `: it goes in about ${span(likely - now)}`;
  return [...texts, `the last ${counted(past.length, "job")} of its definition took ${span(usual)}${when}`];
}

/** AWS Batch tells of the first jobs of a queue only. */
function hasUnknownJobs({ snapshot, job }: JobFacts, { before }: OtherJobs): boolean {
  const front = valueOf(snapshot)?.frontOfQueue?.jobs ?? [];
  return front.findIndex(({ jobArn }) => jobArn === job.jobArn) !== before.length;
}

/** @param lasts how long a job runs, milliseconds; it may have no end */
function startWith(
  facts: JobFacts,
  { running, before }: OtherJobs,
  lasts: (job: JobDetail) => number,
): number | undefined {
  const vcpusOf = (job: JobDetail) => demandsOf(job)[0]?.vcpus ?? 0;
  const ends = running.map((job) => ({
    vcpus: vcpusOf(job),
    endsAt: Math.max(facts.now, (job.startedAt ?? facts.now) + lasts(job)),
  }));
  const next = before.map((job) => ({ vcpus: vcpusOf(job), lasts: lasts(job) }));
  const at = startOf(facts.now, capacityOf(facts), ends, next, { vcpus: vcpusOf(facts.job) });
  return at === undefined || at === Infinity ? undefined : at;
}
