import type { JobQueueDetail } from "@aws-sdk/client-batch";
import { jobQueues } from "../aws/batch/queues";
import { placeIn } from "../aws/place";
import { UnknownQueueError } from "../queues";
import { diagnoseJob } from "./diagnose-job";
import { diagnoseTraining } from "./diagnose-training";
import { type Diagnosis, diagnosisOf } from "./diagnosis";
import type { Work } from "./facts/gather-job";
import { withQueue } from "./facts/gather-queue";
import { type JobFacts, NO_JOB_FACTS } from "./facts/job-facts";
import { NO_START_FACTS } from "./facts/start-facts";
import { NO_TRAINING_FACTS, type TrainingFacts, withTrainingQueue } from "./facts/training-facts";
import { findingsOf, type NamedFinding } from "./finding";
import { QUEUE_RULES } from "./rules/queue";
import { queueDisabled } from "./rules/queue/queue-disabled";
import { TRAINING_QUEUE_RULES } from "./rules/training";
import { there } from "./seen";

/**
 * Why the jobs of a queue wait: what is wrong with the queue, and with its next job.
 *
 * @param queue name or ARN, of training or container jobs
 * @throws UnknownQueueError, AwsCallError
 */
export async function diagnoseQueue(work: Work, queue: string): Promise<Diagnosis> {
  const { services, looks } = work;
  const [detail] = await looks.must(() => jobQueues(services.batch, [queue]));
  if (detail === undefined) throw new UnknownQueueError(queue);
  const { jobQueueArn: jobQueue = queue, jobQueueName = queue, state = "", status = "" } = detail;
  const look = { what: "front of the queue", needs: "batch:GetJobQueueSnapshot" };
  const snapshot = await looks.at(look, () => services.batch.call("GetJobQueueSnapshot", { jobQueue }));
  const first = snapshot.kind === "there" ? snapshot.value.frontOfQueue?.jobs?.[0]?.jobArn : undefined;
  const ofQueue = findingsOf([queueDisabled], { ...bareJob(work, detail), queue: there(detail) });
  const rest = first === undefined ? await withoutJobs(work, detail) : await nextJob(work, detail, first);
  return diagnosisOf(`queue ${jobQueueName}`, `${state} ${status}`.trim(), [...ofQueue, ...rest], looks);
}

const isOfTraining = ({ jobQueueType }: JobQueueDetail): boolean => jobQueueType === "SAGEMAKER_TRAINING";

async function nextJob(work: Work, detail: JobQueueDetail, jobArn: string): Promise<NamedFinding[]> {
  const id = jobArn.split("/").at(-1) ?? "";
  const { findings, subject } = await (isOfTraining(detail) ? diagnoseTraining : diagnoseJob)(work, id);
  const [, name = subject] = /job (.*) \(/.exec(subject) ?? [];
  const [first, ...others] = findings;
  if (first === undefined) return [];
  const details = [`it is ${subject}`, ...(first.details ?? [])];
  return [{ ...first, found: `${name}, its next job: ${first.found}`, details }, ...others];
}

/** Whether jobs could run, if there were some. */
async function withoutJobs(work: Work, detail: JobQueueDetail): Promise<NamedFinding[]> {
  const found = isOfTraining(detail)
    ? findingsOf(TRAINING_QUEUE_RULES, await withTrainingQueue(work, bareTraining(work, detail)))
    : findingsOf(QUEUE_RULES, await withQueue(work, bareJob(work, detail)));
  if (found.length > 0) return found;
  const name = detail.jobQueueName ?? "";
  return [
    {
      rule: "queue-empty",
      source: "AWS Batch API Reference, GetJobQueueSnapshot",
      verdict: "fine",
      lookedAt: `front of queue ${name}`,
      found: "no job waits in it",
      todo: [`dapf queues top ${name}`],
    },
  ];
}

/** A job of which nothing is known but its queue. */
const bareJob = ({ now, declared }: Work, { jobQueueArn = "" }: JobQueueDetail): JobFacts => ({
  now,
  declared,
  // Cast: what AWS always tells of a job is left out, as no rule finds anything in what is not there.
  job: { jobQueue: jobQueueArn } as JobFacts["job"],
  place: placeIn("", ""),
  ...NO_JOB_FACTS,
  start: NO_START_FACTS,
});

const bareTraining = ({ now, declared }: Work, { jobQueueArn = "" }: JobQueueDetail): TrainingFacts => ({
  now,
  declared,
  // Cast: the same.
  job: { jobQueue: jobQueueArn } as TrainingFacts["job"],
  ...NO_TRAINING_FACTS,
});
