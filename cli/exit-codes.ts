/** Everything went well; of `plan --detailed-exitcode`: there is nothing to change. */
export const EXIT_OK = 0;
/** Something went wrong, and one message says what. */
export const EXIT_FAILED = 1;
/** The command line makes no sense; of `plan --detailed-exitcode`: there is something to change. */
export const EXIT_USAGE = 2;
export const EXIT_CHANGES = 2;
/** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;

/** The paragraph about exit codes that ends every help text. */
export const exitCodeHelp = `
Exit codes:
  0    done
  1    failed; the message says why. Terraform's own exit codes are passed on
  2    wrong command line, or an environment, module or output that does not exist;
       plan --detailed-exitcode: there are changes (0: none, 1: any error)
  130  interrupted; Terraform has saved its state, run the same command to go on`;

/** The same for commands about jobs. */
export const jobExitCodeHelp = `
Exit codes:
  0    done; with --monitor: all jobs have succeeded
  1    failed; the message says why. With --monitor: a job has failed
  2    wrong command line, or a file or environment that does not exist
  130  interrupted; jobs that were submitted keep running, run the same command to go on`;
