/** What conditions may look at in one permission that is asked for. Source: Service Authorization Reference, condition keys. */
import type { Ask } from "../model";
import type { ApiCall } from "./api-call";
import { memberOf, textsOf } from "./api-call";
import { withoutIndex, withoutStreams } from "./arn-template";
import { type ActionRule, ruleOf } from "./reference";
import { requestTags, untaggedKeys } from "./request-tags";
import type { Keys, Need, ServiceRules } from "./rules";

/** Only keys that the reference has for the action or its resource have values. */
export async function askOf(call: ApiCall, need: Need, rules: ServiceRules): Promise<Ask> {
  const rule = await ruleOf(need.action);
  const resource = withoutIndex(withoutStreams(need.resource));
  const context = new Map<string, readonly string[]>();
  if (rule !== undefined) {
    addMembers(context, call, rule, resource);
    addTags(context, call, rule, resource);
    await addResourceTags(context, call, rule, resource);
    await addAliases(context, call, rule, resource);
  }
  // Dependent actions are of other services, whose keys the members of this call say nothing about.
  const isOwn = need.action.startsWith(`${rules.prefix ?? call.service}:`);
  addKeys(context, { ...(isOwn ? await rules.keys?.(call, need) : {}), ...need.keys });
  return { action: need.action, resource: need.resource, context };
}

type Writable = Map<string, readonly string[]>;

function addKeys(context: Writable, keys: Keys): void {
  for (const [key, value] of Object.entries(keys)) {
    const values = typeof value === "string" ? [value] : value;
    if (values !== undefined && values.length > 0) context.set(key.toLowerCase(), values);
  }
}

/** `sns:Protocol` is the member Protocol of the call, when that is a text or texts. */
function addMembers(context: Writable, call: ApiCall, rule: ActionRule, resource: string): void {
  for (const key of keysFor(rule, resource)) {
    const colon = key.indexOf(":");
    if (key.startsWith("aws:") || key.includes("$") || key.includes("/")) continue;
    // An action of another service than the call's is a dependent one, and the members are not about it.
    if (!rule.action.startsWith(key.slice(0, colon + 1))) continue;
    const values = textsOf(memberOf(call.params, key.slice(colon + 1)));
    if (values.length > 0) context.set(key, values);
  }
}

function addTags(context: Writable, call: ApiCall, rule: ActionRule, resource: string): void {
  const knowsTags = knows(rule, resource, "aws:requesttag/${tagkey}");
  if (!knowsTags && !knows(rule, resource, "aws:tagkeys")) return;
  const tags = requestTags(call.params);
  if (knowsTags) for (const [key, value] of tags) context.set(`aws:requesttag/${key.toLowerCase()}`, [value]);
  const keys = tags.size > 0 ? [...tags.keys()] : untaggedKeys(call.params);
  if (keys.length > 0) context.set("aws:tagkeys", keys);
}

/** Tags of the resource under each of the names that the reference has for them, such as `ecr:ResourceTag/`. */
async function addResourceTags(context: Writable, call: ApiCall, rule: ActionRule, resource: string): Promise<void> {
  const prefixes = [...keysFor(rule, resource)].flatMap((key) => /^([\w-]+:resourcetag\/)/.exec(key)?.[1] ?? []);
  const wanted = prefixes.filter((prefix) => call.facts.mentions(prefix));
  if (wanted.length === 0 || resource.includes("*")) return;
  for (const [key, value] of await call.facts.tagsOf(resource))
    for (const prefix of wanted) context.set(`${prefix}${key.toLowerCase()}`, [value]);
}

/** AWS KMS Developer Guide, "kms:ResourceAliases": the aliases that are associated with the key. */
async function addAliases(context: Writable, call: ApiCall, rule: ActionRule, resource: string): Promise<void> {
  if (!knows(rule, resource, ALIASES) || !call.facts.mentions(ALIASES) || resource.includes("*")) return;
  const aliases = await call.facts.aliasesOf(resource);
  if (aliases.length > 0) context.set(ALIASES, aliases);
}

const ALIASES = "kms:resourcealiases";

function* keysFor(rule: ActionRule, resource: string): Iterable<string> {
  yield* rule.keys;
  for (const type of rule.types) if (type.template.matches(resource)) yield* type.keys;
}

function knows(rule: ActionRule, resource: string, key: string): boolean {
  for (const known of keysFor(rule, resource)) if (known === key) return true;
  return false;
}
