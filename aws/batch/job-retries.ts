/** Whether a failed attempt of a container job is tried again. Source: AWS Batch User Guide, "Automated job retries". */
import { fitsRetryPattern } from "./retry-pattern";

export interface EvaluateOnExit {
  readonly onStatusReason?: string | undefined;
  readonly onReason?: string | undefined;
  readonly onExitCode?: string | undefined;
  readonly action: string | undefined;
}

export interface Exit {
  readonly exitCode: number | undefined;
  readonly reason: string | undefined;
  readonly statusReason: string;
}

/**
 * @param made - attempts so far, this one included
 * @param strategy - absent: one attempt
 */
export function isRetried(
  exit: Exit,
  made: number,
  strategy:
    | { readonly attempts?: number | undefined; readonly evaluateOnExit?: readonly EvaluateOnExit[] | undefined }
    | undefined,
): boolean {
  if (made >= (strategy?.attempts ?? 1)) return false;
  // "If none of the listed conditions match, then the job is retried."
  const rule = strategy?.evaluateOnExit?.find((one) => applies(one, exit));
  return rule === undefined || rule.action?.toLowerCase() === "retry";
}

/** "all of the specified conditions (onStatusReason, onReason, and onExitCode) are met" */
function applies({ onStatusReason, onReason, onExitCode }: EvaluateOnExit, exit: Exit): boolean {
  return (
    fits(onStatusReason, exit.statusReason) &&
    fits(onReason, exit.reason ?? "") &&
    fits(onExitCode, exit.exitCode === undefined ? "" : String(exit.exitCode))
  );
}

function fits(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || fitsRetryPattern(pattern, text);
}
