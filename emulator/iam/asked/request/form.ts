/** The members of a call of the query protocol or EC2's. Source: Smithy, "AWS query protocol", "AWS EC2 query protocol". */
import type { Params } from "../api-call";
import { isObject } from "../api-call";

interface Tree {
  [name: string]: string | Tree;
}

const NOT_MEMBERS = new Set(["Action", "Version"]);

/** @param form - `Tags.member.1.Key=team&Tags.member.1.Value=ml` */
export function formParams(form: string): Params {
  const tree: Tree = Object.create(null) as Tree; // no names of Object's own, such as `constructor`
  for (const [path, value] of new URLSearchParams(form)) {
    if (!NOT_MEMBERS.has(path) && !path.startsWith("X-Amz-")) put(tree, path.split("."), value);
  }
  // The tree itself is an object, as no request names its members 1, 2, 3.
  const params = collapsed(tree);
  return isObject(params) ? params : {};
}

function put(tree: Tree, path: readonly string[], value: string): void {
  let at = tree;
  path.slice(0, -1).forEach((name) => {
    const next = at[name];
    at = typeof next === "object" ? next : (at[name] = Object.create(null) as Tree);
  });
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
}

/** Numbered members are a list; `member` stands for the list itself, `entry` for a map of keys and values. */
function collapsed(value: string | Tree): unknown {
  if (typeof value === "string") return value;
  const names = Object.keys(value);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name)))
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => collapsed(value[name] ?? ""));
  const [only] = names;
  if (names.length === 1 && only === "member") return collapsed(value[only] ?? "");
  if (names.length === 1 && only === "entry") return mapOf(collapsed(value[only] ?? ""));
  return Object.fromEntries(names.map((name) => [name, collapsed(value[name] ?? "")]));
}

function mapOf(entries: unknown): unknown {
  if (!Array.isArray(entries)) return entries;
  return Object.fromEntries(
    entries.filter(isObject).map((entry) => [String(entry.key ?? entry.Name), entry.value ?? entry.Value]),
  );
}
