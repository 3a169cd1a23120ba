import type { DescribeServiceJobResponse, ServiceJobSummary } from "@aws-sdk/client-batch";
import type { JobResult } from "../../jobs/engine";
import type { JobState } from "../../jobs/engine/monitor";
import { columns, factLines } from "./columns";
import { amount, duration, type Style } from "./style";

/** One line for a change of a job's status. */
export function statusLine({ name, status, reason }: JobState): string {
  return `${name}\t${status}${reason === undefined ? "" : `\t${reason}`}`;
}

/** What became of the jobs of a run. */
export function resultLines(results: readonly JobResult[], isInterrupted: boolean, style: Style): string[] {
  const bad = results.filter(({ status }) => status === "FAILED" || status === "NOT_SUBMITTED");
  const submitted = results.filter(({ id }) => id !== undefined).length;
  const lines = bad.map(({ job, status, reason, id }) => {
    const what = status === "FAILED" ? `failed (${id ?? ""})` : "was not submitted";
    return style.red(`${job} ${what}: ${reason ?? "no reason given"}`);
  });
  const succeeded = results.filter(({ status }) => status === "SUCCEEDED").length;
  const ended = succeeded === 0 ? "" : `, ${succeeded} succeeded`;
  const rest = isInterrupted ? "Interrupted: jobs keep running; run the same command to go on. " : "";
  return [...lines, `${rest}${submitted} of ${amount(results.length, "job")} submitted${ended}`];
}

/** @returns one line a job under a line of headings */
export function jobTable(jobs: readonly ServiceJobSummary[], now: number, style: Style): string[] {
  const rows = jobs.map((job) => [
    job.jobName ?? "",
    job.status ?? "",
    job.quotaShareName ?? job.shareIdentifier ?? "",
    (job.capacityUsage ?? []).map(({ quantity, capacityUnit }) => `${quantity ?? 0} ${capacityUnit ?? ""}`).join(", "),
    duration(Math.max(0, now - (job.createdAt ?? now)) / 1000),
    job.jobId ?? "",
    job.statusReason ?? "",
  ]);
  return columns(["NAME", "STATE", "SHARE", "CAPACITY", "AGE", "ID", "REASON"], rows, style);
}

/** @returns what there is to know of a job, a line a fact */
export function jobLines(job: DescribeServiceJobResponse): string[] {
  const time = (at: number | undefined) => (at === undefined || at === 0 ? undefined : new Date(at).toISOString());
  const facts: [string, string | number | undefined][] = [
    ["name", job.jobName],
    ["id", job.jobId],
    ["state", job.status],
    ["reason", job.statusReason],
    ["queue", job.jobQueue?.split("/").at(-1)],
    ["quota share", job.quotaShareName],
    ["share", job.shareIdentifier],
    ["priority", job.schedulingPriority],
    ["capacity", (job.capacityUsage ?? []).map((one) => `${one.quantity ?? 0} ${one.capacityUnit ?? ""}`).join(", ")],
    ["created", time(job.createdAt)],
    ["scheduled", time(job.scheduledAt)],
    ["started", time(job.startedAt)],
    ["stopped", time(job.stoppedAt)],
    ["training job", job.latestAttempt?.serviceResourceId?.value?.split("/").at(-1)],
    ["attempts", job.attempts?.length],
    ["preempted", job.preemptionSummary?.preemptedAttemptCount],
  ];
  const attempts = (job.preemptionSummary?.recentPreemptedAttempts ?? []).map(({ serviceResourceId, statusReason }) =>
    `  preempted: ${serviceResourceId?.value?.split("/").at(-1) ?? ""} ${statusReason ?? ""}`.trimEnd(),
  );
  return [...factLines(facts), ...attempts];
}
