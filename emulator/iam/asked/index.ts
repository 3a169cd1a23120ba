/** What a call asks for: actions, the resources that they are asked on, and what conditions may look at. */
import type { Place } from "../../../aws/place";
import type { EdgeRequest } from "../../edge/messages";
import type { Facts } from "../facts";
import type { Ask, Principal } from "../model";
import type { ApiCall } from "./api-call";
import { askOf } from "./context";
import { encryptionNeeds } from "./encryption";
import { passedRoles } from "./pass-role";
import { ruleOf } from "./reference";
import { apiCall } from "./request";
import { resourcesOf } from "./resources";
import type { Need, ServiceRules } from "./rules";
import { s3Asks } from "./s3";
import { linkedRoles } from "./service-linked-roles";
import { rulesOf, UNSIGNED } from "./services";
import { taggingNeeds } from "./tag-on-create";

/**
 * @param call - its body read, but for the object that an upload to S3 has, which says nothing
 * @param place - the caller's account, and the Region that is called
 * @returns none for a call that needs no permission; all of them have to be allowed
 */
export async function askedBy(
  call: EdgeRequest,
  caller: Principal,
  place: Place,
  facts: Facts,
): Promise<readonly Ask[]> {
  const api = await apiCall(call, caller, place, facts);
  if (api.operation === undefined && api.service === "s3") return s3Asks(api);
  // A request without a signature passes for one of S3 (`edge/recognise.ts`); these are what one gets credentials by.
  if (api.operation !== undefined && UNSIGNED.has(api.operation)) return [];
  const rules = rulesOf(api.service);
  const needs = await needsOf(api, rules);
  const dependent = await Promise.all([
    taggingNeeds(api, needs),
    passedRoles(api),
    encryptionNeeds(api),
    linkedRoles(api),
  ]);
  return Promise.all(distinct([...needs, ...dependent.flat()]).map((need) => askOf(api, need, rules)));
}

async function needsOf(api: ApiCall, rules: ServiceRules): Promise<readonly Need[]> {
  const { operation = "UnknownOperation" } = api;
  const prefix = rules.prefix ?? api.service;
  const own = rules.all ?? rules.operations?.[operation];
  if (typeof own === "function") return own(api);
  const actions = own ?? [operation];
  const needs = await Promise.all(actions.map((name) => needsOfAction(api, rules, `${prefix}:${name}`)));
  return needs.flat();
}

async function needsOfAction(api: ApiCall, rules: ServiceRules, name: string): Promise<readonly Need[]> {
  const rule = await ruleOf(name);
  if (rule === undefined) return [{ action: name, resource: "*" }];
  const resources = await resourcesOf(api, rule, rules.finders);
  return resources.map((resource) => ({ action: rule.action, resource }));
}

function distinct(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.map((need) => [`${need.action} ${need.resource}`, need])).values()];
}
