import type { JobSummary } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { type BatchCalls, groupsOf } from "../batch";
import type { Submitter } from "../../engine";
import { type Time, type TokenBucket, withRetry } from "../../engine/rate";
import { requestOf, SUBMISSION_TAG, type Submission } from "./submission";

type Calls = Pick<BatchCalls, "submitJob" | "listJobs" | "describeJobs">;

// Milliseconds that this machine's clock and that of AWS may differ; the SDK signs for 5 minutes of difference at most.
const CLOCKS_APART = 15 * 60 * 1000;

/**
 * Submits to AWS Batch. ListJobs cannot search by tag, so a job is found by its queue and name first, and recognised
 * among those by its tag.
 *
 * @param bucket the calls that look share the rate with those that submit
 */
export function batchSubmitter(calls: Calls, bucket: TokenBucket, time: Time): Submitter<Submission> {
  const asked = <T>(call: () => Promise<T>): Promise<T> =>
    withRetry(async () => {
      await bucket.take();
      return call();
    }, time);

  async function candidates({ request }: Submission, since: number): Promise<JobSummary[]> {
    const { jobQueue, jobName = "" } = request;
    const found: JobSummary[] = [];
    const isYoung = ({ createdAt }: JobSummary) => createdAt === undefined || createdAt >= since - CLOCKS_APART;
    for (let nextToken: string | undefined; ;) {
      const token = nextToken;
      const filters = [{ name: "JOB_NAME", values: [jobName] }];
      const page = await asked(() => calls.listJobs({ jobQueue, filters, nextToken: token }));
      const summaries = page.jobSummaryList ?? [];
      // The filter takes no notice of case.
      found.push(...summaries.filter((job) => job.jobName === jobName && isYoung(job)));
      nextToken = page.nextToken;
      // ListJobs, filters: "sorted by the createdAt field, with the most recent jobs being first".
      const last = summaries.at(-1);
      if (nextToken === undefined || (last !== undefined && !isYoung(last))) return found;
    }
  }

  return {
    submit: async (job, ids, mark) => {
      const { jobId } = await calls.submitJob(requestOf(job, ids, mark));
      if (jobId === undefined) throw unreadableAnswer();
      return jobId;
    },
    find: async (job, mark, since) => {
      const ids = (await candidates(job, since)).flatMap(({ jobId }) => jobId ?? []);
      for (const group of groupsOf(ids, PER_CALL.described)) {
        const { jobs = [] } = await asked(() => calls.describeJobs({ jobs: group }));
        const own = jobs.find(({ tags }) => tags?.[SUBMISSION_TAG] === mark);
        if (own !== undefined) return own.jobId;
      }
      return undefined;
    },
  };
}

/** An answer without id leaves open whether there is a job, as no answer does. */
function unreadableAnswer(): Error {
  return Object.assign(new Error("AWS Batch answered SubmitJob without a jobId"), {
    $metadata: { httpStatusCode: 200 },
  });
}
