import type { InterruptSource } from "../../deploy";

/** An interrupt source that a test can pull. */
export function trigger(): InterruptSource & { pull(): void } {
  const listeners = new Set<() => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pull: () => listeners.forEach((listener) => listener()),
  };
}
