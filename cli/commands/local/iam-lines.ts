/** What was asked for, and what was granted, in lines. */
import type { PrincipalReport, Report } from "../../../emulator";

type Recorded = PrincipalReport["calls"][number];

/** How many resources of an action are named. */
const NAMED = 3;

/** @param isWhole - whether each call is named, not only how many there were */
export function reportLines(report: Report, isWhole: boolean): string[] {
  const { mode, since, denied, principals } = report;
  if (mode === "off") return ["With --iam off nothing is asked for, and nothing recorded"];
  const active = principals.filter(({ calls }) => calls.length > 0);
  const silent = principals.filter(({ calls }) => calls.length === 0);
  const through = mode === "report" ? ", which went through (--iam report)" : "";
  return [
    `Since ${since}: ${counted(denied, "denied call")}${denied === 0 ? "" : through}`,
    ...active.flatMap((principal) => ["", ...principalLines(principal, isWhole)]),
    ...silentLines(silent, isWhole),
  ];
}

function principalLines({ principal, calls, missing, unused, left }: PrincipalReport, isWhole: boolean): string[] {
  const times = calls.reduce((sum, call) => sum + call.allowed + call.denied, 0);
  const denied = calls.filter((call) => call.denied > 0);
  return [
    `${principal}: ${counted(times, "call")} of ${counted(actionsOf(calls).size, "action")}`,
    ...(isWhole ? callLines(calls) : []),
    ...(left === 0 ? [] : [`  and ${counted(left, "call")} more, too different from each other to be kept`]),
    ...denied.flatMap((call, at) => deniedLines(call, missing[at])),
    ...unusedLines(unused),
  ];
}

function deniedLines({ sentence, denied }: Recorded, statement: unknown): string[] {
  return [`  denied ${denied} times: ${sentence ?? ""}`, `    allowed by: ${JSON.stringify(statement)}`];
}

function callLines(calls: readonly Recorded[]): string[] {
  return [...actionsOf(calls)].sort().map((action) => {
    const of = calls.filter((call) => call.action === action);
    const times = of.reduce((sum, call) => sum + call.allowed + call.denied, 0);
    const resources = [...new Set(of.map(({ resource }) => resource))];
    const more = resources.length > NAMED ? ` and ${resources.length - NAMED} more` : "";
    return `  ${action.padEnd(40)}${String(times).padStart(6)}  ${resources.slice(0, NAMED).join(", ")}${more}`;
  });
}

function unusedLines(unused: PrincipalReport["unused"]): string[] {
  return unused.map(({ policy, statement, actions, isWhole }) => {
    const which = isWhole ? "the whole statement" : "in statement";
    return `  not used: ${which} "${statement}" of ${policy}: ${actions.join(", ")}`;
  });
}

function silentLines(silent: readonly PrincipalReport[], isWhole: boolean): string[] {
  if (silent.length === 0) return [];
  if (isWhole) return silent.flatMap((one) => ["", `${one.principal}: no calls`, ...unusedLines(one.unused)]);
  return [
    "",
    `Without a call: ${silent.map(({ principal }) => principal.slice(principal.lastIndexOf("/") + 1)).join(", ")}`,
  ];
}

function actionsOf(calls: readonly Recorded[]): Set<string> {
  return new Set(calls.map(({ action }) => action));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
