/** The life of a resource: CREATING -> VALID <-> UPDATING, then DELETING until it is gone. */
import { ClientException } from "./errors";

export type Status = "CREATING" | "VALID" | "UPDATING" | "DELETING";

/** What a resource is going through, and until when; in between nobody has to touch it. */
export interface Phase {
  readonly kind: "CREATING" | "UPDATING" | "DELETING";
  /** Milliseconds since 1970 at which the transition is over. */
  readonly until: number;
}

/** @returns undefined when the resource is gone */
export function statusAt(phase: Phase, now: number): Status | undefined {
  if (now < phase.until) return phase.kind;
  return phase.kind === "DELETING" ? undefined : "VALID";
}

/**
 * Batch changes one thing at a time.
 *
 * @throws ClientException while an earlier change is under way. Source: answers of the service as reported, e.g.
 *   https://github.com/astronomer/astronomer-providers/issues/413
 */
export function requireSettled(phase: Phase, now: number, doing: "update" | "delete"): void {
  if (statusAt(phase, now) !== "VALID") throw new ClientException(`Cannot ${doing}, resource is being modified.`);
}
