import {
  ExampleFailedError,
  NoInputMapError,
  RunInProgressError,
  RunInputError,
  RunNameTakenError,
  RunsAtOnceError,
  UnknownRunError,
} from "../jobs/runs/errors";
import { CodeChangedError, CodeSyncError } from "../jobs/code-sync/errors";

/**
 * The sentence about an error of `jobs/runs` and `jobs/code-sync`.
 *
 * @returns undefined for any other error; `isUsage` when the command line is wrong
 */
export function runFailureText(error: Error): { readonly message: string; readonly isUsage: boolean } | undefined {
  const failed = (message: string) => ({ message, isUsage: false });
  const usage = (message: string) => ({ message, isUsage: true });
  if (error instanceof RunInputError) return usage(`${error.option} ${error.rule}; found: ${error.found}`);
  if (error instanceof CodeSyncError || error instanceof ExampleFailedError) return failed(error.message);
  if (error instanceof CodeChangedError) {
    const { environment, context, differences } = error;
    const live = differences.map((one) => `${one.name} is ${one.live}`).join("; ");
    return failed(
      `Somebody else has changed the code of ${context} of ${environment} at the same time, and what is live now is not ` +
        `what was asked for: ${live}. Run the same command again to make yours the live one.`,
    );
  }
  if (error instanceof NoInputMapError) {
    const { environment, parameter, problem } = error;
    if (problem !== undefined) return failed(`The parameter ${parameter} of ${environment} ${problem}`);
    return failed(
      `${environment} has no parameter ${parameter}: deploy it first (npx dapf deploy ${environment}, with --local for the embedded AWS).`,
    );
  }
  if (error instanceof RunInProgressError) {
    const { environment, context, executionArn, runName } = error;
    const only = `--context ${context}`;
    return failed(
      [
        `A ${context} run of ${environment} has not ended yet: ${executionArn}`,
        `Look at it: npx dapf runs show ${environment} ${runName} ${only}`,
        `Stop it:    npx dapf runs stop ${environment} ${only}`,
        "(with --local for the embedded AWS). --force starts another one beside it.",
      ].join("\n"),
    );
  }
  if (error instanceof RunsAtOnceError) {
    const { environment, context, executionArn, others } = error;
    return failed(
      [
        `Another ${context} run of ${environment} has begun at the same time, and both have been started:`,
        ...[executionArn, ...others].map((arn) => `  ${arn}`),
        "Runs of different days take each other's rows away. Stop them, and run one after the other:",
        `  npx dapf runs stop ${environment} --context ${context}`,
        "(with --local for the embedded AWS).",
      ].join("\n"),
    );
  }
  if (error instanceof RunNameTakenError) {
    const { environment, runName } = error;
    return failed(
      `Somebody has just started ${runName} of ${environment} with other input: see npx dapf runs list ${environment}`,
    );
  }
  if (error instanceof UnknownRunError) {
    const { environment, wanted, known } = error;
    const there = known.length === 0 ? "it has had no runs" : `the latest are ${known.join(", ")}`;
    return usage(wanted === "" ? `${environment} has had no runs` : `${environment} has no run ${wanted}: ${there}`);
  }
  return undefined;
}
