import type { EnvironmentSettings, JobSubmission, QueueSettings, ShareSettings } from "../settings";

interface Timed {
  /** Milliseconds since any fixed moment; no event may be older than the one before it. */
  readonly at: number;
}

/** Which run of a job is meant: its number was in the `dispatch` decision. Events of earlier runs are ignored. */
interface OfRun extends Timed {
  readonly jobId: string;
  readonly run: number;
}

/** What happens to a pool. */
export type PoolEvent =
  /** Changes the environment. Lowering its capacity stops nothing that runs (rule F4). */
  | (Timed & { readonly type: "environment"; readonly environment: EnvironmentSettings })
  /** Adds a queue, or changes it. Its kind of policy cannot change. */
  | (Timed & { readonly type: "queue"; readonly queue: QueueSettings })
  /** Removes a queue with its shares; its jobs are forgotten, the host ends those that run. */
  | (Timed & { readonly type: "removeQueue"; readonly queue: string })
  /** Adds a quota share to a queue, or changes it. */
  | (Timed & { readonly type: "share"; readonly queue: string; readonly share: ShareSettings })
  /** Removes a quota share; its jobs are forgotten, the host ends those that run. */
  | (Timed & { readonly type: "removeShare"; readonly queue: string; readonly share: string })
  /** A job becomes RUNNABLE for the first time. */
  | (Timed & { readonly type: "submit"; readonly job: JobSubmission })
  /** The run has its instances: the job leaves SCHEDULED. */
  | (OfRun & { readonly type: "started" })
  /** The run succeeded. */
  | (OfRun & { readonly type: "succeeded" })
  /** The run failed; the reason is matched with the rules of the job's retry strategy. */
  | (OfRun & { readonly type: "failed"; readonly statusReason: string })
  /** SageMaker had no instances for it: retried without limit (rule R3). */
  | (OfRun & { readonly type: "insufficientCapacity" })
  | (Timed & { readonly type: "updatePriority"; readonly jobId: string; readonly priority: number })
  /** The host ends a job, waiting or running. */
  | (Timed & { readonly type: "terminate"; readonly jobId: string })
  /** Time has passed: see `nextWakeUp`. */
  | (Timed & { readonly type: "tick" });
