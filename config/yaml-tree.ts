import type * as Yaml from "yaml";
import type { Alias, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { renderPath, type ConfigProblem } from "./errors";
import { ambiguity, HALF_CHARACTER, HALF_CHARACTER_RULE, plainScalar } from "./scalars";

/** A problem of a tree, with the offset of what it is about. */
export interface TreeProblem extends Pick<ConfigProblem, "path" | "rule" | "hint"> {
  readonly offset: number;
}

type Path = readonly (string | number)[];

/** A node that has been read: how many values it holds, those of its aliases included. */
interface Read {
  readonly value: unknown;
  readonly size: number;
}

/** Tags that say no more than what their nodes are anyway. */
const PLAIN_TAGS = ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`);
const TEXT_TAGS = ["!", "tag:yaml.org,2002:str"];

/** What aliases may make of a file that is meant: each of its nodes so many times, and some thousands more. */
const MOST_TIMES = 100;
const MOST_VALUES = 10_000;

/**
 * The nodes of a YAML document as values: scalars as `scalars.ts` reads them, aliases and merge keys resolved.
 */
export class YamlTree {
  readonly problems: TreeProblem[] = [];
  /** Keys of the outermost mapping in whose values an anchor stands that is used outside of the value. */
  readonly anchored = new Set<string>();
  private readonly anchors = new Map<string, { readonly node: Yaml.Node; readonly below: string }>();
  /** Nodes that are read; undefined of one in which the reader still is. */
  private readonly done = new Map<unknown, Read | undefined>();
  private readonly targets = new Map<Alias, Yaml.Node>();
  private repeated = 0;

  constructor(private readonly yaml: typeof Yaml) {}

  /** @returns the value of the outermost node; of no use when there are problems */
  read(contents: unknown): unknown {
    const { value } = this.node(contents, []);
    if (this.repeated > MOST_VALUES + MOST_TIMES * (this.done.size + this.targets.size)) {
      this.problems.push({ offset: 0, path: "", rule: "is not valid YAML: its aliases grow without bounds" });
    }
    return value;
  }

  /** @returns the node at a key or index, and where it stands: the key, in a mapping; wherever it was merged from */
  child(parent: unknown, part: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
    const node = this.resolved(parent);
    if (this.yaml.isSeq(node)) {
      const item = node.items[Number(part)];
      return item === undefined ? undefined : { node: item, offset: offsetOf(item) };
    }
    if (!this.yaml.isMap(node)) return undefined;
    const pair = node.items.find((one) => !this.isMerge(one) && this.keyText(one.key) === String(part));
    if (pair !== undefined) return { node: pair.value, offset: offsetOf(pair.key) };
    const merged = node.items.filter((one) => this.isMerge(one)).flatMap(({ value }) => this.sources(value));
    return merged.map((source) => this.child(source, part)).find((found) => found !== undefined);
  }

  private node(node: unknown, path: Path): Read {
    const { yaml } = this;
    if (yaml.isAlias(node)) return this.alias(node, path);
    if (!yaml.isNode(node)) return { value: null, size: 1 };
    this.begin(node, path);
    const read = yaml.isMap(node)
      ? this.mapping(node, path)
      : yaml.isSeq(node)
        ? this.list(node, path)
        : { value: yaml.isScalar(node) ? this.scalar(node, path) : null, size: 1 };
    if (node.tag !== undefined && ![...PLAIN_TAGS, ...TEXT_TAGS].includes(node.tag)) {
      this.tell(node, path, `has the tag ${node.tag}, which has no meaning here`);
    }
    this.done.set(node, read);
    return read;
  }

  private begin(node: Yaml.Node & { anchor?: string }, path: Path): void {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, { node, below: String(path[0]) });
    this.done.set(node, undefined);
  }

  private alias(alias: Alias, path: Path): Read {
    const anchor = this.anchors.get(alias.source);
    const nothing = { value: null, size: 1 };
    if (anchor === undefined) {
      this.tell(alias, path, `is not valid YAML: no anchor &${alias.source} stands before the alias *${alias.source}`);
      return nothing;
    }
    this.targets.set(alias, anchor.node);
    if (anchor.below !== String(path[0])) this.anchored.add(anchor.below);
    const read = this.done.get(anchor.node);
    if (read === undefined) this.tell(alias, path, `is not valid YAML: *${alias.source} is inside of itself`);
    this.repeated += read?.size ?? 0;
    return read ?? nothing;
  }

  private list(node: YAMLSeq, path: Path): Read {
    const items = node.items.map((item, index) => this.node(item, [...path, index]));
    return { value: items.map(({ value }) => value), size: total(items) };
  }

  private mapping(node: YAMLMap, path: Path): Read {
    const own = new Map<string, Read>();
    const merged = new Map<string, unknown>();
    const merges: Read[] = [];
    for (const pair of node.items) {
      if (this.isMerge(pair)) {
        if (merges.length > 0) this.tell(pair.key, path, "has << twice", "merge several with <<: [*a, *b]");
        const from = this.node(pair.value, [...path, "<<"]);
        merges.push(from);
        for (const [key, value] of this.mergedEntries(pair, from.value, path)) {
          if (!merged.has(key)) merged.set(key, value);
        }
        continue;
      }
      const key = this.key(pair, path);
      const read = this.node(pair.value, [...path, key]);
      if (own.has(key)) this.tell(pair.key, [...path, key], "stands twice in the same mapping", "keep one of them");
      own.set(key, read);
    }
    for (const [key, { value }] of own) merged.set(key, value);
    // Its own properties, also one that is called `__proto__`.
    return { value: Object.fromEntries(merged), size: total([...own.values(), ...merges]) };
  }

  /** Of a list the first that has a key gives its value. */
  private mergedEntries(pair: Pair, value: unknown, path: Path): [string, unknown][] {
    const sources = this.sources(pair.value);
    if (!sources.every((source) => this.yaml.isMap(this.resolved(source)))) {
      this.tell(pair.key, path, "merges what is no mapping", "write <<: *name or <<: [*a, *b], of mappings");
      return [];
    }
    // Cast: values of mappings are objects.
    const values = (Array.isArray(value) ? value : [value]) as (object | null)[];
    return values.flatMap((one) => Object.entries(one ?? {}) as [string, unknown][]);
  }

  private key({ key }: Pair, path: Path): string {
    const text = this.keyText(key);
    if (text === undefined) {
      this.tell(key, path, "has a key that is no string");
      return "";
    }
    if (this.yaml.isAlias(key)) this.alias(key, path);
    if (!this.yaml.isScalar(key)) return text;
    this.begin(key, path);
    const at = [...path, text];
    const value = this.scalar(key, at, "is a key that ");
    this.done.set(key, { value, size: 1 });
    if (value === null) this.tell(key, at, "is a key that must be in quotes", `write ${JSON.stringify(text)}`);
    return text;
  }

  /** @returns the text of a key as it is written; undefined when it is a list or a mapping */
  private keyText(key: unknown): string | undefined {
    const node = this.yaml.isAlias(key) ? (this.targets.get(key) ?? this.anchors.get(key.source)?.node) : key;
    if (node === null) return "";
    return this.yaml.isScalar(node) ? (this.plainText(node) ?? String(node.value)) : undefined;
  }

  private scalar(node: Scalar, path: Path, subject = ""): unknown {
    const half = typeof node.value === "string" && HALF_CHARACTER.test(node.value);
    if (half) this.tell(node, path, `${subject}${HALF_CHARACTER_RULE}`);
    const plain = this.plainText(node);
    if (plain === undefined) return String(node.value);
    const unclear = ambiguity(plain);
    if (unclear !== undefined) this.tell(node, path, `${subject}${unclear.rule}`, unclear.hint);
    return plainScalar(plain);
  }

  /** @returns the text of a scalar that is neither in quotes nor said to be a string */
  private plainText(node: unknown): string | undefined {
    if (!this.yaml.isScalar(node) || (node.tag !== undefined && TEXT_TAGS.includes(node.tag))) return undefined;
    const isPlain = node.type === "PLAIN" || node.tag !== undefined;
    return isPlain ? (node.source ?? "") : undefined;
  }

  /** https://yaml.org/type/merge.html; in quotes it is a key like any other */
  private isMerge({ key }: Pair): boolean {
    return this.yaml.isScalar(key) && this.plainText(key) === "<<";
  }

  private sources(value: unknown): readonly unknown[] {
    const node = this.resolved(value);
    return this.yaml.isSeq(node) ? node.items : [value];
  }

  private resolved(node: unknown): unknown {
    return this.yaml.isAlias(node) ? this.targets.get(node) : node;
  }

  private tell(node: unknown, path: Path, rule: string, hint?: string): void {
    this.problems.push({ offset: offsetOf(node) ?? 0, path: renderPath(path), rule, hint });
  }
}

const total = (parts: readonly Read[]): number => parts.reduce((sum, { size }) => sum + size, 1);

function offsetOf(node: unknown): number | undefined {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : undefined;
}
