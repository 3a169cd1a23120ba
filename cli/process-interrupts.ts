import type { InterruptSource } from "../deploy";
import { EXIT_INTERRUPTED } from "./exit-codes";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What this needs of a process. */
type SignalledProcess = Pick<NodeJS.Process, "on" | "exit">;

/**
 * Interrupts of a process: Ctrl-C, a request to end, a closed terminal. While nobody listens, an interrupt ends the
 * process.
 */
export class ProcessInterrupts implements InterruptSource {
  private readonly listeners = new Set<() => void>();

  constructor(process: SignalledProcess) {
    for (const signal of signals) {
      process.on(signal, () => {
        if (this.listeners.size === 0) process.exit(EXIT_INTERRUPTED);
        for (const listener of [...this.listeners]) listener();
      });
    }
  }

  subscribe(listener: () => void): () => void {
    // A function of its own each time, so that one listener can subscribe twice.
    const entry = () => listener();
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }
}
