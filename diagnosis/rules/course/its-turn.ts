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
      found: positionText(facts, queue),
      details: [...beforeText(facts), usageText(facts), ...holdersText(facts), ...shareText(facts), ...timeText(facts)],
      todo: [`dapf queues top ${queue}`],
    };
  },
};

function positionText({ snapshot, job, now }: JobFacts, queue: string): string {
  const front = valueOf(snapshot)?.frontOfQueue?.jobs ?? [];
  const position = front.findIndex(({ jobArn }) => jobArn === job.jobArn);
  if (position < 0) return `it is RUNNABLE in queue ${queue}, behind ${counted(front.length, "job")} at least`;
  const { earliestTimeAtPosition } = front[position] ?? {};
  const since = earliestTimeAtPosition === undefined ? "" : `, for ${span(now - earliestTimeAtPosition)}`;
  if (position === 0) return `it is the next job of queue ${queue}${since}`;
  return `it is number ${position + 1} of queue ${queue}${since}`;
}

/** The jobs before it: of which shares, or which they are. */
function beforeText({ others }: JobFacts): string[] {
  const { before = [] } = valueOf(others) ?? {};
  if (before.length === 0) return [];
  const shares = new Map<string, number>();
  for (const { shareIdentifier } of before) {
    if (shareIdentifier !== undefined) shares.set(shareIdentifier, (shares.get(shareIdentifier) ?? 0) + 1);
  }
  const names = before.map((job) => `${job.jobName ?? ""} (${vcpusText(job)})`);
  const ofShares = [...shares].map(([share, count]) => `${count} of share ${share}`);
  return [`before it: ${listed(ofShares.length === 0 ? names : ofShares)}`];
}

const vcpusOf = (job: JobDetail): number => demandsOf(job)[0]?.vcpus ?? 0;
const vcpusText = (job: JobDetail): string => counted(vcpusOf(job), "vCPU");

/** Who has what it waits for, and since when; the longest first. */
function holdersText({ others, snapshot, now }: JobFacts): string[] {
  const { running = [] } = valueOf(others) ?? {};
  if (running.length === 0) return [];
  const sorted = [...running].sort((one, other) => (one.startedAt ?? now) - (other.startedAt ?? now));
  const holders = sorted.map((job) => {
    const share = job.shareIdentifier === undefined ? "" : ` of share ${job.shareIdentifier}`;
    return `${job.jobName ?? ""}${share} ${vcpusText(job)} for ${span(now - (job.startedAt ?? now))}`;
  });
  return [`who has them: ${listed(isAll(running, snapshot) ? holders : [...holders.slice(0, 3), "others"])}`];
}

/** The jobs of arrays, and those that start, are in no list of the jobs of a queue that run. */
const isAll = (running: readonly JobDetail[], snapshot: JobFacts["snapshot"]): boolean =>
  running.reduce((sum, job) => sum + vcpusOf(job), 0) >= vcpusIn(valueOf(snapshot));

function usageText(facts: JobFacts): string {
  const used = vcpusIn(valueOf(facts.snapshot));
  const most = capacityOf(facts);
  return most === Infinity ? `${used} vCPUs are in use` : `${used} of ${most} vCPUs are in use`;
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
    return `${shareIdentifier} ${counted(capacityUsage[0]?.quantity ?? 0, "vCPU")} (weight ${weight})`;
  });
  const own = job.shareIdentifier ?? "";
  const weight = weightOf(own, fair.shareDistribution ?? []);
  return [
    `its share ${own} has weight ${weight}; a share of a lower weight gets more`,
    ...(usage.length === 0 ? [] : [`shares use: ${listed(usage)}`]),
  ];
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
  const jobs = past.length === 1 ? "the last job" : `the middle one of the last ${past.length} jobs`;
  return [...texts, `${jobs} of its definition took ${span(usual)}${when}`];
}

/** AWS Batch tells of the first jobs of a queue only. */
function hasUnknownJobs({ snapshot, job }: JobFacts, { before, running }: OtherJobs): boolean {
  const front = valueOf(snapshot)?.frontOfQueue?.jobs ?? [];
  return !isAll(running, snapshot) || front.findIndex(({ jobArn }) => jobArn === job.jobArn) !== before.length;
}

/** @param lasts how long a job runs, milliseconds; it may have no end */
function startWith(
  facts: JobFacts,
  { running, before }: OtherJobs,
  lasts: (job: JobDetail) => number,
): number | undefined {
  const ends = running.map((job) => ({
    vcpus: vcpusOf(job),
    endsAt: Math.max(facts.now, (job.startedAt ?? facts.now) + lasts(job)),
  }));
  const next = before.map((job) => ({ vcpus: vcpusOf(job), lasts: lasts(job) }));
  const at = startOf(facts.now, capacityOf(facts), ends, next, { vcpus: vcpusOf(facts.job) });
  return at === undefined || at === Infinity ? undefined : at;
}
