import type { RunContext, RunFailure, RunView } from "../../../jobs/runs";

/** What is known of a run of the pipeline. */
export interface RunFacts {
  readonly environment: string;
  readonly context: RunContext;
  readonly view: RunView;
  /** Undefined while it runs, and when it has succeeded. */
  readonly failure: RunFailure | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a run of the same day does. Source: docs/pipeline.md, "Running again". */
export const AGAIN =
  "its next run takes the rows that SUCCEEDED as they are, submits those that FAILED or were never submitted, and waits for those that run";
