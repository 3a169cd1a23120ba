import type { JobSummary } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { type TokenBucket } from "../../engine/rate";
import { groupsOf } from "../../../aws/in-turns";
import type { BatchClient } from "../../../aws/services";
import { type Submitter, unreadableAnswer } from "../../engine/submitter";
import { requestOf, SUBMISSION_TAG, type Submission } from "./submission";

// Milliseconds that this machine's clock and that of AWS may differ; the SDK signs for 5 minutes of difference at most.
const CLOCKS_APART = 15 * 60 * 1000;

/**
 * Submits to AWS Batch. ListJobs cannot search by tag, so a job is found by its queue and name first, and recognised
 * among those by its tag.
 *
 * @param bucket the calls that look share the rate with those that submit
 */
export function batchSubmitter(batch: BatchClient, bucket: TokenBucket): Submitter<Submission> {
  const paced = { before: () => bucket.take() };

  async function candidates({ request }: Submission, since: number): Promise<JobSummary[]> {
    const { jobQueue, jobName = "" } = request;
    const found: JobSummary[] = [];
    const isYoung = ({ createdAt }: JobSummary) => createdAt === undefined || createdAt >= since - CLOCKS_APART;
    const filters = [{ name: "JOB_NAME", values: [jobName] }];
    for await (const { jobSummaryList = [] } of batch.pages("ListJobs", { jobQueue, filters }, paced)) {
      // The filter takes no notice of case.
      found.push(...jobSummaryList.filter((job) => job.jobName === jobName && isYoung(job)));
      // ListJobs, filters: "sorted by the createdAt field, with the most recent jobs being first".
      const last = jobSummaryList.at(-1);
      if (last !== undefined && !isYoung(last)) break;
    }
    return found;
  }

  return {
    submit: async (job, ids, mark) => {
      const { jobId } = await batch.call("SubmitJob", requestOf(job, ids, mark), { once: true });
      if (jobId === undefined) throw unreadableAnswer("SubmitJob");
      return jobId;
    },
    find: async (job, mark, since) => {
      const ids = (await candidates(job, since)).flatMap(({ jobId }) => jobId ?? []);
      for (const group of groupsOf(ids, PER_CALL.described)) {
        const { jobs = [] } = await batch.call("DescribeJobs", { jobs: group }, paced);
        const own = jobs.find(({ tags }) => tags?.[SUBMISSION_TAG] === mark);
        if (own !== undefined) return own.jobId;
      }
      return undefined;
    },
  };
}
