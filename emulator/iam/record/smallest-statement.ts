/** The smallest statement that would allow a call. */
import type { RecordedCall } from "./recorder";

export interface SuggestedStatement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Keys by which AWS's own pages narrow a permission that would reach too far without them. */
const NARROWING = new Set(["iam:passedtoservice"]);
const SPELLED: Readonly<Record<string, string>> = { "iam:passedtoservice": "iam:PassedToService" };

export function smallestStatement({ action, resource, context }: RecordedCall): SuggestedStatement {
  const narrowing = Object.entries(context).filter(([key]) => NARROWING.has(key));
  if (narrowing.length === 0) return { Effect: "Allow", Action: action, Resource: resource };
  const keys = narrowing.map(([key, values]) => [
    SPELLED[key] ?? key,
    values.length === 1 ? (values[0] ?? "") : values,
  ]);
  return { Effect: "Allow", Action: action, Resource: resource, Condition: { StringEquals: Object.fromEntries(keys) } };
}
