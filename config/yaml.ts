import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import type { Document, Node } from "yaml";
import { ConfigError } from "./errors";
import type { Position } from "./json";

/** A parsed YAML file that still knows where its values stand. */
export interface YamlFile {
  readonly value: unknown;
  /** Where the value at a path stands (the key, in a mapping), or the deepest part of the path that exists. */
  locate(path: readonly PropertyKey[]): Position;
}

const requireModule = createRequire(__filename);

/**
 * Parses one YAML 1.2 document.
 *
 * @param file path to name in errors
 * @throws ConfigError with line and column of every syntax error
 */
export function parseYaml(file: string, content: string): YamlFile {
  // Loaded when needed only: most synthesis meets no YAML, and the parser takes a tenth of its time. Not by import(), which
  // gives a promise: environments are read in one go.
  const yaml = requireModule("yaml") as typeof Yaml; // Cast: it is the package whose types these are.
  const lineCounter = new yaml.LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = yaml.parseDocument(content, { lineCounter, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) {
    throw new ConfigError(
      syntax.map((error) => ({
        file,
        ...positionAt(error.pos[0]),
        path: "",
        rule: `is not valid YAML: ${error.message}`,
      })),
    );
  }
  return {
    value: valueOf(file, document),
    locate: (path) => positionAt(offsetOf(yaml, document.contents, path)),
  };
}

/** Aliases are resolved here: one without its anchor, or one that grows without bounds, is found now. */
function valueOf(file: string, document: Document.Parsed): unknown {
  try {
    const value: unknown = document.toJS();
    return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file, path: "", rule: `is not valid YAML: ${reason}` }]);
  }
}

function offsetOf(yaml: typeof Yaml, contents: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const part of path) {
    if (yaml.isMap(node)) {
      const pair = node.items.find(({ key }) => String(yaml.isScalar(key) ? key.value : key) === String(part));
      if (pair === undefined) return offset;
      offset = startOf(yaml, pair.key) ?? offset;
      node = pair.value;
    } else if (yaml.isSeq(node)) {
      const item = node.items[Number(part)];
      if (item === undefined) return offset;
      offset = startOf(yaml, item) ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(yaml: typeof Yaml, node: unknown): number | undefined {
  return yaml.isNode(node) ? node.range?.[0] : undefined;
}
