/** Something that asks for an end before the end: Ctrl-C, a closed terminal, a cancelled pipeline. */
export interface InterruptSource {
  /**
   * @param listener called once an interrupt
   * @returns a function that ends the subscription
   */
  subscribe(listener: () => void): () => void;
}

/** A source that never interrupts. */
export const noInterrupts: InterruptSource = { subscribe: () => () => undefined };

/** The run was ended by the user; Terraform has saved what it had done. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor(
    /** What was going on, e.g. `apply`. */
    readonly phase: string,
    /** Whether resources may have been changed before the end. */
    readonly mayHaveChanged: boolean,
  ) {
    super(`interrupted during ${phase}`);
  }
}
