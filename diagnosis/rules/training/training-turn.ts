import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { quotaShares as sharePictures } from "../../../queues/top-shares";
import type { ShareTop, WaitingFor } from "../../../queues";
import { valueOf } from "../../seen";
import { counted, listed, span } from "../../text";
import { SOURCES } from "../words";

const WAITING: Readonly<Record<WaitingFor, string>> = {
  environment: "for room in its service environment",
  "own-quota": "for the quota of its share, which others of the share use",
  "borrow-limit": "for the quota of its share: it has borrowed what it may",
  lenders: "for shares that lend, which use what they have themselves",
};

/** Nothing is wrong: other jobs go before it, or it is about to go. */
export const trainingTurn: Rule<TrainingFacts> = {
  name: "training-turn",
  source: SOURCES.serviceStuck,
  check: (facts) => {
    const { job, now } = facts;
    if (job.status !== "RUNNABLE" && job.status !== "SUBMITTED") return undefined;
    const queue = valueOf(facts.queue)?.jobQueueName ?? "";
    const front = valueOf(facts.snapshot)?.frontOfQueue?.jobs ?? [];
    const position = front.findIndex(({ jobArn }) => jobArn === job.jobArn);
    const since = front[position]?.earliestTimeAtPosition;
    const place =
      position < 0
        ? `it waits in queue ${queue}, behind ${counted(front.length, "job")} at least`
        : `it is number ${position + 1} of queue ${queue}${since === undefined ? "" : `, for ${span(now - since)}`}`;
    return {
      verdict: "waits",
      lookedAt: `front of queue ${queue}, and what its shares use`,
      found: [place, ...usageText(facts), ...shareText(facts), ...preemptionText(facts)].join("; "),
      todo: [`dapf queues top ${queue}`, `dapf train set-priority ${job.jobId ?? ""} <0 to 9999>`],
    };
  },
};

function usageText({ snapshot, environment }: TrainingFacts): string[] {
  const used = valueOf(snapshot)?.queueUtilization?.totalCapacityUsage ?? [];
  const limits = valueOf(environment)?.capacityLimits ?? [];
  const texts = limits.map(({ capacityUnit = "", maxCapacity = 0 }) => {
    const own = used.find((one) => one.capacityUnit === capacityUnit)?.quantity ?? 0;
    const all = used.reduce((sum, { quantity = 0 }) => sum + quantity, 0);
    return `${limits.length === 1 ? all : own} of ${maxCapacity} ${capacityUnit}`;
  });
  return texts.length === 0 ? [] : [`its queue uses ${listed(texts)}`];
}

function shareText({ job, snapshot, shares }: TrainingFacts): string[] {
  const known = valueOf(snapshot);
  const all = valueOf(shares);
  if (known === undefined || all === undefined || job.quotaShareName === undefined) return [];
  const jobId = job.jobId ?? "";
  const pictures = sharePictures(all, known, [], new Map([[jobId, job]]));
  const own = pictures.find(({ share }) => share === job.quotaShareName);
  const borrowers = pictures.filter(({ units }) => units.some(({ borrowed }) => borrowed > 0));
  const isFront = own?.front?.jobId === jobId;
  const waits = isFront && own.front?.waitingFor !== undefined ? [`it waits ${WAITING[own.front.waitingFor]}`] : [];
  const borrowed = borrowers.map(({ share, units }) => `${share} ${units.map((one) => one.borrowed).join(" + ")}`);
  return [...ownText(own), ...waits, ...(borrowed.length === 0 ? [] : [`who borrows: ${listed(borrowed)}`])];
}

const ownText = (own: ShareTop | undefined): string[] =>
  (own?.units ?? []).map(
    ({ unit, own: used, capacity = 0 }) => `its share ${own?.share ?? ""} uses ${used} of ${capacity} ${unit}`,
  );

function preemptionText({ job }: TrainingFacts): string[] {
  const count = job.preemptionSummary?.preemptedAttemptCount ?? 0;
  return count === 0 ? [] : [`it was preempted ${counted(count, "time")}, for jobs of higher precedence`];
}
