import type { InterruptSource } from "../deploy";
import { EXIT_INTERRUPTED } from "./exit-codes";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What this needs of a process. */
type SignalledProcess = Pick<NodeJS.Process, "on" | "exit"> & { readonly stderr: Pick<NodeJS.WriteStream, "write"> };

interface Entry {
  readonly listener: () => void;
  readonly loss: string | undefined;
  heard: number;
}

/** As of Terraform: the first is for an orderly end, the second an impatient one. */
const LAST = 3;

/**
 * Interrupts of a process: Ctrl-C, a request to end, a closed terminal. While nobody listens, an interrupt ends the
 * process; so does the third that a listener hears who has said what is lost then.
 */
export class ProcessInterrupts implements InterruptSource {
  private readonly entries = new Set<Entry>();

  constructor(process: SignalledProcess) {
    for (const signal of signals) {
      process.on(signal, () => {
        if (this.entries.size === 0) process.exit(EXIT_INTERRUPTED);
        for (const entry of [...this.entries]) {
          entry.heard += 1;
          if (entry.heard === LAST && entry.loss !== undefined) {
            process.stderr.write(`${entry.loss}\n`);
            process.exit(EXIT_INTERRUPTED);
          }
          entry.listener();
        }
      });
    }
  }

  subscribe(listener: () => void, loss?: string): () => void {
    // An entry of its own each time, so that one listener can subscribe twice.
    const entry = { listener, loss, heard: 0 };
    this.entries.add(entry);
    return () => this.entries.delete(entry);
  }
}
