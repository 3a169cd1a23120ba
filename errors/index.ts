/** Something went wrong, and one message says what. */
export const EXIT_FAILED = 1;
/** The command line makes no sense, or names something that does not exist. */
export const EXIT_USAGE = 2;
/** Nobody is signed in to AWS, or not any more: the "temporary failure" of sysexits.h. */
export const EXIT_SIGNED_OUT = 75;
/** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;

/** What dapf foresees may go wrong: the facts are in fields, and the message is the sentence for the user, made of them. */
export abstract class DapfError extends Error {
  override readonly name: string = this.constructor.name;
  /** What `dapf` ends with. */
  readonly exitCode: number = EXIT_FAILED;
}
