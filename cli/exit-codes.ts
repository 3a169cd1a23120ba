export { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_SIGNED_OUT, EXIT_USAGE } from "../errors";

/** Everything went well; of `plan --detailed-exitcode`: there is nothing to change. */
export const EXIT_OK = 0;
/** Of `plan --detailed-exitcode`: there is something to change. */
export const EXIT_CHANGES = 2;

/** The paragraph about exit codes that ends every help text. */
export const exitCodeHelp = `
Exit codes:
  0    done
  1    failed; the message says why. Terraform's own exit codes are passed on
  2    wrong command line, or an environment, module or output that does not exist;
       plan --detailed-exitcode: there are changes (0: none, 1: any error)
  75   not signed in to AWS, or not any more: a run that was started goes on; sign in again
  130  interrupted; Terraform has saved its state, run the same command to go on`;

/** The same for commands about jobs. */
export const jobExitCodeHelp = `
Exit codes:
  0    done; with --monitor: all jobs have succeeded
  1    failed; the message says why. With --monitor: a job has failed
  2    wrong command line, or a file or environment that does not exist
  75   not signed in to AWS, or not any more: jobs that were submitted keep running; sign in, and run the same command
  130  interrupted; jobs that were submitted keep running, run the same command to go on`;

/** Said when a command that submits jobs is ended at once. */
export const LOSS =
  "Ended at once. A job whose submission was not answered yet may have been submitted without an id in the journal: run " +
  "the same command, which looks for such jobs before it submits them";
