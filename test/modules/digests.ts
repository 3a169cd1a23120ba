import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** Part of a synthesized stack -> digest of its bytes. */
export type Digests = Readonly<Record<string, string>>;

/**
 * @param folder absolute path of a synthesized stack
 * @param root absolute path of the repository, which no digest depends on
 * @returns a digest of each Terraform file, and one of all assets with their names
 */
export function digestsOf(folder: string, root: string): Digests {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => fs.statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep).join("/"))
    .sort((a, b) => (a < b ? -1 : 1));
  const parts = new Map<string, ReturnType<typeof createHash>>();
  for (const file of files) {
    const part = file.startsWith("assets/") ? "assets" : file;
    const hash = parts.get(part) ?? createHash("sha256");
    parts.set(part, hash);
    const content = fs.readFileSync(path.join(folder, file));
    hash.update(`${file}\0`).update(file === "cdk.tf.json" ? withoutPlace(content.toString(), folder, root) : content);
  }
  return Object.fromEntries([...parts].map(([part, hash]) => [part, hash.digest("hex").slice(0, 16)]));
}

/** A local state is named relative to the folder of the stack, and that can be anywhere. */
function withoutPlace(text: string, folder: string, root: string): string {
  return text.replace(/"path": "([^"]*\.tfstate)"/, (_, file: string) => {
    return `"path": "${path.relative(root, path.resolve(folder, file)).split(path.sep).join("/")}"`;
  });
}

/** @returns what differs, one line for each environment that has any: `dev (cloud): cdk.tf.json, assets` */
export function differencesOf(
  recorded: Readonly<Record<string, Digests>>,
  found: Readonly<Record<string, Digests>>,
): string[] {
  return keysOf(recorded, found).flatMap((stack) => {
    const [before = {}, now = {}] = [recorded[stack], found[stack]];
    const parts = keysOf(before, now).filter((part) => before[part] !== now[part]);
    return parts.length === 0 ? [] : [`${stack}: ${parts.join(", ")}`];
  });
}

function keysOf(...records: object[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
}
