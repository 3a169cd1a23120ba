import type { Rule } from "../../finding";
import { AGAIN, type RunFacts } from "./run-facts";

/** Somebody has stopped it, or it has run for longer than its state machine may. */
export const runEnded: Rule<RunFacts> = {
  name: "run-ended",
  source: "AWS Step Functions API Reference, DescribeExecution, status",
  check: ({ view, failure, environment, context }) => {
    if (view.status !== "ABORTED" && view.status !== "TIMED_OUT") return undefined;
    const state = failure?.state === undefined ? "" : ` in state ${failure.state}`;
    const cause = failure?.cause ? `: ${failure.cause}` : "";
    return {
      verdict: "failed",
      lookedAt: "status of the execution",
      found:
        view.status === "ABORTED"
          ? `somebody has stopped it${state}${cause}; its Batch jobs went on`
          : `it has run for longer than its state machine lets it${state}`,
      details: [AGAIN],
      todo: [`dapf run ${environment} --context ${context}`],
    };
  },
};
