/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"; Amazon DynamoDB Developer
 * Guide, "DynamoDB API permissions: Actions, resources, and conditions reference", "Using IAM with DynamoDB transactions" and "IAM
 * security policies with PartiQL for DynamoDB".
 */
import { type ApiCall, type Params, isObject, memberOf, objectIn, objectsIn, textIn } from "../api-call";
import { itemKeys } from "./dynamodb-keys";
import { statementNeeds } from "./dynamodb-partiql";
import { tableNamed } from "./dynamodb-tables";
import type { Need, Needs, ServiceRules } from "../rules";

export const DYNAMODB: ServiceRules = {
  operations: {
    GetItem: ofItem,
    PutItem: ofItem,
    UpdateItem: ofItem,
    DeleteItem: ofItem,
    Query: ofTableOrIndex,
    Scan: ofTableOrIndex,
    BatchGetItem: (call) => ofEachTable(call, "BatchGetItem"),
    BatchWriteItem: (call) => ofEachTable(call, "BatchWriteItem"),
    TransactGetItems: ofTransaction,
    TransactWriteItems: ofTransaction,
    ExecuteStatement: (call) => statementNeeds(call, [call.params]),
    BatchExecuteStatement: (call) => statementNeeds(call, objectsIn(call.params, "statements")),
    ExecuteTransaction: (call) => statementNeeds(call, objectsIn(call.params, "transactstatements")),
  },
  finders: {
    // The label of a stream is a time, with colons in it.
    stream: (call) => {
      const arn = textIn(call.params, "streamarn", "resourcearn");
      if (arn !== undefined) return arn.includes("/stream/") ? [arn] : [];
      return call.operation === "GetRecords" ? undefined : [];
    },
  },
};

/** The parts of a transaction need the permissions of the operations that they are. */
const PARTS: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

async function ofItem(call: ApiCall): Promise<readonly Need[]> {
  return [await itemNeed(call, call.operation ?? "", tableArn(call, call.params), [call.params])];
}

/** A call that names an index is asked on the index, not on its table. */
async function ofTableOrIndex(call: ApiCall): Promise<readonly Need[]> {
  const index = textIn(call.params, "indexname");
  const table = tableArn(call, call.params);
  const resource = index === undefined ? table : `${table}/index/${index}`;
  return [await itemNeed(call, call.operation ?? "", resource, [call.params])];
}

function ofEachTable(call: ApiCall, action: string): Needs {
  const items = Object.entries(objectIn(call.params, "requestitems"));
  return Promise.all(
    items.map(([table, requests]) => itemNeed(call, action, tableNamed(call, table), itemsIn(requests))),
  );
}

/** The keys to get, or requests to put and delete. */
function itemsIn(requests: unknown): readonly Params[] {
  if (Array.isArray(requests))
    return requests.filter(isObject).flatMap((request) => Object.values(request).filter(isObject));
  if (!isObject(requests)) return [];
  const keys = objectsIn(requests, "keys").map((Key): Params => ({ Key }));
  return [...keys, requests];
}

async function ofTransaction(call: ApiCall): Promise<readonly Need[]> {
  const parts = objectsIn(call.params, "transactitems").flatMap((item) => Object.entries(item));
  const byAction = new Map<string, { action: string; table: string; items: Params[] }>();
  for (const [name, part] of parts) {
    const action = PARTS[name];
    if (action === undefined || !isObject(part)) continue;
    const table = tableArn(call, part);
    const group = byAction.get(`${action} ${table}`) ?? { action, table, items: [] };
    group.items.push(part);
    byAction.set(`${action} ${table}`, group);
  }
  const enclosed = { "dynamodb:EnclosingOperation": call.operation };
  const needs = [...byAction.values()].map(({ action, table, items }) => itemNeed(call, action, table, items));
  return (await Promise.all(needs)).map((need) => ({ ...need, keys: { ...need.keys, ...enclosed } }));
}

async function itemNeed(call: ApiCall, action: string, resource: string, items: readonly Params[]): Promise<Need> {
  return { action: `dynamodb:${action}`, resource, keys: await itemKeys(call, resource, items) };
}

function tableArn(call: ApiCall, params: Params): string {
  const name = memberOf(params, "tablename");
  return tableNamed(call, typeof name === "string" ? name : "*");
}
