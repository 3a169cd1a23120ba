/**
 * Cloud Control makes its changes by the service's API in the caller's name: beside its own action, the caller needs those of the
 * resource's handlers. Source: Cloud Control API User Guide, "How Cloud Control API works: Permissions"; the handlers are in the
 * schema of each type (`emulator/cloudcontrol/types/`).
 */
import { jsonIn } from "../../../edge/messages";
import { type ApiCall, type Params, isObject, textIn } from "../api-call";
import { ruleOf } from "../reference";
import { requestTags } from "../request-tags";
import { resourcesOf } from "../resources";
import type { Need, ServiceRules } from "../rules";
import { BATCH } from "./batch";

interface Handlers {
  /** Of the actions: Create<noun> .. */
  readonly noun: string;
  readonly read: string;
  readonly list: readonly string[];
  /** Whether the handler takes it out of service before it deletes it. */
  readonly isDisabledFirst: boolean;
}

const TYPES: Readonly<Record<string, Handlers>> = {
  "AWS::Batch::JobQueue": {
    noun: "JobQueue",
    read: "DescribeJobQueues",
    list: ["DescribeJobQueues"],
    isDisabledFirst: true,
  },
  "AWS::Batch::QuotaShare": {
    noun: "QuotaShare",
    read: "DescribeQuotaShare",
    list: ["ListQuotaShares"],
    isDisabledFirst: true,
  },
  "AWS::Batch::SchedulingPolicy": {
    noun: "SchedulingPolicy",
    read: "DescribeSchedulingPolicies",
    list: ["ListSchedulingPolicies", "DescribeSchedulingPolicies"],
    isDisabledFirst: false,
  },
  "AWS::Batch::ServiceEnvironment": {
    noun: "ServiceEnvironment",
    read: "DescribeServiceEnvironments",
    list: ["DescribeServiceEnvironments"],
    isDisabledFirst: true,
  },
};

export const CLOUD_CONTROL: ServiceRules = {
  prefix: "cloudformation",
  operations: Object.fromEntries(
    ["CreateResource", "UpdateResource", "DeleteResource", "GetResource", "ListResources"].map(
      (operation) => [operation, handled] as const,
    ),
  ),
};

async function handled(call: ApiCall): Promise<readonly Need[]> {
  const { operation = "", params } = call;
  const type = TYPES[textIn(params, "typename") ?? ""];
  const own = { action: `cloudformation:${operation}`, resource: "*" };
  if (type === undefined) return [own];
  const model = modelIn(params);
  // A scheduling policy alone calls its name just that, of which only its own operations tell whose it is.
  const named = "Name" in model ? { ...model, [`${type.noun}Name`]: model.Name } : model;
  const inner: ApiCall = { ...call, service: "batch", params: named };
  const needs = await Promise.all(actionsOf(operation, type, model).map((action) => ofHandler(inner, action)));
  return [own, ...needs.flat()];
}

/** Properties of the resource, which are called as the members of its API are; and its identifier, which is its ARN. */
function modelIn(params: Params): Params {
  const identifier = textIn(params, "identifier");
  if (identifier !== undefined) return { Identifier: identifier, ...patchedTags(textIn(params, "patchdocument")) };
  return jsonIn(Buffer.from(textIn(params, "desiredstate", "resourcemodel") ?? "{}"));
}

/** What a patch says of tags; a whole map of them, or one by one. */
function patchedTags(patch: string | undefined): Params {
  if (patch === undefined) return {};
  const { steps } = jsonIn(Buffer.from(`{"steps":${patch}}`));
  const tags = (Array.isArray(steps) ? steps : []).filter(isObject).flatMap(({ path, value }): [string, unknown][] => {
    if (path === "/Tags" && isObject(value)) return Object.entries(value);
    const [, key] = /^\/Tags\/(.+)$/.exec(typeof path === "string" ? path : "") ?? [];
    return key === undefined ? [] : [[key, value]];
  });
  return tags.length === 0 ? {} : { Tags: Object.fromEntries(tags) };
}

function actionsOf(operation: string, type: Handlers, model: Params): readonly string[] {
  const tagging = "Tags" in model ? ["TagResource"] : [];
  switch (operation) {
    case "CreateResource":
      // This handler alone does not look at what it made.
      return [`Create${type.noun}`, ...tagging, ...(type.noun === "SchedulingPolicy" ? [] : [type.read])];
    case "UpdateResource":
      return [`Update${type.noun}`, ...tagging, ...(type.noun === "SchedulingPolicy" ? [] : [type.read])];
    case "DeleteResource":
      return [...(type.isDisabledFirst ? [`Update${type.noun}`] : []), type.read, `Delete${type.noun}`];
    case "GetResource":
      return [type.read];
    default:
      return type.list;
  }
}

async function ofHandler(call: ApiCall, name: string): Promise<readonly Need[]> {
  const rule = await ruleOf(`batch:${name}`);
  if (rule === undefined) return [];
  const action = rule.action;
  const inner = { ...call, operation: name };
  const resources = await resourcesOf(inner, rule, BATCH.finders);
  const tags = [...requestTags(call.params)];
  // The tags are in a text of this call, where nobody else looks for them.
  const keys = rule.keys.has("aws:tagkeys")
    ? {
        ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
        "aws:TagKeys": tags.map(([key]) => key),
      }
    : {};
  return resources.map((resource) => ({ action, resource, keys }));
}
