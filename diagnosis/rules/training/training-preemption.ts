/** Who would be preempted, for a training job that waits and else: AWS Batch User Guide, "Preemption" of quota shares. */
import type { ShareTop } from "../../../queues";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { counted, listed } from "../../text";

/** @param pictures what the shares use @param own that of the job */
export function preemptionText(
  facts: TrainingFacts,
  pictures: readonly ShareTop[],
  own: ShareTop | undefined,
): string[] {
  const { job } = facts;
  const count = job.preemptionSummary?.preemptedAttemptCount ?? 0;
  return [
    ...(count === 0 ? [] : [`it was preempted ${counted(count, "time")}, for jobs of higher precedence`]),
    ...pictures.filter(({ share }) => share !== own?.share).flatMap((borrower) => borrowerText(facts, borrower, own)),
    ...inShareText(facts, own),
  ];
}

/** What a share has borrowed it loses to the share that owns it, whatever the priorities. */
function borrowerText(facts: TrainingFacts, { share, units }: ShareTop, own: ShareTop | undefined): string[] {
  const borrowed = units.filter((unit) => unit.borrowed > 0);
  if (borrowed.length === 0) return [];
  const amounts = borrowed.map((unit) => `${unit.borrowed} ${unit.unit}`);
  const jobs = (valueOf(facts.running)?.jobs ?? []).flatMap(({ quotaShareName, jobName = "" }) =>
    quotaShareName === share ? [jobName] : [],
  );
  const who = jobs.length === 0 ? "its jobs" : `of ${listed(jobs)}`;
  return [
    `share ${share} borrows ${listed(amounts)}: ${who} are preempted ${fitsOwn(facts, own) ? "for this job" : "when who lends it takes it back"}`,
  ];
}

/** Whether the job needs no more than its share owns and does not use. */
function fitsOwn({ job }: TrainingFacts, own: ShareTop | undefined): boolean {
  const needs = job.capacityUsage ?? [];
  const isFree = ({ capacityUnit, quantity = 0 }: (typeof needs)[number]) => {
    const unit = own?.units.find((one) => one.unit === capacityUnit);
    return unit !== undefined && unit.borrowed === 0 && unit.own + quantity <= (unit.capacity ?? 0);
  };
  return needs.length > 0 && needs.every(isFree);
}

/** In its own share it preempts jobs of a lower priority, where the share is told to. */
function inShareText({ job, running, shares }: TrainingFacts, own: ShareTop | undefined): string[] {
  const share = (valueOf(shares) ?? []).find(({ quotaShareName }) => quotaShareName === own?.share);
  const { details } = valueOf(running) ?? {};
  if (share?.preemptionConfiguration?.inSharePreemption !== "ENABLED" || details === undefined) return [];
  const priority = job.schedulingPriority ?? 0;
  const lower = details.filter(
    (one) => one.quotaShareName === job.quotaShareName && (one.schedulingPriority ?? 0) < priority,
  );
  if (lower.length === 0)
    return [`no job of its share has a lower priority than its ${priority} and can be preempted for it`];
  const names = lower.map(({ jobName = "", schedulingPriority = 0 }) => `${jobName} (priority ${schedulingPriority})`);
  return [`of its share these may be preempted for it: ${listed(names)}`];
}
