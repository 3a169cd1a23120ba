import type { AdoptionReport, Double, Loss, MissingModule } from "../../deploy";
import { shellWord } from "../../errors/shell-word";
import { amount, type Style } from "./style";

/**
 * @param details whether every move gets a line
 * @returns what adopting a state would do, for people; the sums at the end, then what speaks against it
 */
export function adoptionLines(report: AdoptionReport, details: boolean, style: Style): string[] {
  const { moves, changed, created, destroyed, replaced, kept } = report;
  const ends = destroyed.filter((address) => !replaced.includes(address));
  return [
    ...(details
      ? section("Moved", moves, ({ from, to }) => `${style.cyan("  >")} ${to} ${style.dim(`(was ${from})`)}`)
      : []),
    ...section("Changed in place", changed, ({ address, attributes }) => {
      return `${style.yellow("  ~")} ${address} ${style.dim(`(${attributes.join(", ")})`)}`;
    }),
    ...section("Created", created, (address) => `${style.green("  +")} ${address}`),
    ...section("Replaced", replaced, (address) => `${style.red("-/+")} ${address}`),
    ...section("Destroyed", ends, (address) => `${style.red("  -")} ${address}`),
    ...section(
      "Not known to dapf: kept as they are, outside of the state",
      kept,
      (address) => `${style.cyan("  x")} ${address}`,
    ),
    "",
    `${style.bold(`Adoption of ${report.environment}`)}: ${countsText(report)}`,
    ...problemLines(report, style),
  ];
}

function section<Item>(title: string, items: readonly Item[], line: (item: Item) => string): string[] {
  return items.length === 0 ? [] : ["", `${title} (${items.length}):`, ...items.map(line)];
}

function countsText({ instances, moves, changed, created, destroyed, kept }: AdoptionReport): string {
  const parts = [
    `${moves.length} moved`,
    `${changed.length} changed in place`,
    `${created.length} created`,
    `${destroyed.length} destroyed`,
    ...(kept.length === 0 ? [] : [`${kept.length} kept outside`]),
  ];
  return `${parts.join(", ")}, of ${amount(instances, "resource")} in the state`;
}

function problemLines({ environment, problems, destroyed, created }: AdoptionReport, style: Style): string[] {
  if (problems.length === 0) {
    const nothing = destroyed.length === 0 && created.length === 0 ? "Nothing is created or destroyed." : undefined;
    return [
      style.green(nothing ?? "Nothing that holds data, history or keys is destroyed, replaced or created twice."),
    ];
  }
  const missing = problems.filter((one) => one.kind === "missing");
  const others = problems.filter((one) => one.kind !== "missing");
  const section = (why: string, lines: readonly string[]): string[] => {
    if (lines.length === 0) return [];
    return [style.red(`${environment} must not be adopted like this. ${why}:`), ...lines.map((line) => `  ${line}`)];
  };
  return [
    ...section("It holds data, history or keys, or exists already", others.map(lossText)),
    ...section(
      "The state has nothing of modules that the HCL has, and AWS refuses what exists already",
      missing.map(missingText),
    ),
  ];
}

function lossText(problem: Loss | Double): string {
  const { address, name } = problem;
  return `${address}${name === undefined ? "" : ` (${name})`} ${verdict(problem)}`;
}

function verdict(problem: Loss | Double): string {
  switch (problem.kind) {
    case "destroyed":
      return "would be destroyed";
    case "replaced": {
      const { forcedBy } = problem;
      return `would be replaced${forcedBy === undefined ? "" : `: ${forcedBy.join(", ")} cannot change in place`}`;
    }
    case "created-twice": {
      const move = `terraform state mv ${shellWord(problem.existing)} ${shellWord(problem.former)}`;
      return `would be created, and the state has it already: ${problem.existing}. Give it the HCL's address: ${move}`;
    }
  }
}

function missingText({ address, former, count }: MissingModule): string {
  const module = shellWord(former);
  const move = `terraform state mv -state=<that file> -state-out=<this file> ${module} ${module}`;
  const words = `if another state has it, bring it here: ${move}; if it is to be made: --create ${shellWord(address)}`;
  return `${address} (${amount(count, "resource")}): ${words}`;
}
