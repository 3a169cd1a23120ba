import { ConfigError, type ConfigProblem, renderPath } from "../errors";
import { placesIn } from "../inner-text";
import { Lines, type Position } from "../lines";
import { type JobFile, parseJobFile } from "./job-file";

/**
 * Reads JSON that is a string of a file.
 *
 * @param path of the string in the outer file
 * @returns a file whose problems are told with their places in the outer one
 * @throws ConfigError with the place of what is not valid
 */
export function innerFile(outer: JobFile, path: readonly PropertyKey[], text: string): JobFile {
  const { file } = outer;
  const placed = outer.placed({ path, rule: "" });
  const moved = (problem: ConfigProblem, place: Position | undefined): ConfigProblem => {
    const inside = problem.path.startsWith("[") || problem.path === "" ? problem.path : `.${problem.path}`;
    return { ...problem, ...(place ?? placed), file, path: `${renderPath(path)}${inside}` };
  };
  const placeOf = placing(outer, placed, text);
  try {
    const inner = parseJobFile(file, text, "json");
    const find = (problem: ConfigProblem) => moved(problem, placeOf(problem));
    return { ...inner, placed: (problem) => find(inner.placed(problem)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      error.problems.map((problem) => {
        const where =
          problem.line === undefined ? "" : ` in line ${problem.line}, column ${problem.column} of the text`;
        const rule = problem.rule.replace(/ the end of the file$/, " its end");
        return moved({ ...problem, rule: `${rule}${where}` }, placeOf(problem));
      }),
    );
  }
}

// Where a value begins behind its key: comments of both languages may stand before it, anchors and tags of YAML, too.
const KEY = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s:"']+)\s*:/y;
const BEFORE = /(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*|#[^\n]*|[&!]\S*)*/y;

/** @returns from a place in the text the one in the outer file; undefined when that is not known */
function placing(outer: JobFile, placed: ConfigProblem, text: string) {
  // Only when there is a mistake: a file may have thousands of texts.
  let find: ((index: number) => number | undefined) | undefined;
  const lines = new Lines(text);
  return ({ line, column }: Partial<Position>): Position | undefined => {
    const begin = valueAfter(outer, placed);
    if (line === undefined || column === undefined || begin === undefined) return undefined;
    find ??= placesIn(text, outer.text.slice(begin));
    const offset = find(lines.offsetAt({ line, column }));
    return offset === undefined ? undefined : outer.lines.positionAt(begin + offset);
  };
}

function valueAfter({ text, lines }: JobFile, { line, column }: Partial<Position>): number | undefined {
  if (line === undefined || column === undefined) return undefined;
  KEY.lastIndex = lines.offsetAt({ line, column });
  if (!KEY.test(text)) return undefined;
  BEFORE.lastIndex = KEY.lastIndex;
  BEFORE.test(text);
  // An alias: the text stands elsewhere.
  return text.startsWith("*", BEFORE.lastIndex) ? undefined : BEFORE.lastIndex;
}
