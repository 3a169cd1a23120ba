/** What may have happened in a run: nothing that was not shown, and all that was said to be done. */
import type { Performed } from "./driver";
import type { StateEntry } from "./evidence";
import type { LedgerLine, Shown, ShownChange, Synthesis } from "./messages";

/** An operation with what it has left. */
export interface Observed extends Performed {
  /** What it has shown last. */
  readonly shown: Shown | undefined;
  /** What its own run of the program has made. */
  readonly synthesis: Synthesis | undefined;
}

/** Everything that is known when all have ended. */
export interface Run {
  readonly operations: readonly Observed[];
  /** Lines of operations before the run have ids that no operation of the run has. */
  readonly ledger: readonly LedgerLine[];
  /** What the states hold, by environment. */
  readonly states: ReadonlyMap<string, ReadonlyMap<string, StateEntry>>;
}

/** @returns what is wrong with a run, as sentences; none when all is right */
export function problemsOf(run: Run): string[] {
  return [
    ...run.operations.flatMap((one) => [
      ...unshown(one, linesOf(run, one)),
      ...undone(one, linesOf(run, one)),
      ...strange(one),
      ...failure(one, run),
    ]),
    ...inconsistent(run),
  ];
}

/** Says that somebody else is at work. In one clone no plan becomes stale: whoever would make it so waits. */
const REFUSAL = "LockedError";
/** What Ctrl-C leads to, while Terraform works, or while somebody else does. */
const INTERRUPTS = ["InterruptedError", "WaitInterruptedError"];

const linesOf = ({ ledger }: Run, { operation }: Observed) => ledger.filter((line) => line.operation === operation.id);

const endedWell = ({ end }: Observed) => end !== undefined && end.error === undefined;

/** What a change does to a resource, in Terraform's order. */
function effects({ action }: ShownChange): LedgerLine["action"][] {
  if (action === "replace") return ["destroy", "create"];
  if (action === "delete") return ["destroy"];
  return action === "create" ? ["create"] : [];
}

/** The rule that all of this is for: whatever is done was shown in the same process, and agreed to there. */
function unshown({ operation, approved, shown, synthesis, end }: Observed, lines: readonly LedgerLine[]): string[] {
  const { id, environment } = operation;
  return lines.flatMap((line) => {
    const what = `${id} did "${line.action} ${line.address} ${line.value}" in ${line.environment}`;
    if (!approved) return [`${what}, to which nobody has agreed`];
    if (end?.error === REFUSAL) return [`${what}, but said that it was refused`];
    const change = shown?.changes.find(({ address }) => address === line.address);
    if (line.environment !== environment || change === undefined || !effects(change).includes(line.action)) {
      return [`${what}, but what it had shown was ${changesText(shown)}`];
    }
    const value = synthesis?.values[line.address];
    const isOwn = line.action === "destroy" || value === line.value;
    return isOwn ? [] : [`${what}, but its own code had ${String(value)} there`];
  });
}

/** What ends well has done all that it had shown, each once. */
function undone(one: Observed, lines: readonly LedgerLine[]): string[] {
  if (!endedWell(one) || !one.approved) return [];
  const wanted = (one.shown?.changes ?? []).flatMap((change) => {
    // Terraform deletes a tainted resource without its provisioners.
    const heard = effects(change).filter((effect) => !(change.tainted && effect === "destroy"));
    return heard.map((effect) => `${effect} ${change.address}`);
  });
  const done = lines.map(({ action, address }) => `${action} ${address}`);
  if (wanted.sort().join() === done.sort().join()) return [];
  return [`${one.operation.id} ended well, showed ${changesText(one.shown)}, and did ${done.join(", ") || "nothing"}`];
}

