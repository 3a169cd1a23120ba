import type { JobSubmission, WaitingFor } from "../../scheduling";

interface Timed {
  /** Milliseconds; no event may be older than the one before it. */
  readonly at: number;
}

/** What happens in a replay, as both kinds of pools understand it. */
export type EngineEvent =
  | (Timed & { readonly type: "submit"; readonly job: JobSubmission })
  | (Timed & { readonly type: "succeeded"; readonly jobId: string; readonly run: number })
  | (Timed & { readonly type: "failed"; readonly jobId: string; readonly run: number; readonly statusReason: string })
  | (Timed & { readonly type: "terminate"; readonly jobId: string })
  | (Timed & { readonly type: "tick" });

interface OfJob {
  readonly jobId: string;
}

/** What a replay has to know of a decision. */
export type EngineDecision =
  | (OfJob & { readonly type: "dispatch"; readonly run: number })
  | (OfJob & { readonly type: "preempt"; readonly then: "requeue" | "fail" })
  | (OfJob & { readonly type: "requeue" | "fail" | "unblocked" })
  | (OfJob & {
      readonly type: "blocked" | "terminate";
      readonly queue: string;
      readonly reason: string;
      readonly statusReason: string;
    });

interface Front {
  readonly jobId: string;
  readonly waitingFor?: WaitingFor;
}

/** What decides when the jobs of a pool run: `ServicePool` of training jobs, `ContainerPool` of container jobs. */
export interface Engine {
  handle(event: EngineEvent): readonly EngineDecision[];
  /** When to send a `tick` at the latest; undefined: time alone changes nothing. */
  nextWakeUp(): number | undefined;
  /** Who waits at the front of a queue, and of its shares. */
  picture(
    queue: string,
    at: number,
  ): { readonly front?: Front; readonly shares: readonly { readonly share: string; readonly front?: Front }[] };
}
