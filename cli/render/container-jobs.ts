import type { AttemptDetail, JobDetail, JobSummary, ResourceType } from "@aws-sdk/client-batch";
import { logLocationsOf } from "../../jobs/engine/logs/log-location";
import { stateOf } from "../../jobs/container/statuses";
import { isOver } from "../../jobs/engine/monitor/job-state";
import { columns, factLines } from "./columns";
import { timeOf } from "./job-board";
import { arrayText, reasonOf } from "./job-lines";
import { duration, oneLine, type Style } from "./style";

/** @param now milliseconds since 1970 @returns one line a job under a line of headings */
export function jobTable(jobs: readonly JobSummary[], now: number, style: Style): string[] {
  const rows = jobs.map(({ jobName, jobId = "", createdAt, startedAt, stoppedAt, container, status, statusReason }) => {
    const state = { status: status ?? "SUBMITTED", createdAt, startedAt: startedAt || undefined, stoppedAt };
    const time = timeOf(state, now);
    return [
      jobName ?? "",
      state.status,
      createdAt === undefined ? "" : `${duration(Math.max(0, now - createdAt) / 1000)} ago`,
      time === undefined ? "" : duration(time / 1000),
      isOver(state) ? String(container?.exitCode ?? "") : "",
      jobId,
      reasonOf({ status: state.status, reason: container?.reason ?? statusReason }),
    ];
  });
  return columns(["NAME", "STATE", "CREATED", "TIME", "EXIT", "ID", "REASON"], rows, style);
}

/** @returns what there is to know of a job, a line a fact */
export function jobLines(job: JobDetail, now: number): string[] {
  const { container, attempts = [], dependsOn = [], arrayProperties, retryStrategy, timeout } = job;
  const state = stateOf(job);
  const time = timeOf(state, now);
  const need = (wanted: ResourceType) => container?.resourceRequirements?.find(({ type }) => type === wanted)?.value;
  const log = logLocationsOf(job).at(-1);
  // An array whose jobs run one after the other (SEQUENTIAL) names no job (AWS Batch API, "SubmitJob": dependsOn).
  const needs = dependsOn.map(({ jobId, type }) => [jobId, type && `(${type})`].filter(Boolean).join(" "));
  const lines = factLines([
    ["name", job.jobName],
    ["id", job.jobId],
    ["state", state.status],
    ["reason", oneLine([...new Set([container?.reason, job.statusReason])].flatMap((text) => text ?? []).join("; "))],
    ["exit code", state.exitCode],
    ["queue", lastPart(job.jobQueue)],
    ["definition", lastPart(job.jobDefinition)],
    ["share", job.shareIdentifier],
    ["priority", job.schedulingPriority],
    ["created", iso(job.createdAt)],
    ["started", iso(job.startedAt)],
    ["stopped", iso(job.stoppedAt)],
    ["time", time === undefined ? undefined : duration(time / 1000)],
    ["vCPUs", need("VCPU") ?? container?.vcpus],
    ["memory", withUnit(need("MEMORY") ?? container?.memory, "MiB")],
    ["GPUs", need("GPU")],
    ["image", container?.image],
    ["command", container?.command?.join(" ")],
    ["depends on", needs.join(", ")],
    ["array", state.array === undefined ? undefined : arrayText(state.array)],
    ["index", arrayProperties?.index],
    [
      "retries",
      retryStrategy?.attempts === undefined
        ? undefined
        : `${attempts.length} of ${retryStrategy.attempts} attempts ended`,
    ],
    ["timeout", withUnit(timeout?.attemptDurationSeconds, "s")],
    ["log group", log?.group],
    ["log stream", log?.stream],
    [
      "tags",
      Object.entries(job.tags ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(", "),
    ],
  ]);
  // What the latest attempt came to is said above.
  return attempts.length < 2 ? lines : [...lines, ...attempts.map(attemptLine)];
}

function attemptLine({ container, startedAt, stoppedAt, statusReason }: AttemptDetail, index: number): string {
  const took = startedAt && stoppedAt ? `after ${duration((stoppedAt - startedAt) / 1000)}` : undefined;
  const exit = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
  const log = container?.logStreamName === undefined ? undefined : `log stream ${container.logStreamName}`;
  const facts = [exit, took, oneLine(container?.reason ?? statusReason ?? ""), log];
  return `  attempt ${index + 1}: ${facts.filter((fact) => fact !== undefined && fact !== "").join(", ")}`;
}

const iso = (at: number | undefined) => (at === undefined || at === 0 ? undefined : new Date(at).toISOString());
const lastPart = (arn: string | undefined) => arn?.split("/").at(-1);
const withUnit = (value: string | number | undefined, unit: string) =>
  value === undefined ? undefined : `${value} ${unit}`;
