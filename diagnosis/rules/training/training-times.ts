/** When a training job that waits will go, as far as the jobs that run tell. */
import type { DescribeServiceJobResponse, ServiceJobSummary } from "@aws-sdk/client-batch";
import { NUM_INSTANCES } from "../../../aws/batch/names";
import { payloadOf, type TrainingFacts } from "../../facts/training-facts";
import { median, startOf } from "../../schedule";
import { valueOf } from "../../seen";
import { counted, listed, moment, span } from "../../text";

/** SageMaker API Reference, StoppingCondition, MaxRuntimeInSeconds: "The default value is 1 day." */
const DAY_SECONDS = 86_400;

/** Who has what it waits for, and since when; the longest first. */
export function holdersText({ running, now }: TrainingFacts): string[] {
  const { jobs = [] } = valueOf(running) ?? {};
  if (jobs.length === 0) return [];
  const sorted = [...jobs].sort((one, other) => (one.startedAt ?? now) - (other.startedAt ?? now));
  const holders = sorted.map(({ jobName = "", quotaShareName, startedAt = now, capacityUsage = [] }) => {
    const share = quotaShareName === undefined ? "" : ` of share ${quotaShareName}`;
    const has = capacityUsage.map(({ quantity = 0, capacityUnit = "" }) => ` ${quantity} ${capacityUnit}`).join("");
    return `${jobName}${share}${has} for ${span(now - startedAt)}`;
  });
  return [`who has them: ${listed(holders)}`];
}

/** @param isNext whether nothing that waits goes before it */
export function timesText(facts: TrainingFacts, isNext: boolean): string[] {
  const { running, now } = facts;
  const { details } = valueOf(running) ?? {};
  const latest = isNext && details !== undefined ? startWith(facts, details, longestOf) : undefined;
  const texts =
    latest === undefined || latest <= now
      ? []
      : [`it goes by ${moment(latest)} at the latest, if others end at their timeouts`];
  const past = (valueOf(facts.past) ?? []).flatMap(lengthOf);
  if (past.length === 0) return texts;
  const usual = median(past);
  const likely = isNext && details !== undefined ? startWith(facts, details, () => usual) : undefined;
  const jobs = past.length === 1 ? "the last job" : `the middle one of the last ${counted(past.length, "job")}`;
  const when = likely === undefined || likely <= now ? "" : `: it goes in about ${span(likely - now)}`;
  return [...texts, `${jobs} of its name took ${span(usual)}${when}`];
}

const lengthOf = ({ startedAt, stoppedAt }: ServiceJobSummary): number[] =>
  startedAt === undefined || stoppedAt === undefined ? [] : [stoppedAt - startedAt];

/** Milliseconds. */
function longestOf(job: DescribeServiceJobResponse): number {
  const { MaxRuntimeInSeconds = DAY_SECONDS } = payloadOf(job).StoppingCondition ?? {};
  return Math.min(MaxRuntimeInSeconds, job.timeoutConfig?.attemptDurationSeconds ?? Infinity) * 1000;
}

/**
 * When there is room for it in its service environment and in its quota share.
 *
 * @param lasts how long a job runs, milliseconds
 */
function startWith(
  { job, now, environment, shares }: TrainingFacts,
  running: readonly DescribeServiceJobResponse[],
  lasts: (job: DescribeServiceJobResponse) => number,
): number | undefined {
  const share = (valueOf(shares) ?? []).find(({ quotaShareName }) => quotaShareName === job.quotaShareName);
  const { strategy, borrowLimit = -1 } = share?.resourceSharingConfiguration ?? {};
  const moments = (job.capacityUsage ?? []).flatMap(({ capacityUnit: unit = "", quantity: needed = 0 }) => {
    const goes = (limit: number | undefined, units: readonly string[], jobs: readonly DescribeServiceJobResponse[]) =>
      limit === undefined
        ? now
        : startOf(
            now,
            limit,
            jobs.map((one) => busyOf(one, units)),
            [],
            { vcpus: needed },
          );
    const busyOf = (one: DescribeServiceJobResponse, units: readonly string[]) => ({
      vcpus: usedOf(one, units),
      endsAt: Math.max(now, (one.startedAt ?? now) + lasts(one)),
    });
    const limits = valueOf(environment)?.capacityLimits ?? [];
    const limit = limits.find((one) => one.capacityUnit === unit || one.capacityUnit === NUM_INSTANCES);
    const own = share?.capacityLimits?.find((one) => one.capacityUnit === unit)?.maxCapacity;
    const loan = strategy !== "LEND_AND_BORROW" ? 0 : borrowLimit < 0 ? Infinity : (own ?? 0) * (borrowLimit / 100);
    const ofShare = running.filter(({ quotaShareName }) => quotaShareName === job.quotaShareName);
    return [
      goes(limit?.maxCapacity, limit?.capacityUnit === NUM_INSTANCES ? [] : [unit], running),
      goes(own === undefined ? undefined : own + Math.floor(loan), [unit], ofShare),
    ];
  });
  const known = moments.flatMap((at) => at ?? []);
  return known.length < moments.length || known.length === 0 ? undefined : Math.max(...known);
}

/** @param units none: instances of any type */
function usedOf({ capacityUsage = [] }: DescribeServiceJobResponse, units: readonly string[]): number {
  return capacityUsage
    .filter(({ capacityUnit = "" }) => units.length === 0 || units.includes(capacityUnit))
    .reduce((sum, { quantity = 0 }) => sum + quantity, 0);
}
