import type { RetryStrategy } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { type Path, problem } from "./problem";

/** What a definition and a submission must not say of retries. @param path of what has the strategy */
export function retryProblems(strategy: Checked<RetryStrategy> | undefined, path: Path): ValueProblem[] {
  const rules = strategy?.evaluateOnExit ?? [];
  const at = [...path, "retryStrategy", "evaluateOnExit"];
  const empty = rules.flatMap(({ onExitCode, onReason, onStatusReason }, index): ValueProblem[] => {
    if ([onExitCode, onReason, onStatusReason].some((one) => one !== undefined)) return [];
    return [problem([...at, index], "must have one of onExitCode, onReason, onStatusReason", "EvaluateOnExit")];
  });
  if (rules.length === 0 || strategy?.attempts !== undefined) return empty;
  return [...empty, problem(at, "needs attempts beside it", "RetryStrategy")];
}