/** A plan is made of the code that its own process has synthesized, and so are its details. */
function strange({ operation, shown, synthesis }: Observed): string[] {
  if (shown === undefined) return [];
  const { id, kind } = operation;
  if (synthesis === undefined) return [`${id} showed a plan, but never synthesized`];
  const isConfigured = ({ address }: ShownChange) => address in synthesis.values;
  const foreign = shown.changes.filter((change) => {
    return change.action === "delete" ? kind !== "destroy" && isConfigured(change) : !isConfigured(change);
  });
  const wrong = shown.changes.some(({ action }) => kind === "destroy" && action !== "delete");
  const hidden = shown.changes.filter((change) => {
    return effects(change).includes("create") && !isInDetails(change, shown.details, synthesis.values[change.address]);
  });
  return [
    ...(foreign.length > 0 || wrong ? [`${id} showed ${changesText(shown)}, which its code does not plan`] : []),
    ...hidden.map(({ address }) => `${id} showed details in which ${address} is not as its code has it`),
  ];
}

function isInDetails({ address, tainted }: ShownChange, details: string | undefined, value: string | undefined) {
  // What stays the same is left out where an interrupt is the reason.
  if (details === undefined || tainted) return true;
  const [, section = ""] = details.split(`# ${address} `);
  const [own = ""] = section.split(/\n {2}# /);
  return own.includes(`"${String(value)}"`);
}

/** Fails only for a reason that its user can know, and is told it in sentences. */
function failure({ operation, end, killed, refused, interrupts }: Observed, { operations }: Run): string[] {
  const { id, kind, environment, patient } = operation;
  if (end === undefined) return killed ? [] : [`${id} has not ended`];
  const unreadable = end.texts.filter((text) => /"@\w+"|\{"|"\w+":|^\s+at .+:\d+/m.test(text));
  const change = kind === "deploy" || kind === "destroy";
  const others = operations.some((other) => other.operation.id !== id && other.operation.environment === environment);
  const isExpected =
    end.error === undefined ||
    (end.error === "NotApprovedError" && refused) ||
    (INTERRUPTS.includes(end.error) && interrupts > 0) ||
    // Plans and previews are never in anybody's way.
    (end.error === REFUSAL && change && !patient && others);
  return [
    ...(isExpected ? [] : [`${id} failed: ${String(end.error)}: ${end.texts.join(" | ")}`]),
    ...unreadable.map((text) => `${id} told its user: ${text}`),
  ];
}

/** The ledger makes sense in its order, and the states agree with it: nobody's work was lost. */
function inconsistent({ operations, ledger, states }: Run): string[] {
  const problems: string[] = [];
  const last = new Map<string, LedgerLine>();
  const interrupted = new Set(
    operations.filter(({ interrupts }) => interrupts > 0).map(({ operation }) => operation.id),
  );
  // An interrupt can end a provisioner after its line was written and before Terraform heard of it.
  const isSure = (line: LedgerLine | undefined) => line === undefined || !interrupted.has(line.operation);
  const exists = (line: LedgerLine | undefined) => line?.action === "create";
  for (const line of ledger) {
    const key = `${line.environment} ${line.address}`;
    const before = last.get(key);
    last.set(key, line);
    if (!isSure(before)) continue;
    const what = `${line.operation} did "${line.action} ${line.address} ${line.value}" in ${line.environment}`;
    if (exists(before) === (line.action === "create")) problems.push(`${what} where it was so already`);
    else if (line.action === "destroy" && before?.value !== line.value) {
      problems.push(`${what}, but what was there was ${String(before?.value)}`);
    }
  }
  for (const [environment, state] of states) {
    const addresses = new Set([...state.keys(), ...ledger.map(({ address }) => address)]);
    for (const address of addresses) {
      const line = last.get(`${environment} ${address}`);
      const entry = state.get(address);
      if (!isSure(line) || entry?.tainted === true) continue;
      const done = exists(line) ? line?.value : undefined;
      if (done !== entry?.value) {
        problems.push(`the state of ${environment} has ${address} ${String(entry?.value)}, done was ${String(done)}`);
      }
    }
  }
  return problems;
}

function changesText(shown: Shown | undefined): string {
  if (shown === undefined) return "nothing";
  return shown.changes.map(({ action, address }) => `${action} ${address}`).join(", ") || "no changes";
}
