import type { Rule } from "../../finding";
import { AGAIN, type RunFacts } from "./run-facts";

/** A state has failed: a Glue run, a call of a service, or one that gave up waiting. */
export const runState: Rule<RunFacts> = {
  name: "run-state",
  source: 'AWS Step Functions Developer Guide, "Handling errors in Step Functions workflows"',
  check: ({ failure, view, environment, context }) => {
    if (failure === undefined) return undefined;
    const { state, error, cause, log } = failure;
    const glue = view.states.findLast(({ name }) => name === state)?.glueRun;
    const where = glue === undefined ? "" : `, Glue job ${glue.job} (run ${glue.id ?? "unknown"})`;
    const [reason = ""] = cause.split("\n");
    return {
      verdict: "failed",
      lookedAt: "states of the run",
      found: `${state === undefined ? "it failed between two states" : `state ${state}${where} failed`}: ${error}${reason === "" ? "" : `: ${reason}`}`,
      details: [AGAIN],
      todo: [
        `dapf runs show ${environment} ${view.name} --context ${context}`,
        ...(glue?.id === undefined ? [] : [`aws glue get-job-run --job-name ${glue.job} --run-id ${glue.id}`]),
        `dapf run ${environment} --context ${context}`,
      ],
      lines: log.slice(-10),
    };
  },
};
