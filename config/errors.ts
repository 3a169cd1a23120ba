import { DapfError } from "../errors";
import { groupBy } from "./group-by";
import { Written } from "./written";

/** One thing that is wrong with a configuration file, as facts; `renderProblem` makes the sentence. */
export interface ConfigProblem {
  /** Path of the file relative to the repository root. */
  readonly file: string;
  /** 1-based; known for JSON files. */
  readonly line?: number;
  /** 1-based; known for JSON files. */
  readonly column?: number;
  /** Where in the file's value, e.g. `analytics_etl.glue_config_paths[0]`; empty when it concerns the whole file. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence that begins with the path: "must be 12 digits". */
  readonly rule: string;
  /** The offending value; left out when there is none to show. */
  readonly found?: unknown;
  /** What could stand there instead, when the choices are few. */
  readonly allowed?: readonly string[];
  /** What to do about it. */
  readonly hint?: string;
  /** Who says so, when the rule is not ours: a page of a service's documentation. */
  readonly source?: string;
}

/** A configuration that cannot be used; carries every problem that was found, not only the first. */
export class ConfigError extends DapfError {
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(renderProblems(problems));
  }
}

/** More lines than these nobody reads. */
const MOST_SHOWN = 20;

/**
 * @returns one line a problem, in the order of file and line, without repetitions. Of more than twenty these are twenty, the
 *   first of each kind among them, and then how many more there are.
 */
export function renderProblems(problems: readonly ConfigProblem[]): string {
  const ordered = problems
    .map((problem, index) => ({ problem, index }))
    .sort(
      (a, b) =>
        (a.problem.file === b.problem.file ? 0 : a.problem.file.localeCompare(b.problem.file)) ||
        (a.problem.line ?? 0) - (b.problem.line ?? 0) ||
        (a.problem.column ?? 0) - (b.problem.column ?? 0) ||
        a.index - b.index,
    );
  const lines = [...new Map(ordered.map(({ problem }) => [renderProblem(problem), problem]))];
  if (lines.length <= MOST_SHOWN) return lines.map(([line]) => line).join("\n");
  const kinds = kindsOf(lines);
  const shown = new Set([...kinds.values()].flatMap((of) => of.slice(0, 1)).slice(0, MOST_SHOWN));
  for (const line of lines) if (shown.size < MOST_SHOWN) shown.add(line);
  const rest = [...kinds].flatMap(([kind, of]) => {
    const more = of.filter((line) => !shown.has(line)).length;
    return more === 0 ? [] : [{ kind, more }];
  });
  return [...lines.filter((line) => shown.has(line)).map(([line]) => line), ...restLines(rest, kinds.size)].join("\n");
}

type Line = readonly [text: string, problem: ConfigProblem];

/** By rule and place, numbers apart; when these are many, by rule. */
function kindsOf(lines: readonly Line[]): Map<string, Line[]> {
  const byRule = (rule: string) => rule.replace(/\d+/g, "#");
  const places = groupBy(lines, ([, { path, rule }]) => `${path.replace(/\[\d+\]/g, "[]")} ${byRule(rule)}`.trim());
  return places.size <= MOST_SHOWN ? places : groupBy(lines, ([, { rule }]) => byRule(rule));
}

function restLines(rest: readonly { readonly kind: string; readonly more: number }[], kinds: number): string[] {
  const and = (more: number, of: string) => `and ${more.toLocaleString("en-US")} more of ${of}`;
  if (kinds === 1) return rest.map(({ more }) => and(more, "this kind"));
  if (kinds <= MOST_SHOWN) return rest.map(({ kind, more }) => and(more, `the kind: ${kind}`));
  const total = rest.reduce((sum, { more }) => sum + more, 0);
  return [and(total, `${kinds.toLocaleString("en-US")} kinds`)];
}

/** @returns `file:line:column: path rule, not found (allowed: ...); hint [source]`, as far as the facts are known. */
export function renderProblem(problem: ConfigProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const subject = problem.path === "" ? "" : `${problem.path} `;
  const found = problem.found === undefined ? "" : `, not ${show(problem.found)}`;
  const allowed = problem.allowed === undefined ? "" : ` (allowed: ${problem.allowed.join(", ")})`;
  const hint = problem.hint === undefined ? "" : `; ${problem.hint}`;
  const source = problem.source === undefined ? "" : ` [${problem.source}]`;
  return `${place}: ${subject}${problem.rule}${found}${allowed}${hint}${source}`;
}

/** @returns a JavaScript path as people write it: `["a", "b", 0]` is `a.b[0]`, odd keys are quoted. */
export function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const key = String(part);
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

const LONGEST_SHOWN = 80;

function show(value: unknown): string {
  if (typeof value === "object" && value !== null && !(value instanceof Written))
    return Array.isArray(value) ? "a list" : "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
