import type { CliEvent } from "../events";

/** Prints events. */
export interface Renderer {
  handle(event: CliEvent): void;
  /** Leaves the terminal as it was; nothing is printed afterwards. */
  close(): void;
}
