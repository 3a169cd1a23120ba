/** Going on with a run whose file was changed after some of its jobs had been submitted. */
import type { Command } from "commander";
import { DapfError } from "../errors";
import type { Difference } from "../jobs/engine/journal";
import { type IdsFlags, isForProgram } from "./formats";
import type { Host } from "./host";
import { differenceLines, unsubmitted } from "./render/difference-lines";
import { amount } from "./render/style";
import { UsageError } from "./usage-error";

interface ContinueFlags extends IdsFlags {
  readonly again?: boolean;
  readonly continue?: boolean;
  readonly autoApprove?: boolean;
}

export type Mend = (difference: Difference) => Promise<void>;

/** The user does not want the run to go on with the jobs as they are now. */
export class NotContinuedError extends DapfError {
  constructor() {
    super("Not approved: nothing was submitted, and the run is as it was");
  }
}

/** Adds `--continue` and `--auto-approve`. */
export function withContinueFlags(command: Command): Command {
  return command
    .option(
      "--continue",
      "the file was changed after some jobs were submitted: show what differs, ask, and submit what is new or changed " +
        "and was not submitted",
    )
    .option("--auto-approve", "with --continue: do not ask; needed where there is no terminal");
}

/** @throws UsageError for flags that contradict each other */
export function requireOneStart(flags: ContinueFlags): void {
  if (flags.again !== true || flags.continue !== true) return;
  throw new UsageError("--again submits all jobs anew, --continue those that were not submitted: give one of the two");
}

/** @returns how a run is mended, when that is wanted, and what it has seen to differ */
export function mending(host: Host, flags: ContinueFlags): { mend?: Mend; seen: () => Difference | undefined } {
  let seen: Difference | undefined;
  const mend = async (difference: Difference) => {
    seen = difference;
    const stream = isForProgram(flags) ? host.stderr : host.stdout;
    stream.write(
      differenceLines(difference)
        .map((line) => `${line}\n`)
        .join(""),
    );
    await requireApproval(host, flags, difference);
  };
  return { mend: flags.continue === true ? mend : undefined, seen: () => seen };
}

async function requireApproval(host: Host, flags: ContinueFlags, difference: Difference): Promise<void> {
  const count = unsubmitted(difference);
  const { outdated, removed } = difference;
  if (flags.autoApprove === true || count + outdated.length + removed.length === 0) return;
  if (!host.canAsk) {
    throw new UsageError("There is no terminal to ask in: add --auto-approve if the run shall go on with these jobs");
  }
  const answer = await host.ask(`Go on, and submit ${amount(count, "job")}? Answer yes or no: `);
  if (!["yes", "y"].includes(answer.trim().toLowerCase())) throw new NotContinuedError();
}
