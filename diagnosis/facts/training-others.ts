import type { DescribeServiceJobResponse, ServiceJobSummary } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../aws/batch/limits";
import { describeServiceJob } from "../../jobs/training/service-jobs";
import { mapped, type Seen, valueOf } from "../seen";
import type { Work } from "./gather-job";
import type { TrainingFacts } from "./training-facts";

/** AWS Batch describes one training job a call. */
const MOST_DESCRIBED = 3;

/** The jobs that have what it waits for, and how long jobs of its name take: 2 calls, and one for each of a few jobs that run. */
export async function withTrainingOthers(work: Work, facts: TrainingFacts): Promise<TrainingFacts> {
  const { services, looks } = work;
  const { batch } = services;
  const jobQueue = facts.job.jobQueue ?? "";
  const list = { what: "training jobs of the queue", needs: "batch:ListServiceJobs" };
  const maxResults = PER_CALL.described;
  const filters = [{ name: "JOB_NAME", values: [facts.job.jobName ?? ""] }];
  const [listed, past] = await Promise.all([
    looks.at(list, () => batch.call("ListServiceJobs", { jobQueue, jobStatus: "RUNNING", maxResults })),
    looks.at(list, () => batch.call("ListServiceJobs", { jobQueue, filters, maxResults })),
  ]);
  const running = mapped(listed, ({ jobSummaryList = [] }) => jobSummaryList);
  const details = await detailsOf(work, valueOf(running) ?? []);
  return {
    ...facts,
    running: mapped(running, (jobs) => ({ jobs, details })),
    past: mapped(past, ({ jobSummaryList = [] }) => jobSummaryList.filter(({ status }) => status === "SUCCEEDED")),
  };
}

async function detailsOf(
  { services, looks }: Work,
  jobs: readonly ServiceJobSummary[],
): Promise<readonly DescribeServiceJobResponse[] | undefined> {
  if (jobs.length > Math.min(MOST_DESCRIBED, looks.left)) return undefined;
  const look = { what: "training jobs that run", needs: "batch:DescribeServiceJob" };
  const found = await Promise.all(
    jobs.map(({ jobId = "" }): Promise<Seen<DescribeServiceJobResponse | undefined>> =>
      looks.at(look, () => describeServiceJob(services.batch, jobId)),
    ),
  );
  const known = found.flatMap((one) => valueOf(one) ?? []);
  return known.length === jobs.length ? known : undefined;
}
