import { DapfError, EXIT_USAGE } from "../errors";

/** What the other kind of job is asked with. */
const OTHERS = {
  container: "training jobs apart (dapf train why)",
  training: "container jobs apart (dapf jobs why)",
} as const;

/** AWS Batch does not know the job. */
export class UnknownJobError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly id: string,
    readonly jobKind: keyof typeof OTHERS,
  ) {
    super(
      `AWS Batch does not know the job ${id}: it forgets jobs some days after their end, has others in other Regions, ` +
        `and has ${OTHERS[jobKind]}`,
    );
  }
}
