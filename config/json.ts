import { isDeepStrictEqual } from "node:util";
import { getLocation, parseTree, ParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { ConfigError, renderPath, type ConfigProblem } from "./errors";
import { Lines, type Position } from "./lines";
import { unlessTooDeep } from "./nesting";
import { HALF_CHARACTER, HALF_CHARACTER_RULE, writtenNumber } from "./scalars";

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
  return unlessTooDeep(file, () => parsed(file, content.replace(/^\uFEFF/, "")));
}

function parsed(file: string, text: string): JsonFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const first = errors[0];
  // Only the first: what the parser reports after it is a consequence of its recovery more often than a second mistake.
  if (first !== undefined || tree === undefined) {
    const offset = first?.offset ?? 0;
    const rule = `is not valid JSON: ${explain(first?.error ?? ParseErrorCode.ValueExpected, text, offset)}`;
    throw new ConfigError([{ file, ...positionAt(text, offset), path: "", rule }]);
  }
  checkSyntax(file, text);
  const lines = new Lines(text);
  const reading: Reading = { file, text, lines, repetitions: [], problems: [] };
  const value = valueOf(reading, tree, []);
  if (reading.problems.length > 0) throw new ConfigError(reading.problems);
  return { file, text, value, tree, lines, repetitions: reading.repetitions };
}

/** `JSON.parse` is as strict about white space and control characters as Terraform, which jsonc-parser is not. */
function checkSyntax(file: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
    throw new ConfigError([{ file, ...positionAt(text, offset), path: "", rule: `is not valid JSON: ${message}` }]);
  }
}

interface Reading {
  readonly file: string;
  readonly text: string;
  readonly lines: Lines;
  readonly repetitions: ConfigProblem[];
  readonly problems: ConfigProblem[];
}

/** The tree, not `JSON.parse`, tells how a number is written, and that a key stands twice. */
function valueOf(reading: Reading, node: Node, path: readonly (string | number)[]): unknown {
  switch (node.type) {
    case "array":
      return (node.children ?? []).map((item, index) => valueOf(reading, item, [...path, index]));
    case "object":
      return objectOf(reading, node, path);
    case "number":
      return writtenNumber(reading.text.slice(node.offset, node.offset + node.length));
    default: {
      const value: unknown = node.value;
      if (typeof value === "string") checkCharacters(reading, node, value, path);
      return value;
    }
  }
}

function checkCharacters(reading: Reading, node: Node, value: string, path: readonly (string | number)[]): void {
  if (!HALF_CHARACTER.test(value)) return;
  const { file, lines, problems } = reading;
  problems.push({ file, ...lines.positionAt(node.offset), path: renderPath(path), rule: HALF_CHARACTER_RULE });
}

function objectOf(reading: Reading, node: Node, path: readonly (string | number)[]): unknown {
  const members = new Map<string, { readonly node: Node; readonly value: unknown }>();
  for (const property of node.children ?? []) {
    const [key, valueNode] = property.children ?? [];
    if (key === undefined || valueNode === undefined) continue;
    const name = String(key.value);
    const at = [...path, name];
    checkCharacters(reading, key, name, at);
    const value = valueOf(reading, valueNode, at);
    const first = members.get(name);
    members.set(name, { node: first?.node ?? valueNode, value });
    if (first === undefined) continue;
    const { file, lines, repetitions, problems } = reading;
    const sameValue = isDeepStrictEqual(first.value, value);
    const rule = `stands twice in the same object, with ${sameValue ? "the same value" : "different values"}`;
    const hint = `the first is in line ${lines.positionAt(first.node.offset).line}; keep one of them`;
    const place = { file, ...lines.positionAt(key.offset), path: renderPath(at) };
    (sameValue ? repetitions : problems).push({ ...place, rule, hint });
  }
  // Its own properties, also one that is called `__proto__`.
  return Object.fromEntries([...members].map(([name, { value }]) => [name, value]));
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
