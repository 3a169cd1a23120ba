import { findNodeAtOffset } from "jsonc-parser";
import type { ConfigProblem } from "./errors";
import { positionAt, type JsonFile } from "./json";
import { suggestions } from "./nearest";

/** What an analytics-ETL template may ask for; the values are known when the modules are built. */
export const PLACEHOLDERS = [
  "tfvars_analytics_internal_bucket",
  "tfvars_region",
  "tfvars_account_number",
  "tfvars_common_sns_topic",
  "tfvars_workflow_count_ssm_param_name",
  "tfvars_dq_athena_db",
  "tfvars_dq_s3_bucket",
  "tfvars_eap_dq_bucket_name",
  "tfvars_use_case_name",
] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

/** `${name}`, and `$${...}`, which is how Terraform's templates write a literal `${...}`. */
const TEMPLATE = /\$(\$?)\{([^{}]*)\}/g;

/** @returns a problem for every placeholder of a template that is unknown, or that stands where none can. */
export function placeholderProblems(json: JsonFile): ConfigProblem[] {
  return [...json.text.matchAll(TEMPLATE)].flatMap((match) => {
    const [whole, escape, inner = ""] = match;
    const name = inner.trim();
    if (escape !== "") return [];
    const problem = (rule: string, advice: Partial<ConfigProblem> = {}): ConfigProblem[] => [
      { file: json.file, ...positionAt(json.text, match.index), path: whole, rule, ...advice },
    ];
    if (!isPlaceholder(name)) {
      return problem("is not a known placeholder", suggestions(name, PLACEHOLDERS, "placeholder"));
    }
    const node = findNodeAtOffset(json.tree, match.index);
    const isKey = node?.parent?.type === "property" && node.parent.children?.[0] === node;
    return isKey ? problem("stands in a key, where no placeholder can stand") : [];
  });
}

/**
 * Fills in the placeholders of every string of a value; a value may be a Terraform token.
 * @param value JSON-like: strings, numbers, booleans, lists, plain objects; the keys are left alone.
 * @returns a copy of the same shape.
 */
export function substitute<T>(value: T, values: Readonly<Record<Placeholder, string>>): T {
  // Casts: a string gives a string, a list a list, an object an object with the same keys, so the type stays T.
  if (typeof value === "string") return fillIn(value, values) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => substitute(item, values)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute<unknown>(item, values)])) as T;
}

function fillIn(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(TEMPLATE, (whole: string, escape: string, inner: string) => {
    if (escape !== "") return whole.slice(1);
    const name = inner.trim();
    return isPlaceholder(name) ? values[name] : whole;
  });
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name);
}
