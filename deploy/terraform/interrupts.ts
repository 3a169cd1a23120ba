import { DapfError, EXIT_INTERRUPTED } from "../../errors";

/** Something that asks for an end before the end: Ctrl-C, a closed terminal, a cancelled pipeline. */
export interface InterruptSource {
  /**
   * @param listener called once an interrupt
   * @param loss what is said when the third interrupt ends the process at once; without it, interrupts only call the listener
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void, loss?: string): () => void;
}

/** A source that never interrupts. */
export const noInterrupts: InterruptSource = { subscribe: () => () => undefined };

/** The run was ended by the user; Terraform has saved what it had done. */
export class InterruptedError extends DapfError {
  override readonly exitCode = EXIT_INTERRUPTED;

  constructor(
    /** What was going on, e.g. `apply`. */
    readonly phase: string,
    /** Whether resources may have been changed before the end. */
    readonly mayHaveChanged: boolean,
  ) {
    const outcome = mayHaveChanged
      ? "what was done is saved in the state. Run the same command again to go on"
      : "nothing has been changed";
    super(`Interrupted during ${phase}: ${outcome}.`);
  }
}
