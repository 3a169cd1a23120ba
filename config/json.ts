import { isDeepStrictEqual } from "node:util";
import { getLocation, getNodeValue, parseTree, ParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { ConfigError, renderPath, type ConfigProblem } from "./errors";
import { Lines, type Position } from "./lines";

export type { Position };

/** A parsed JSON file that still knows where its values stand. */
export interface JsonFile {
  /** Path relative to the repository root. */
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly tree: Node;
  readonly lines: Lines;
  /** Keys that stand twice in an object with the same value; with different values they are an error. */
  readonly repetitions: readonly ConfigProblem[];
}

/**
 * Parses strict JSON (no comments, no trailing commas), as Terraform reads it.
 * @param file path to name in errors.
 * @throws ConfigError with line and column of the first syntax error, or of every key that has two values.
 */
export function parseJson(file: string, content: string): JsonFile {
  const text = content.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const first = errors[0];
  // Only the first: what the parser reports after it is a consequence of its recovery more often than a second mistake.
  if (first !== undefined || tree === undefined) {
    const offset = first?.offset ?? 0;
    const rule = `is not valid JSON: ${explain(first?.error ?? ParseErrorCode.ValueExpected, text, offset)}`;
    throw new ConfigError([{ file, ...positionAt(text, offset), path: "", rule }]);
  }
  const lines = new Lines(text);
  const twice = [...duplicateKeys(file, lines, tree, [])];
  const contradictions = twice.filter(({ sameValue }) => !sameValue).map(({ problem }) => problem);
  if (contradictions.length > 0) throw new ConfigError(contradictions);
  const repetitions = twice.map(({ problem }) => problem);
  return { file, text, value: parseValue(file, text), tree, lines, repetitions };
}

/**
 * `JSON.parse` rather than the tree's own values: it makes a key `__proto__` an ordinary property, and it is as strict
 * about white space and control characters as Terraform, which jsonc-parser is not.
 */
function parseValue(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    throw new ConfigError([{ file, ...positionAt(text, offset), path: "", rule: `is not valid JSON: ${message}` }]);
  }
}

/** @returns the line and column of a character offset. */
export function positionAt(text: string, offset: number): Position {
  return new Lines(text).positionAt(offset);
}

/**
 * @returns where the value at a path stands (the key, for a property), or the deepest part of the path that exists,
 *   with the number of path parts that were found.
 */
export function locate(json: JsonFile, path: readonly PropertyKey[]): Position & { depth: number } {
  const parts = path.map((part) => (typeof part === "number" ? part : String(part)));
  let node = json.tree;
  let depth = 0;
  for (let child = childAt(node, parts[0]); child !== undefined; child = childAt(node, parts[depth])) {
    node = child;
    depth += 1;
  }
  const shown = node.parent?.type === "property" ? node.parent : node;
  return { ...json.lines.positionAt(shown.offset), depth };
}

/** Values by their keys, of objects that were looked into: an object may have thousands of mistakes. */
const members = new WeakMap<Node, ReadonlyMap<string, Node>>();

function childAt(node: Node, part: string | number | undefined): Node | undefined {
  if (part === undefined) return undefined;
  if (node.type === "array") return typeof part === "number" ? node.children?.[part] : undefined;
  if (node.type !== "object") return undefined;
  const known = members.get(node) ?? membersOf(node);
  members.set(node, known);
  return known.get(String(part));
}

function membersOf(node: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const { children: [key, value] = [] } of node.children ?? []) {
    const name = String(key?.value);
    if (value !== undefined && !found.has(name)) found.set(name, value);
  }
  return found;
}

interface Duplicate {
  readonly problem: ConfigProblem;
  readonly sameValue: boolean;
}

function* duplicateKeys(
  file: string,
  lines: Lines,
  node: Node,
  path: readonly (string | number)[],
): Generator<Duplicate> {
  if (node.type === "array") {
    for (const [index, item] of (node.children ?? []).entries())
      yield* duplicateKeys(file, lines, item, [...path, index]);
  }
  if (node.type !== "object") return;
  const firsts = new Map<string, Node>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, value);
    else {
      const sameValue = isDeepStrictEqual(getNodeValue(first), getNodeValue(value));
      const rule = `stands twice in the same object, with ${sameValue ? "the same value" : "different values"}`;
      const hint = `the first is in line ${lines.positionAt(first.offset).line}; keep one of them`;
      const place = { file, ...lines.positionAt(key.offset), path: renderPath([...path, name]) };
      yield { problem: { ...place, rule, hint }, sameValue };
    }
    yield* duplicateKeys(file, lines, value, [...path, name]);
  }
}

/** What is wrong inside a token; mistakes between tokens are explained by the place where they stand. */
const TOKEN_RULES: Partial<Record<ParseErrorCode, string>> = {
  [ParseErrorCode.InvalidCommentToken]: "expected no comment (JSON has none)",
  [ParseErrorCode.UnexpectedEndOfComment]: "expected no comment (JSON has none)",
  [ParseErrorCode.UnexpectedEndOfString]: "expected a closing double quote on the same line",
  [ParseErrorCode.UnexpectedEndOfNumber]: "expected more digits",
  [ParseErrorCode.InvalidUnicode]: "expected four hexadecimal digits after \\u",
  [ParseErrorCode.InvalidEscapeCharacter]: 'expected one of " \\ / b f n r t u after the backslash',
  [ParseErrorCode.InvalidCharacter]: "expected no control character in a string (write \\n, \\t, ...)",
};

function explain(code: ParseErrorCode, text: string, offset: number): string {
  if (/^0\d$/.test(text.slice(offset - 1, offset + 1))) {
    return "expected a number without leading zero; write it as a string in double quotes";
  }
  const rest = text.slice(offset).trimEnd();
  if (rest.startsWith("${")) return "expected a placeholder to stand inside a string, in double quotes";
  const found = rest === "" ? "the end of the file" : JSON.stringify(rest.slice(0, 20).split(/\r?\n/)[0]);
  return `${TOKEN_RULES[code] ?? expectedAt(text, offset)}, found ${found}`;
}

/** @returns what may stand at an offset, seen from what stands before it. */
function expectedAt(text: string, offset: number): string {
  const before = text.slice(0, offset).trimEnd();
  const last = before.at(-1);
  const { isAtPropertyKey, path } = getLocation(text, offset);
  if (last === "{") return 'expected a key in double quotes, or "}"';
  if (last === "[") return 'expected a value, or "]"';
  if (last === "," && isAtPropertyKey) return "expected a key in double quotes";
  if (last === undefined || last === ":" || last === ",") return "expected a value (string, number, object, list, ...)";
  if (isAtPropertyKey && /"$/.test(before)) return 'expected ":" after the key';
  if (path.length === 0) return "expected the end of the file";
  return typeof path.at(-1) === "number" ? 'expected "," or "]"' : 'expected "," or "}"';
}
