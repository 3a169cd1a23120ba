import type { AwsCalls } from "./aws-calls";

/**
 * What a client sees of each gap that the emulator closes. `observe` makes the calls and returns what it saw; with the fix
 * that is `expected`, without it something else.
 */
export interface Gap {
  /** A sentence about the behaviour. */
  readonly title: string;
  readonly observe: (aws: AwsCalls) => Promise<unknown>;
  readonly expected: unknown;
}
