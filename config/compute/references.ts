/**
 * How job definitions name what is declared beside them, or is in the environment's account and Region:
 * `${repository.dunes/sift}:1.4`, `${secret.dunes/key}`, `${role.sifter}`.
 */
import { partsOfArn } from "../../aws/arns";
import { nearestHint } from "../nearest";
import { Written } from "../written";
import type { ValueProblem } from "../zod-problems";

const KINDS = ["role", "execution_role", "repository", "log_group", "file_system", "secret"] as const;
type Kind = (typeof KINDS)[number];

/** What a definition names. */
export interface ResourceReference {
  readonly kind: Kind;
  /** Undefined: the one that comes with the shared compute, of which there are an execution role and a log group. */
  readonly name: string | undefined;
}

/** A text of a request in which something is named. */
export interface PlacedText {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** Members of definitions that may name something, and what. */
const PLACES: Readonly<Record<string, readonly Kind[]>> = {
  jobRoleArn: ["role"],
  taskRoleArn: ["role"],
  executionRoleArn: ["execution_role", "role"],
  image: ["repository"],
  valueFrom: ["secret"],
  credentialsParameter: ["secret"],
  fileSystemId: ["file_system"],
  "awslogs-group": ["log_group"],
};

/** Where keys are data. */
export const MAPS = ["parameters", "tags", "labels", "annotations"];

/** What may be left out behind the kind, and the names of the others. */
const NAMES: Readonly<Record<Kind, { readonly pattern: RegExp; readonly rule: string }>> = {
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, RoleName
  role: { pattern: /^[\w+=,.@-]{1,64}$/, rule: "the name of a role in JobRoles" },
  execution_role: { pattern: /^$/, rule: "no name: there is one" },
  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html, repositoryName
  repository: {
    pattern: /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/,
    rule: "the name of a repository of Amazon ECR",
  },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html, logGroupName
  log_group: { pattern: /^[\w./#-]{0,512}$/, rule: "the name of a log group, or none" },
  // Tags have values of up to 256 characters; "}" would end the reference.
  file_system: { pattern: /^[\w .:/=+@-]{1,256}$/, rule: "the tag Name of a file system of Amazon EFS" },
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html, Name
  secret: { pattern: /^[\w/+=.@-]{1,512}$/, rule: "the name of a secret of Secrets Manager" },
};

const REFERENCE = /\$\{([^}]*)(\}?)/g;

function parsed(body: string): ResourceReference | undefined {
  const [word = "", ...rest] = body.split(".");
  const kind = KINDS.find((one) => one === word);
  if (kind === undefined) return undefined;
  const name = rest.join(".");
  return NAMES[kind].pattern.test(name) ? { kind, name: name === "" ? undefined : name } : undefined;
}

/** @returns what is named in a text, in order; what is no reference is left out */
export function referencesIn(text: string): ResourceReference[] {
  return [...text.matchAll(REFERENCE)].flatMap(([, body = ""]) => parsed(body) ?? []);
}

/** @returns the text with what each reference stands for */
export function resolvedText(text: string, resolve: (reference: ResourceReference) => string): string {
  return text.replace(REFERENCE, (whole, body: string) => {
    const found = parsed(body);
    return found === undefined ? whole : resolve(found);
  });
}

/**
 * Finds what a definition names. Where a role stands its name is enough.
 *
 * @param value a definition of any shape
 * @returns each text with a reference, and what is wrong with references
 */
export function findReferences(value: unknown): { texts: readonly PlacedText[]; problems: readonly ValueProblem[] } {
  const texts: PlacedText[] = [];
  const problems: ValueProblem[] = [];
  const visit = (node: unknown, path: readonly PropertyKey[]): void => {
    if (typeof node !== "object" || node === null || node instanceof Written) return;
    for (const [key, child] of Object.entries(node)) {
      const at = [...path, Array.isArray(node) ? Number(key) : key];
      const kinds = Array.isArray(node) || !Object.hasOwn(PLACES, key) ? undefined : PLACES[key];
      if (typeof child === "string" && kinds !== undefined) {
        const text = kinds.includes("role") && isPlainName(child) ? `\${role.${child}}` : child;
        const wrong = wrongIn(text, kinds);
        if (wrong !== undefined) problems.push({ path: at, found: child, ...wrong, source: SOURCE });
        else if (text.includes("${")) texts.push({ path: at, text });
      } else if (!MAPS.includes(key)) visit(child, at);
    }
  };
  visit(value, []);
  return { texts, problems };
}

const SOURCE = "docs/compute-declarations.md, What definitions name";

const isPlainName = (text: string): boolean => partsOfArn(text) === undefined && NAMES.role.pattern.test(text);

function wrongIn(text: string, kinds: readonly Kind[]): Pick<ValueProblem, "rule" | "allowed" | "hint"> | undefined {
  const allowed = kinds.map((kind) => `\${${kind}${kind === "execution_role" ? "" : ".<name>"}}`);
  for (const [, body = "", end] of text.matchAll(REFERENCE)) {
    const [word = ""] = body.split(".");
    const kind = KINDS.find((one) => one === word);
    if (end === "") return { rule: "has a reference without an end", allowed };
    if (kind === undefined) return { rule: "names nothing", allowed, hint: nearestHint(word, kinds, "kind") };
    if (!kinds.includes(kind)) return { rule: `cannot name a ${kind} here`, allowed };
    if (parsed(body) === undefined) return { rule: `must have behind ${kind} ${NAMES[kind].rule}`, allowed };
  }
  return undefined;
}

/** @returns a copy in which other texts stand at some places; the rest of it is shared */
export function withTexts<T>(value: T, texts: readonly PlacedText[]): T {
  // Cast: a copy with the same members, texts in the place of texts.
  return replaced(value, texts, 0) as T;
}

function replaced(value: unknown, texts: readonly PlacedText[], depth: number): unknown {
  const [first] = texts;
  if (first === undefined) return value;
  if (first.path.length === depth) return first.text;
  if (typeof value !== "object" || value === null) return value;
  const within = new Map<PropertyKey, PlacedText[]>();
  for (const one of texts) {
    const key = one.path[depth] ?? "";
    within.set(key, [...(within.get(key) ?? []), one]);
  }
  if (Array.isArray(value)) return value.map((one, index) => replaced(one, within.get(index) ?? [], depth + 1));
  const entries = Object.entries(value).map(([key, one]) => [key, replaced(one, within.get(key) ?? [], depth + 1)]);
  return Object.fromEntries(entries);
}
