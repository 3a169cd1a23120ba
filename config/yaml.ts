import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { Node } from "yaml";
import { ConfigError } from "./errors";
import type { Position } from "./json";
import { unlessTooDeep } from "./nesting";
import { YamlTree } from "./yaml-tree";

/** A parsed YAML file that still knows where its values stand. */
export interface YamlFile {
  readonly value: unknown;
  /** Keys of the outermost mapping in whose values an anchor stands that is used outside of the value. */
  readonly anchored: ReadonlySet<string>;
  /** Where the value at a path stands (the key, in a mapping), or the deepest part of the path that exists. */
  locate(path: readonly PropertyKey[]): Position;
}

const requireModule = createRequire(__filename);

/**
 * Parses one YAML 1.2 document; merge keys (`<<`) are those of YAML 1.1, https://yaml.org/type/merge.html.
 *
 * @param file path to name in errors
 * @throws ConfigError with line and column of every syntax error, and of keys that stand twice or are ambiguous
 */
export function parseYaml(file: string, content: string): YamlFile {
  return unlessTooDeep(file, () => parsed(file, content));
}

function parsed(file: string, content: string): YamlFile {
  // Loaded when needed only: most synthesis meets no YAML, and the parser takes a tenth of its time. Not by import(), which
  // gives a promise: environments are read in one go.
  const yaml = requireModule("yaml") as typeof Yaml; // Cast: it is the package whose types these are.
  const lineCounter = new yaml.LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // Keys are compared, and scalars resolved, by the tree: by their text. What a `%YAML 1.1` says of them does not count.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false, schema: "core" } as const;
  const document = yaml.parseDocument(content, options);
  // The parser's word for a full stack.
  const isTooDeep = document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (isTooDeep) throw new RangeError("The stack is full");
  const syntax = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    file,
    ...positionAt(pos[0]),
    path: "",
    rule: `is not valid YAML: ${message}`,
  }));
  if (syntax.length > 0) throw new ConfigError(syntax);
  const tree = new YamlTree(yaml);
  const value = tree.read(document.contents);
  if (tree.problems.length > 0) {
    throw new ConfigError(tree.problems.map(({ offset, ...facts }) => ({ file, ...positionAt(offset), ...facts })));
  }
  return {
    value,
    anchored: tree.anchored,
    locate: (path) => positionAt(offsetOf(tree, document.contents, path)),
  };
}

function offsetOf(tree: YamlTree, contents: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const part of path) {
    const found = tree.child(node, part);
    if (found === undefined) return offset;
    offset = found.offset ?? offset;
    node = found.node;
  }
  return offset;
}
