import { OutcomeForgottenError, SubmitFailedError, SubmitInterruptedError } from "../jobs/engine/errors";
import { JournalError } from "../jobs/engine/journal/errors";
import { JobNotOverError, NotAnsweredError, QueueMismatchError } from "../jobs/training/errors";
import { EXIT_FAILED, EXIT_INTERRUPTED } from "./exit-codes";

const MOST_SHOWN = 10;

/** @returns the sentence and the exit code for an error of `jobs/`; undefined for any other error. */
export function jobFailure(error: Error): { readonly message: string; readonly exitCode: number } | undefined {
  if (error instanceof SubmitFailedError) return { message: failedText(error), exitCode: EXIT_FAILED };
  if (error instanceof SubmitInterruptedError) {
    const { submitted, total } = error;
    const message = `Interrupted: ${submitted.size} of ${total} jobs are submitted and keep running. Run the same command to go on.`;
    return { message, exitCode: EXIT_INTERRUPTED };
  }
  if (error instanceof QueueMismatchError) {
    return { message: `Nothing was submitted:\n${error.message}`, exitCode: EXIT_FAILED };
  }
  if (error instanceof JobNotOverError) {
    const message = `${error.jobId} is ${error.status}: only a finished job is cloned, so that not two of it run at once`;
    return { message, exitCode: EXIT_FAILED };
  }
  if (error instanceof NotAnsweredError) {
    return { message: `${error.message}. Run the same command to go on.`, exitCode: EXIT_FAILED };
  }
  if (error instanceof OutcomeForgottenError || error instanceof JournalError) {
    return { message: error.message, exitCode: EXIT_FAILED };
  }
  return undefined;
}

function failedText({ failures, submitted, total }: SubmitFailedError): string {
  const shown = failures.slice(0, MOST_SHOWN).map(({ name, kind, reason }) => `  ${name}: ${kind}: ${reason}`);
  const rest = failures.length > MOST_SHOWN ? [`  and ${failures.length - MOST_SHOWN} more`] : [];
  const goOn = `Submitted are ${submitted.size} of ${total} jobs. Run the same command to go on.`;
  return ["Jobs could not be submitted:", ...shown, ...rest, goOn].join("\n");
}
