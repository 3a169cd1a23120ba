import { groupBy } from "../../config/group-by";
import {
  type ChangeAction,
  countChanges,
  heldText,
  movesOver,
  type PlannedChange,
  type PlanResult,
} from "../../deploy";
import { amount, type Style } from "./style";

const symbols: Readonly<Record<ChangeAction, string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  move: ">",
  import: "<",
  forget: "x",
};

/** Terraform's words for why a resource is replaced or goes away. */
const reasons = new Map([
  ["replace_because_tainted", "its creation had failed"],
  ["tainted", "its creation had failed"],
  ["requested", "asked for"],
  ["replace_triggered_by", "something that it depends on is replaced"],
  ["delete_because_no_resource_config", "not in the configuration any more"],
  ["delete_because_no_module", "its module is not in the configuration any more"],
  ["delete_because_each_key", "its key is not in the configuration any more"],
  ["delete_because_count_index", "its index is not in the configuration any more"],
]);

// More creations than this are shown by module.
const MOST_LISTED = 40;

/**
 * @param full whether every single creation gets a line, however many there are
 * @returns what a plan would do, for people; the last line is the sum
 */
export function planLines(plan: PlanResult, full: boolean, style: Style): string[] {
  const scope = scopeText(plan);
  if (!plan.hasChanges) {
    const nothing = plan.destroy ? "nothing to destroy" : "no changes: what is deployed is what is configured";
    return [`${style.green(plan.environment)}: ${nothing}${scope}`];
  }
  const creations = plan.changes.filter(({ action }) => action === "create");
  const others = plan.changes.filter(({ action }) => action !== "create");
  const listed = full || creations.length <= MOST_LISTED;
  return [
    ...(listed ? creations.map((change) => changeLine(change, style)) : creationsByModule(creations, style)),
    ...others.flatMap((change) => [changeLine(change, style), ...courseLines(change, style)]),
    ...plan.changedOutputs.map((name) => `  ${style.yellow("~")} output ${name}`),
    ...(plan.destroy ? lossLines(plan.losses, style) : []),
    `${style.bold(`Plan for ${plan.environment}`)}: ${countsText(plan)}${scope}`,
  ];
}

/** Of a run that takes an environment down; for any other the gate has the last word, and says it itself. */
function lossLines(losses: PlanResult["losses"], style: Style): string[] {
  if (losses.length === 0) return [];
  return [
    style.bold("These hold data, history, keys or jobs, which would be lost for good:"),
    ...losses.map((loss) => {
      const held = heldText(loss);
      return `  ${style.red(loss.address)}${held === undefined ? "" : style.dim(` (${held})`)}`;
    }),
  ];
}

function scopeText({ targets, destroy }: PlanResult): string {
  if (targets.length === 0) return "";
  const it = targets.length === 1 ? "it" : "them";
  const others = destroy ? `what depends on ${it}` : `what ${targets.length === 1 ? "it needs" : "they need"}`;
  return ` (only ${targets.join(", ")} and ${others})`;
}

/** @returns `3 to create, 1 to change`. */
export function countsText(plan: PlanResult): string {
  const counts = countChanges(plan.changes);
  const parts: [number, string][] = [
    [counts.create, "to create"],
    [counts.update, "to change"],
    [counts.replace, "to replace"],
    [counts.delete, "to destroy"],
    [counts.move, "to move to another address"],
    [counts.import, "to import"],
    [counts.forget, "to forget"],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? `${amount(plan.changedOutputs.length, "output")} to change` : said.join(", ");
}

function changeLine(change: PlannedChange, style: Style): string {
  const symbol = symbols[change.action].padStart(3);
  const coloured = change.action === "create" ? style.green(symbol) : paint(change.action, style)(symbol);
  const notes = notesOf(change);
  return `${coloured} ${change.address}${notes.length === 0 ? "" : style.dim(` (${notes.join("; ")})`)}`;
}

/** What becomes of a compute environment under another name, and of the jobs on it. */
function courseLines(change: PlannedChange, style: Style): string[] {
  const { batch, held } = change;
  if (batch === undefined || !movesOver(change)) return [];
  const { name, nextName = "the new one" } = batch;
  const stay = stayText(held, name);
  const steps = `${nextName} is created, the queues move over to it, ${stay}, and ${name} is deleted`;
  return [`      ${style.dim(steps)}`];
}

function stayText(held: PlannedChange["held"], name: string): string {
  if (held === undefined || "unknown" in held) return `jobs that run on ${name} are not known`;
  const { running, onFargate, triedAgain = 0 } = held;
  if (running === 0) return `no job runs on ${name}`;
  const jobs = running === 1 ? `the job that runs on ${name} goes` : `the ${running} jobs that run on ${name} go`;
  if (onFargate === true) return `${jobs} on, so that AWS Batch may leave ${name} INVALID`;
  const lost = running - triedAgain;
  if (lost > 0) return `${jobs} on until its instances go; ${lost} of them will not be tried again`;
  return `${jobs} on, and ${running === 1 ? "is" : "are"} tried again if the instances go before the end`;
}

function paint(action: ChangeAction, style: Style): (text: string) => string {
  if (action === "replace" || action === "delete" || action === "forget") return style.red;
  return action === "update" ? style.yellow : style.cyan;
}

function notesOf(change: PlannedChange): string[] {
  const reason = change.reason === undefined ? undefined : reasons.get(change.reason);
  const unforced = (change.attributes ?? []).filter((name) => !change.forcedBy?.includes(name));
  return [
    ...(change.previousAddress === undefined ? [] : [`was ${change.previousAddress}`]),
    ...(reason === undefined ? [] : [reason]),
    ...(change.forcedBy === undefined ? [] : [`${change.forcedBy.join(", ")} cannot change in place`]),
    ...(unforced.length === 0 || change.action === "replace" ? [] : [unforced.join(", ")]),
  ];
}

function creationsByModule(creations: readonly PlannedChange[], style: Style): string[] {
  const byModule = groupBy(creations, ({ module }) => module);
  const names = [...byModule.keys()].sort();
  const width = Math.max(...names.map((name) => (name || "root").length));
  return names.map((name) => {
    const group = byModule.get(name) ?? [];
    return `${style.green("  +")} ${(name || "root").padEnd(width)}  ${style.dim(typesText(group))}`;
  });
}

const MOST_TYPES = 3;

/** @returns `58: 33 glue_job, 12 s3_object, 3 others`, the same for the same plan, in whatever order Terraform has told it */
function typesText(group: readonly PlannedChange[]): string {
  const byType = groupBy(group, ({ type }) => type.replace(/^aws_/, ""));
  const sorted = [...byType]
    .map(([type, list]) => ({ type, count: list.length }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const shown = sorted.slice(0, MOST_TYPES).map(({ type, count }) => `${count} ${type}`);
  const rest = sorted.slice(MOST_TYPES).reduce((sum, { count }) => sum + count, 0);
  return `${String(group.length).padStart(3)}: ${[...shown, ...(rest === 0 ? [] : [amount(rest, "other")])].join(", ")}`;
}
