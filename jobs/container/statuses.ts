import type { JobDetail } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../aws/batch/limits";
import { groupsOf } from "../../aws/in-turns";
import type { BatchClient } from "../../aws/services";
import { logLocationsOf } from "../engine/logs/log-location";
import type { JobState, StatusSource } from "../engine/monitor";

/** One DescribeJobs call tells of a hundred jobs. */
export function containerStatuses(batch: BatchClient): StatusSource {
  return {
    time: batch.time,
    gone: "VANISHED",
    groups: (jobs) => groupsOf(jobs, PER_CALL.described),
    look: async (jobs, options) => {
      const ids = jobs.map(({ id }) => id);
      const { jobs: details = [] } = await batch.quick.call("DescribeJobs", { jobs: ids }, options);
      const states = new Map(details.map((detail) => [detail.jobId, stateOf(detail)]));
      return new Map(ids.map((id) => [id, states.get(id)]));
    },
  };
}

export function stateOf(detail: JobDetail): JobState {
  const { jobId: id = "", status = "SUBMITTED", statusReason, container, attempts = [], arrayProperties } = detail;
  const last = attempts.at(-1)?.container;
  const { size, statusSummary } = arrayProperties ?? {};
  return {
    name: detail.jobName ?? id,
    id,
    status,
    reason: container?.reason ?? (status === "FAILED" ? last?.reason : undefined) ?? statusReason,
    exitCode: container?.exitCode ?? last?.exitCode,
    createdAt: detail.createdAt,
    // AWS Batch has 0 for "not yet" in some answers.
    startedAt: detail.startedAt || undefined,
    stoppedAt: detail.stoppedAt || undefined,
    attempts: attempts.length,
    logs: logLocationsOf(detail),
    needs: (detail.dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []),
    array: size === undefined ? undefined : { size, byStatus: statusSummary ?? {} },
  };
}
