/** Reading JSON strictly: what the grammar of policies says of it, and `JSON.parse` does not. */
import { Fault } from "./errors";

export type Members = Readonly<Record<string, unknown>>;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * @returns the document's value
 * @throws Fault when the text is no JSON, or a member stands twice: "Individual elements must not contain multiple instances of
 *   the same key" (IAM User Guide, "Grammar of the IAM JSON policy language")
 */
export function parsedJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault("document", "", text, `JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const twice = repeatedMember(text);
  if (twice !== undefined) throw new Fault("document", twice, "the member twice", "each member once in its element");
  return value;
}

/** @param text valid JSON */
function repeatedMember(text: string): string | undefined {
  // One set of names for each object that is open; null for a list.
  const open: (Set<string> | null)[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const name: string = JSON.parse(last);
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
    last = token;
  }
  return undefined;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns a text, or the texts of a list that has some; undefined for anything else */
export function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isText = (one: unknown): one is string => typeof one === "string";
  return list.length > 0 && list.every(isText) ? list : undefined;
}
