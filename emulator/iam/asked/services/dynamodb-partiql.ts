/** Source: Amazon DynamoDB Developer Guide, "IAM security policies with PartiQL for DynamoDB". */
import { type ApiCall, type Params, textIn } from "../api-call";
import type { Need } from "../rules";
import { tableNamed } from "./dynamodb-tables";

/** First word of a statement -> its action, and the word that the table stands after. */
const STATEMENTS: Readonly<Record<string, readonly [action: string, before: string]>> = {
  select: ["PartiQLSelect", "from"],
  insert: ["PartiQLInsert", "into"],
  update: ["PartiQLUpdate", "update"],
  delete: ["PartiQLDelete", "from"],
  exists: ["ConditionCheckItem", "from"],
};

/** @param statements - objects with a member Statement */
export function statementNeeds(call: ApiCall, statements: readonly Params[]): readonly Need[] {
  const enclosing = call.operation === "ExecuteStatement" ? undefined : call.operation;
  return statements.flatMap((item) => {
    const text = textIn(item, "statement") ?? "";
    const [action, before] = STATEMENTS[/^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? ""] ?? [];
    if (action === undefined) return [];
    const name = new RegExp(`\\b${before}\\s+("[^"]+"|[\\w.-]+)(?:\\."([^"]+)")?`, "i").exec(text);
    const table = tableNamed(call, name?.[1]?.replaceAll('"', "") ?? "*");
    const resource = name?.[2] === undefined ? table : `${table}/index/${name[2]}`;
    const isFullScan = action === "PartiQLSelect" ? String(!/\bwhere\b/i.test(text)) : undefined;
    const keys = { "dynamodb:EnclosingOperation": enclosing, "dynamodb:FullTableScan": isFullScan };
    return [{ action: `dynamodb:${action}`, resource, keys }];
  });
}
