import type { ServiceJobSummary } from "@aws-sdk/client-batch";
import { inTurns } from "../../aws/in-turns";
import type { BatchClient } from "../../aws/services";
import { groupBy } from "../../config/group-by";
import type { JobState, StatusSource } from "../engine/monitor";
import { describeServiceJob, serviceJobs } from "./service-jobs";

// One call lists 100 jobs; below that many calls a job each are no more.
const DESCRIBED_ONE_BY_ONE = 8;
const CALLS_AT_ONCE = 4;
// The clock of this machine may be that much ahead of the service's.
const CLOCK_SKEW = 5 * 60_000;

/**
 * AWS Batch describes one training job a call, and lists 100 of a queue.
 *
 * @param begun no job was created before, milliseconds since 1970
 */
export function serviceStatuses({ quick: batch }: BatchClient, begun: number): StatusSource {
  return {
    time: batch.time,
    gone: "FAILED",
    groups: (jobs) =>
      jobs.length <= DESCRIBED_ONE_BY_ONE
        ? jobs.map((job) => [job])
        : [...groupBy(jobs, ({ queue = "" }) => queue).values()],
    look: async (jobs, options) => {
      const states = new Map<string, JobState | undefined>();
      const wanted = new Set(jobs.map(({ id }) => id));
      if (jobs.length > DESCRIBED_ONE_BY_ONE) {
        const filter = { name: "AFTER_CREATED_AT", value: begun - CLOCK_SKEW };
        for await (const page of serviceJobs(batch, { queue: jobs[0]?.queue ?? "", filter }, options)) {
          for (const job of page) if (wanted.delete(job.jobId ?? "")) states.set(job.jobId ?? "", stateOf(job));
          if (wanted.size === 0) break;
        }
      }
      // A list may lag behind; what it has not is asked for by id, some at a time.
      await inTurns([...wanted].slice(0, DESCRIBED_ONE_BY_ONE), CALLS_AT_ONCE, async (id) => {
        const job = await describeServiceJob(batch, id, options);
        states.set(id, job && stateOf(job));
      });
      return states;
    },
  };
}

function stateOf(service: Partial<ServiceJobSummary>): JobState {
  const { jobId: id = "", jobName: name = id, status = "SUBMITTED", statusReason: reason } = service;
  const { createdAt, startedAt, stoppedAt } = service;
  return { id, name, status, reason, createdAt, startedAt, stoppedAt, attempts: 0, logs: [], needs: [], service };
}
