import type { Rule } from "../../finding";
import { AGAIN, type RunFacts } from "./run-facts";

/** One of its Batch jobs has failed while it waited for them. */
export const runBatchJob: Rule<RunFacts> = {
  name: "run-batch-job",
  source: 'AWS Step Functions Developer Guide, "Handling errors in Step Functions workflows"',
  check: ({ failure, environment, context }) => {
    const [first] = failure?.jobs ?? [];
    if (failure === undefined || first === undefined) return undefined;
    const others = failure.jobs.length === 1 ? "" : ` (and ${failure.jobs.length - 1} others)`;
    return {
      verdict: "failed",
      lookedAt: `state ${failure.state ?? "between two states"}, and the Batch jobs of the run`,
      found: `its Batch job ${first.name} failed${others}: ${first.reason}`,
      todo: [`dapf jobs why ${first.id} --env ${environment}`, `dapf run ${environment} --context ${context}`],
      details: [AGAIN],
      lines: first.lines,
    };
  },
};
