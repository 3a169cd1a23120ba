import { DapfError, EXIT_USAGE } from "../errors";

/** AWS Batch does not know the job. */
export class UnknownJobError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(readonly id: string) {
    super(`AWS Batch does not know the job ${id}: it forgets jobs some days after, and has others in other Regions`);
  }
}
