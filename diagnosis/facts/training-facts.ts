import type {
  DescribeServiceJobResponse,
  GetJobQueueSnapshotResponse,
  JobQueueDetail,
  QuotaShareDetail,
  ServiceEnvironmentDetail,
  ServiceJobSummary,
} from "@aws-sdk/client-batch";
import { jobQueues, queueIn } from "../../aws/batch/queues";
import { TRAINING_JOB_LOGS } from "../../aws/log-groups";
import { PER_CALL } from "../../aws/batch/limits";
import { describeServiceJob } from "../../jobs/training/service-jobs";
import type { Declared } from "../declared";
import { UnknownJobError } from "../errors";
import { ABSENT, mapped, type Seen, there, UNSEEN, valueOf } from "../seen";
import type { Work } from "./gather-job";
import { imageOf } from "./image";
import type { ImageFacts } from "./start-facts";

/** The training jobs that run in the same queue. */
export interface RunningTraining {
  readonly jobs: readonly ServiceJobSummary[];
  /** The same jobs, with priorities and time-outs; undefined where they are too many to be asked for one by one. */
  readonly details: readonly DescribeServiceJobResponse[] | undefined;
}

/** What is known of a training job. */
export interface TrainingFacts {
  readonly now: number;
  readonly job: DescribeServiceJobResponse;
  readonly declared: Declared;
  readonly queue: Seen<JobQueueDetail>;
  /** Absent: there is none of the queue's. */
  readonly environment: Seen<ServiceEnvironmentDetail>;
  readonly snapshot: Seen<GetJobQueueSnapshotResponse>;
  readonly shares: Seen<readonly QuotaShareDetail[]>;
  readonly running: Seen<RunningTraining>;
  /** Jobs of the same name that have succeeded. */
  readonly past: Seen<readonly ServiceJobSummary[]>;
  /** Absent: its repository is not there. */
  readonly image: Seen<ImageFacts>;
  /** Absent: there is no such role. */
  readonly role: Seen<true>;
  /** The last lines of its log. */
  readonly lines: Seen<readonly string[]>;
}

/** Nothing was looked at yet. */
export const NO_TRAINING_FACTS = {
  queue: UNSEEN,
  environment: UNSEEN,
  snapshot: UNSEEN,
  shares: UNSEEN,
  running: UNSEEN,
  past: UNSEEN,
  image: UNSEEN,
  role: UNSEEN,
  lines: UNSEEN,
} as const;

/** The members of the payload that are looked at; it is the user's, so that each may be missing. */
interface Payload {
  readonly RoleArn?: string;
  readonly AlgorithmSpecification?: { readonly TrainingImage?: string };
  readonly StoppingCondition?: { readonly MaxRuntimeInSeconds?: number };
}

/** @returns what SageMaker is asked to do */
export function payloadOf({
  serviceRequestPayload,
}: Pick<DescribeServiceJobResponse, "serviceRequestPayload">): Payload {
  try {
    // Cast: an object, of which nothing is taken for granted.
    return JSON.parse(serviceRequestPayload ?? "{}") as Payload;
  } catch {
    return {};
  }
}

/** The job, and nothing else: 1 call. @throws UnknownJobError, AwsCallError */
export async function trainingFacts({ services, looks, now, declared }: Work, id: string): Promise<TrainingFacts> {
  const job = await looks.must(() => describeServiceJob(services.batch, id));
  if (job === undefined) throw new UnknownJobError(id, "training");
  return { now, job, declared, ...NO_TRAINING_FACTS };
}

/** Its queue, service environment and quota shares: 4 calls. */
export async function withTrainingQueue(work: Work, facts: TrainingFacts): Promise<TrainingFacts> {
  const { services, looks } = work;
  const { batch } = services;
  const jobQueue = facts.job.jobQueue ?? "";
  const [asked, snapshot, shares] = await Promise.all([
    looks.at({ what: "job queue", needs: "batch:DescribeJobQueues" }, () => jobQueues(batch, [jobQueue])),
    looks.at({ what: "front of the queue", needs: "batch:GetJobQueueSnapshot" }, () =>
      batch.call("GetJobQueueSnapshot", { jobQueue }),
    ),
    facts.job.quotaShareName === undefined
      ? UNSEEN
      : looks.at({ what: "quota shares", needs: "batch:ListQuotaShares" }, () =>
          batch.call("ListQuotaShares", { jobQueue, maxResults: PER_CALL.described }),
        ),
  ]);
  const detail = queueIn(valueOf(asked) ?? [], jobQueue);
  const queue = asked.kind !== "there" ? asked : detail === undefined ? ABSENT : there(detail);
  const name = detail?.serviceEnvironmentOrder?.[0]?.serviceEnvironment;
  const environments =
    name === undefined
      ? UNSEEN
      : await looks.at({ what: "service environment", needs: "batch:DescribeServiceEnvironments" }, () =>
          batch.call("DescribeServiceEnvironments", { serviceEnvironments: [name] }),
        );
  const [environment] = valueOf(environments)?.serviceEnvironments ?? [];
  return {
    ...facts,
    queue,
    snapshot,
    shares: mapped(shares, ({ quotaShares = [] }) => quotaShares),
    environment: environments.kind !== "there" ? environments : environment === undefined ? ABSENT : there(environment),
  };
}

/** Its image and its role: 2 calls. */
export async function withTrainingStart(work: Work, facts: TrainingFacts): Promise<TrainingFacts> {
  const { RoleArn, AlgorithmSpecification } = payloadOf(facts.job);
  const look = { what: "role of the job", needs: "iam:GetRole", absent: ["NoSuchEntity", "NoSuchEntityException"] };
  const [image, role] = await Promise.all([
    imageOf(work, AlgorithmSpecification?.TrainingImage),
    RoleArn === undefined
      ? UNSEEN
      : work.looks.at(look, () => work.services.iam.call("GetRole", { RoleName: RoleArn.split("/").at(-1) ?? "" })),
  ]);
  return { ...facts, image, role: mapped(role, () => true as const) };
}

const LOG_LINES = 10;

/** The end of its log: 2 calls. */
export async function withTrainingLines({ services, looks }: Work, facts: TrainingFacts): Promise<TrainingFacts> {
  const name = facts.job.latestAttempt?.serviceResourceId?.value?.split("/").at(-1);
  if (name === undefined) return facts;
  const NONE = ["ResourceNotFoundException"];
  const logGroupName = TRAINING_JOB_LOGS;
  const look = { what: "log", needs: "logs:DescribeLogStreams", absent: NONE };
  const request = { logGroupName, logStreamNamePrefix: `${name}/`, limit: 1 };
  const found = await looks.at(look, () => services.logs.call("DescribeLogStreams", request));
  const logStreamName = valueOf(found)?.logStreams?.[0]?.logStreamName;
  if (logStreamName === undefined) return facts;
  const events = await looks.at({ what: "log", needs: "logs:GetLogEvents", absent: NONE }, () =>
    services.logs.call("GetLogEvents", { logGroupName, logStreamName, limit: LOG_LINES }),
  );
  return {
    ...facts,
    lines: mapped(events, (page) => (page.events ?? []).map(({ message = "" }) => message.trimEnd())),
  };
}
