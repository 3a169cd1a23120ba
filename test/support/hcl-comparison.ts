import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Whether an argument is as the HCL planned it. What it did not know yet, such as the id of a key, is missing there or
 * null.
 */
export function agrees(planned: unknown, ours: unknown): boolean {
  if (planned === null || planned === undefined) return true;
  if (Array.isArray(planned)) {
    return Array.isArray(ours) && planned.length === ours.length && planned.every((item, i) => agrees(item, ours[i]));
  }
  if (typeof planned === "object") {
    if (typeof ours !== "object" || ours === null) return false;
    return Object.entries(planned).every(([key, item]) => agrees(item, new Map(Object.entries(ours)).get(key)));
  }
  return planned === ours;
}

/** What happened to the keys of a JSON object of texts. */
export function mapChanges(before: string, after: string): { key: string; change: string }[] {
  // Terraform's `jsonencode` of an object wrote both.
  const [old, now] = [before, after].map((text) => new Map(Object.entries(JSON.parse(text) as object)));
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...keys].flatMap((key) => {
    if (old?.get(key) === now?.get(key)) return [];
    return [{ key, change: !old?.has(key) ? "added" : now?.has(key) === true ? "changed" : "removed" }];
  });
}

/** The names of the arguments that a state machine starts the gatekeeper with. */
export function gatekeeperArguments(definition: string): string[] {
  const state = /"JobName":\s*"[\w-]+-gatekeeper",\s*"Arguments":\s*\{([^}]*)\}/.exec(definition)?.[1] ?? "";
  const names = [...state.matchAll(/"(--\w+)(?:\.\$)?":/g)].map((match) => String(match[1]));
  if (names.length === 0) throw new Error("no gatekeeper in the state machine");
  return names;
}

/** What the stack says Terraform should not look at again once a resource is there: `aws_subnet availability_zone`. */
export function ignoredArguments(folder: string): string[] {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tf.json"));
  return files.flatMap((file) => {
    // Our own synthesis wrote it.
    const { resource = {} } = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as {
      resource?: Record<string, Record<string, { lifecycle?: { ignore_changes?: string[] } }>>;
    };
    return Object.entries(resource).flatMap(([type, elements]) =>
      Object.values(elements).flatMap(({ lifecycle }) =>
        (lifecycle?.ignore_changes ?? []).map((argument) => `${type} ${argument}`),
      ),
    );
  });
}
