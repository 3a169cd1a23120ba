import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { quotaShares as sharePictures } from "../../../queues/top-shares";
import type { ShareTop, WaitingFor } from "../../../queues";
import { valueOf } from "../../seen";
import { counted, listed, span } from "../../text";
import { SOURCES } from "../words";
import { preemptionText } from "./training-preemption";
import { holdersText, timesText } from "./training-times";

const WAITING: Readonly<Record<WaitingFor, string>> = {
  environment: "for room in its service environment",
  "own-quota": "for the quota of its share, which others of the share use",
  "borrow-limit": "for the quota of its share: it has borrowed what it may",
  lenders: "for shares that lend, which use what they have themselves",
};

/** When others lend the end of a job does not tell. */
const hasLenders = ({ own }: ShareView): boolean => own?.front?.waitingFor === "lenders";

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
    const view = shareView(facts);
    const since = front[position]?.earliestTimeAtPosition;
    const place =
      position < 0
        ? `it waits in queue ${queue}, behind ${counted(front.length, "job")} at least`
        : `${position === 0 ? "it is the next job" : `it is number ${position + 1}`} of queue ${queue}${since === undefined ? "" : `, for ${span(now - since)}`}`;
    return {
      verdict: "waits",
      lookedAt: `front of queue ${queue}, and what its shares use`,
      found: place,
      details: [
        ...usageText(facts),
        ...shareText(view),
        ...holdersText(facts),
        ...preemptionText(facts, view?.pictures ?? [], view?.own),
        ...timesText(facts, view === undefined ? position === 0 : view.isFront && !hasLenders(view)),
      ],
      todo: [
        `dapf queues top ${queue}`,
        // Among the jobs of a share priorities count (UpdateServiceJob, schedulingPriority).
        ...((job.quotaShareName ?? job.shareIdentifier) === undefined
          ? []
          : [`dapf train set-priority ${job.jobId ?? ""} <priority>`]),
      ],
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

interface ShareView {
  readonly pictures: readonly ShareTop[];
  readonly own: ShareTop | undefined;
  /** Whether it is the next one of its share. */
  readonly isFront: boolean;
}

/** What the quota shares use; undefined of a job in none. */
function shareView({ job, snapshot, shares }: TrainingFacts): ShareView | undefined {
  const known = valueOf(snapshot);
  const all = valueOf(shares);
  if (known === undefined || all === undefined || job.quotaShareName === undefined) return undefined;
  const jobId = job.jobId ?? "";
  const pictures = sharePictures(all, known, [], new Map([[jobId, job]]));
  const own = pictures.find(({ share }) => share === job.quotaShareName);
  return { pictures, own, isFront: own?.front?.jobId === jobId };
}

function shareText(view: ShareView | undefined): string[] {
  const { own, isFront = false } = view ?? {};
  const { waitingFor } = own?.front ?? {};
  return [...ownText(own), ...(isFront && waitingFor !== undefined ? [`it waits ${WAITING[waitingFor]}`] : [])];
}

const ownText = (own: ShareTop | undefined): string[] =>
  (own?.units ?? []).map(({ unit, own: used, borrowed, capacity = 0 }) => {
    const more = borrowed === 0 ? "" : `, and borrows ${borrowed}`;
    return `its share ${own?.share ?? ""} uses ${used} of ${capacity} ${unit}${more}`;
  });
