import { createHash } from "node:crypto";
import * as path from "node:path";
import { isEmbedded } from "../../config/embedded";
import { type Lock, type Owner, takeTurn } from "../../locks";
import type { InterruptSource } from "../terraform/interrupts";

/** Milliseconds. Longer than most applies take; a question can stay open for ever. */
const LOCK_TIMEOUT = 10 * 60 * 1000;
/** A synthesis takes seconds. */
const SYNTH_TIMEOUT = 60 * 1000;

/** What taking a turn depends on. */
export interface TurnOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly environment: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly interrupts: InterruptSource;
  /** Milliseconds. @default ten minutes */
  readonly lockTimeout?: number | undefined;
  readonly emit: (event: { readonly type: "turn-wait"; readonly owner: Owner }) => void;
}

/**
 * Deploys and destroys an environment in turns: from the synthesis on, so that a plan is made of what the one before has
 * left, until the end of the apply, so that nothing changes while the question about a plan is open. Other environments,
 * and the same one in another account, have other turns.
 *
 * @param command `deploy` or `destroy`
 * @throws LockedError when the other one is not ready in time, WaitInterruptedError
 */
export async function inTurn<T>(options: TurnOptions, command: string, act: (lock: Lock) => Promise<T>): Promise<T> {
  const { environment, variables, lockTimeout = LOCK_TIMEOUT } = options;
  const isLocal = isEmbedded(variables);
  const what = `${command} of ${environment}${isLocal ? " --local" : ""}`;
  return holding(options, `${environment}${isLocal ? ".local" : ""}`, what, lockTimeout, act);
}

/**
 * Writes into `cdktf.out` in turns: it is one folder for all environments.
 *
 * @throws LockedError, WaitInterruptedError
 */
export function inSynthTurn<T>(options: TurnOptions, act: () => Promise<T>): Promise<T> {
  return holding(options, "cdktf.out", `synth of ${options.environment}`, SYNTH_TIMEOUT, act);
}

/**
 * Lets one Terraform at a time work with a state file. Terraform has a lock of its own for that, with two holes: a command
 * that waits while another one makes the first state, or plans without one, then writes into a file that has been removed
 * (Terraform, internal/states/statemgr/filesystem.go: Unlock removes the file that Lock has made); and a lock whose
 * description is just being written is an error at once, whatever the time-out says.
 *
 * @param stateFile absolute path
 * @param command `plan`
 * @throws LockedError, WaitInterruptedError
 */
export function inStateTurn<T>(
  options: TurnOptions,
  stateFile: string,
  command: string,
  act: (lock: Lock) => Promise<T>,
): Promise<T> {
  const { environment } = options;
  const digest = createHash("sha256").update(stateFile).digest("hex").slice(0, 16);
  return holding(options, `state-${digest}`, `terraform ${command} of ${environment}`, LOCK_TIMEOUT, act);
}

async function holding<T>(
  { root, interrupts, emit }: TurnOptions,
  name: string,
  what: string,
  atMost: number,
  act: (lock: Lock) => Promise<T>,
): Promise<T> {
  const folder = path.join(root, ".dapf", "locks", name);
  const onWait = (owner: Owner) => emit({ type: "turn-wait", owner });
  const lock = await takeTurn({ folder, what, atMost, onWait, interrupts });
  try {
    return await act(lock);
  } finally {
    lock.release();
  }
}
