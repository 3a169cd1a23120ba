import type { Command } from "commander";
import { jobQueues } from "../../aws/batch/queues";
import type { ChangedShare, ShareChange, WantedCapacity } from "../../queues";
import { withAccountFlags } from "../account-flags";
import { exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { capacityText } from "../render/queue-words";
import type { CommandContext } from "../stack-command";
import { inTurn, type Turn } from "../turns";
import { UsageError } from "../usage-error";
import { accountOf, type QueueFlags } from "./queue-place";

/** `dapf queues share set-capacity|enable|disable` */
export function addQueueShare(queues: Command, context: CommandContext): void {
  const share = queues
    .command("share")
    .summary("change a live quota share")
    .description(
      "Changes a live quota share at once. What the environment declares stays as it is: " +
        "dapf queues drift tells the difference, and Terraform does not see it.",
    )
    .addHelpText("after", "\nExamples:\n  dapf queues share disable jenkins-pl-g5-quota-shares research");
  withFlags(share.command("set-capacity <queue> <share> <capacity...>"))
    .summary("change what a share owns")
    .description(
      "Changes what a share owns. Jobs that run go on; those above a lowered capacity may be preempted when another " +
        "share needs theirs. A capacity is <instance type>=<instances>, or the number alone where there is one type.",
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf queues share set-capacity jenkins-pl-g5-quota-shares research 3
  dapf queues share set-capacity jenkins-pl-g5-quota-shares research ml.g5.xlarge=2 ml.p4d.24xlarge=1 --local
${exitCodeHelp}`,
    )
    .action((queue: string, name: string, capacity: readonly string[], flags: QueueFlags) =>
      change(context, queue, name, { capacity: capacity.map(wantedCapacity) }, flags),
    );
  const states = { enable: "ENABLED", disable: "DISABLED" } as const;
  for (const [word, state] of Object.entries(states)) {
    withFlags(share.command(`${word} <queue> <share>`))
      .summary(word === "enable" ? "let a share take jobs" : "let a share take no more jobs")
      .description(
        word === "enable"
          ? "Lets a share take jobs again."
          : "Lets a share take no more jobs; those that were submitted go on.",
      )
      .addHelpText(
        "after",
        `\nExamples:\n  dapf queues share ${word} jenkins-pl-g5-quota-shares research\n${exitCodeHelp}`,
      )
      .action((queue: string, name: string, flags: QueueFlags) => change(context, queue, name, { state }, flags));
  }
}

function withFlags(command: Command): Command {
  return withAccountFlags(command).option("--json", "print one JSON object");
}

async function change(
  context: CommandContext,
  queue: string,
  share: string,
  wanted: ShareChange,
  flags: QueueFlags,
): Promise<void> {
  const { host } = context;
  const { batch, isLocal } = await accountOf(context, queue, flags);
  // The ARN names the account, which nobody may have told us.
  const [{ jobQueueArn = queue } = {}] = await jobQueues(batch.quick, [queue]);
  const turn: Turn = {
    what: `change of the share ${share} of ${queue}`,
    about: ["share", batch.endpoint ?? "AWS", jobQueueArn, share],
  };
  const { changeShare } = await import("../../queues");
  const changed = await inTurn(host, turn, () =>
    changeShare(batch, queue, share, wanted, isLocal ? LOCAL_LOOK_AGAIN : undefined),
  );
  for (const line of notesOf(changed)) host.stderr.write(`${line}\n`);
  if (flags.json === true) return printJson(host.stdout, changed);
  host.stdout.write(`${changedText(changed)}\n`);
}

// Milliseconds: what the embedded AWS does is visible at once.
const LOCAL_LOOK_AGAIN = 300;

function notesOf({ share, meanwhile, unsure }: ChangedShare): string[] {
  return [
    ...(meanwhile.length === 0 ? [] : [`Somebody else has changed ${share} meanwhile: ${meanwhile.join(", ")}`]),
    ...(unsure
      ? [
          `warning: AWS Batch was slow. What somebody else changed of ${share} meanwhile may be undone: see whether its ` +
            "other instance types have what they should",
        ]
      : []),
  ];
}

function changedText({ queue, share, state, capacity }: ChangedShare): string {
  return `${share} of ${queue} is ${state.toLowerCase()} and owns ${capacityText(capacity)}`;
}

/** @throws UsageError */
function wantedCapacity(text: string): WantedCapacity {
  // Instance types are the only units of a share. AWS Batch takes at least 1.
  const [, unit, max] = /^(?:(ml\.[a-z0-9.-]+)=)?([1-9]\d{0,5})$/.exec(text) ?? [];
  if (max === undefined) {
    throw new UsageError(`A capacity is a number from 1, or <instance type>=<number>: not ${text}`);
  }
  return { ...(unit === undefined ? {} : { unit }), max: Number(max) };
}
