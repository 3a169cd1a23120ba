import type {
  ComputeEnvironmentDetail,
  DescribeConsumableResourceResponse,
  GetJobQueueSnapshotResponse,
  JobDetail,
  JobQueueDetail,
  JobSummary,
  SchedulingPolicyDetail,
} from "@aws-sdk/client-batch";
import type { Place } from "../../aws/place";
import type { Declared } from "../declared";
import { type Seen, UNSEEN } from "../seen";
import type { StartFacts } from "./start-facts";

export interface ConsumableFact {
  /** Name or ARN. */
  readonly resource: string;
  /** What the job needs of it. */
  readonly quantity: number;
  readonly seen: Seen<DescribeConsumableResourceResponse>;
}

/** The other jobs of a queue, as far as they are in the way. */
export interface OtherJobs {
  /** Those before it, in their order; only as far as AWS Batch tells of them. */
  readonly before: readonly JobDetail[];
  /** Those that run, or are about to. */
  readonly running: readonly JobDetail[];
}

/** What is known of a container job. */
export interface JobFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The job, or of an array or of a job of several nodes the part that tells most. */
  readonly job: JobDetail;
  /** The array, or the job of several nodes, that it is a part of; absent of a job by itself. */
  readonly parent?: JobDetail;
  readonly place: Place;
  readonly declared: Declared;
  /** Those of the jobs that it depends on which AWS Batch knows. */
  readonly dependencies: Seen<readonly JobDetail[]>;
  readonly queue: Seen<JobQueueDetail>;
  /** Those of the queue that there are, in its order. */
  readonly environments: Seen<readonly ComputeEnvironmentDetail[]>;
  readonly snapshot: Seen<GetJobQueueSnapshotResponse>;
  readonly policy: Seen<SchedulingPolicyDetail>;
  readonly consumables: readonly ConsumableFact[];
  readonly others: Seen<OtherJobs>;
  /** Jobs of the same definition that have succeeded. */
  readonly past: Seen<readonly JobSummary[]>;
  readonly start: StartFacts;
  /** The last lines of the log of its latest attempt. */
  readonly lines: Seen<readonly string[]>;
}

/** Nothing was looked at yet. */
export const NO_JOB_FACTS = {
  dependencies: UNSEEN,
  queue: UNSEEN,
  environments: UNSEEN,
  snapshot: UNSEEN,
  policy: UNSEEN,
  consumables: [],
  others: UNSEEN,
  past: UNSEEN,
  lines: UNSEEN,
} as const;
