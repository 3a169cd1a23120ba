import type { Group } from "../measures/group";
import type { Account } from "./account";
import type { Need } from "./need";

/** A job from its submission to its end. */
export interface LiveJob {
  readonly id: string;
  /** Where its name is; see `nameAt`. */
  readonly name: number;
  readonly line: number;
  readonly account: Account;
  /** All that it is counted in: its share, team, queue, and all jobs. */
  readonly groups: readonly Group[];
  readonly instances: number;
  readonly needs: readonly Need[];
  readonly submittedAt: number;
  /** Milliseconds of work that is not saved yet. */
  left: number;
  run: number;
  /** Of the present run; -1 while it waits. */
  dispatchedAt: number;
  /** -1 until it is. */
  firstDispatchedAt: number;
  preemptions: number;
}
