import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { DapfError } from "../../errors";

/** What an apply depends on: Terraform's plan, the stack's configuration, and the files that it uploads. */
export type SealedPart = "plan" | "stack" | "assets";

/** SHA-256 of the files of a stack: path in the stack's folder -> digest in hex. */
export type FileDigests = Readonly<Record<string, string>>;

/** What was shown, by the digests of all that it is made of. */
export interface Seal {
  /** SHA-256 of Terraform's plan file, in hex. */
  readonly plan: string;
  readonly files: FileDigests;
}

/** A part that is not as it was. */
export interface Difference {
  readonly part: SealedPart;
  /** The files of the stack that have come, gone or changed; none for the plan. */
  readonly files: readonly string[];
}

/** What was shown is not what is there now; nothing has been applied. */
export class ChangedSincePlanError extends DapfError {
  constructor(
    readonly environment: string,
    readonly differences: readonly Difference[],
  ) {
    super(
      `Nothing was applied: what the plan for ${environment} was made of has been changed since it was shown.\n` +
        `Now ${differencesText(differences)}. Run the same command again, and look at the new plan.`,
    );
  }
}

/** What Terraform itself puts into the folder is no part of the stack. */
const STACK_PARTS = ["cdk.tf.json", "modules", "assets"];

/** @param folder absolute path of a synthesized stack */
export function fileDigests(folder: string): FileDigests {
  const files = STACK_PARTS.flatMap((part) => filesAt(folder, part));
  return Object.fromEntries(files.map((name) => [name, digestOf(path.join(folder, name))]));
}

/** @returns SHA-256 of a file in hex; of one that is not there `none` */
export function digestOf(file: string): string {
  return fs.existsSync(file) ? createHash("sha256").update(fs.readFileSync(file)).digest("hex") : "none";
}

/** @returns what differs, in the order plan, stack, assets */
export function differencesOf(sealed: Seal, found: Seal): Difference[] {
  const names = [...new Set([...Object.keys(sealed.files), ...Object.keys(found.files)])].sort();
  const changed = names.filter((name) => sealed.files[name] !== found.files[name]);
  const of = (part: "stack" | "assets") => changed.filter((name) => name.startsWith("assets/") === (part === "assets"));
  const parts: Difference[] = [
    { part: "stack", files: of("stack") },
    { part: "assets", files: of("assets") },
  ];
  const plan: Difference[] = sealed.plan === found.plan ? [] : [{ part: "plan", files: [] }];
  return [...plan, ...parts.filter(({ files }) => files.length > 0)];
}

const MOST_NAMED = 5;

const words: Readonly<Record<SealedPart, string>> = {
  plan: "the plan file",
  stack: "the stack",
  assets: "the files to upload",
};

/** @returns `the stack (modules/etl/main.tf.json) and the files to upload (train.py) differ` */
export function differencesText(differences: readonly Difference[]): string {
  const texts = differences.map(({ part, files }) => {
    // An asset is called by a digest of its content, which makes two of a file that has changed.
    const names = [...new Set(files.map((file) => file.replace(/^assets\/[0-9a-f]{32}-/, "")))];
    const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
    const named = [...names.slice(0, MOST_NAMED), ...more].join(", ");
    return named === "" ? words[part] : `${words[part]} (${named})`;
  });
  const isOne = differences.length === 1 && differences[0]?.part !== "assets";
  return `${texts.join(" and ")} ${isOne ? "differs" : "differ"}`;
}

/** Paths of the files at and below a path, relative to the folder, sorted. */
function filesAt(folder: string, name: string): string[] {
  const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [name];
  const entries = fs.readdirSync(path.join(folder, name)).filter((entry) => entry !== ".terraform");
  return entries.sort().flatMap((entry) => filesAt(folder, `${name}/${entry}`));
}
