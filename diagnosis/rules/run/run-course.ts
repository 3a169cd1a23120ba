import type { Rule } from "../../finding";
import { span } from "../../text";
import type { RunFacts } from "./run-facts";

/** It runs, or has succeeded. */
export const runCourse: Rule<RunFacts> = {
  name: "run-course",
  source: "AWS Step Functions API Reference, DescribeExecution, status",
  check: ({ view, failure, now, environment, context }) => {
    if (failure !== undefined) return undefined;
    const { status, startedAt, endedAt, states, name } = view;
    const took = span((endedAt?.getTime() ?? now) - startedAt.getTime());
    const jobs = Object.entries(view.jobs).map(([of, count]) => `${count} ${of}`);
    const at = states.at(-1)?.name ?? "its first state";
    return {
      verdict: "fine",
      lookedAt: "states of the run",
      found:
        status === "SUCCEEDED"
          ? `it succeeded after ${took}`
          : `it has been running for ${took}, and is in state ${at}${jobs.length === 0 ? "" : `; its Batch jobs: ${jobs.join(", ")}`}`,
      todo: [`dapf runs show ${environment} ${name} --context ${context}`],
    };
  },
};
