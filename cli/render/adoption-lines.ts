import type { AdoptionProblem, AdoptionReport } from "../../deploy";
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
  const [missing, others] = [problems.filter(isMissing), problems.filter((one) => !isMissing(one))];
  const head = `${environment} must not be adopted like this.`;
  return [
    ...(others.length === 0
      ? []
      : [
          style.red(`${head} It holds data, history or keys, or exists already:`),
          ...others.map((problem) => `  ${problem.address}${nameText(problem)} ${verdict(problem)}`),
        ]),
    ...(missing.length === 0
      ? []
      : [
          style.red(`${head} The state has nothing of modules that the HCL has, and AWS refuses what exists already:`),
          ...missing.map((problem) => `  ${problem.address} ${verdict(problem)}`),
        ]),
  ];
}

const isMissing = ({ kind }: AdoptionProblem): boolean => kind === "missing";

function nameText({ name }: AdoptionProblem): string {
  return name === undefined ? "" : ` (${name})`;
}

function verdict({ kind, address, forcedBy, existing = "", former = "", count = 0 }: AdoptionProblem): string {
  switch (kind) {
    case "destroyed":
      return "would be destroyed";
    case "replaced":
      return `would be replaced${forcedBy === undefined ? "" : `: ${forcedBy.join(", ")} cannot change in place`}`;
    case "created-twice":
      return (
        `would be created, and the state has it already: ${existing}. ` +
        `Give it the HCL's address: terraform state mv ${shellWord(existing)} ${shellWord(former)}`
      );
    case "missing":
      return (
        `(${amount(count, "resource")}): if it is in another state, bring it here: terraform state mv ` +
        `-state=<that file> -state-out=<this file> ${shellWord(former)} ${shellWord(former)}; if it is to be made: --create ${shellWord(address)}`
      );
  }
}
