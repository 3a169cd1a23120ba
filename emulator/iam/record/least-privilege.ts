/** A policy that allows what was called, and nothing else as far as it stays within the size that a policy may have. */
import type { RecordedCall } from "./recorder";
import { generalised } from "./generalised";
import { smallestStatement, type SuggestedStatement } from "./smallest-statement";

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly (SuggestedStatement & { readonly Sid: string })[];
}

/** IAM User Guide, "IAM and AWS STS quotas": characters of a managed policy, without white space. */
export const MOST_CHARACTERS = 6_144;

/** How many resources are named one by one, before they become a pattern; tried from the left. */
const PATIENCE = [12, 5, 2, 1];

/** @returns undefined when nothing was called */
export function leastPrivilege(calls: readonly RecordedCall[]): PolicyDocument | undefined {
  if (calls.length === 0) return undefined;
  let document: PolicyDocument | undefined;
  for (const patience of PATIENCE) {
    document = documentOf(calls, patience);
    if (JSON.stringify(document).length <= MOST_CHARACTERS) return document;
  }
  return document;
}

function documentOf(calls: readonly RecordedCall[], patience: number): PolicyDocument {
  const byAction = new Map<
    string,
    { readonly condition: SuggestedStatement["Condition"]; readonly resources: Set<string> }
  >();
  for (const call of calls) {
    const { Condition } = smallestStatement(call);
    const key = `${call.action} ${JSON.stringify(Condition ?? {})}`;
    const found = byAction.get(key) ?? { condition: Condition, resources: new Set<string>() };
    byAction.set(key, found);
    found.resources.add(call.resource);
  }
  const byResources = new Map<
    string,
    {
      readonly condition: SuggestedStatement["Condition"];
      readonly resources: readonly string[];
      readonly actions: string[];
    }
  >();
  for (const [key, { condition, resources }] of byAction) {
    const action = key.slice(0, key.indexOf(" "));
    const named = generalised([...resources], patience);
    const same = JSON.stringify([serviceOf(action), condition ?? {}, named]);
    const found = byResources.get(same) ?? { condition, resources: named, actions: [] };
    byResources.set(same, found);
    found.actions.push(action);
  }
  const statements = [...byResources.values()]
    .map(({ condition, resources, actions }) => ({ condition, resources, actions: actions.sort() }))
    .sort((one, other) => (one.actions[0] ?? "").localeCompare(other.actions[0] ?? ""));
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ condition, resources, actions }, at) => ({
      Sid: sidOf(actions[0] ?? "", at),
      Effect: "Allow",
      Action: oneOrMore(actions),
      Resource: oneOrMore(resources),
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

function sidOf(action: string, at: number): string {
  return `${serviceOf(action).replaceAll(/[^a-z0-9]/gi, "")}${at + 1}`.replace(/^./, (letter) => letter.toUpperCase());
}

function oneOrMore(all: readonly string[]): string | readonly string[] {
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : all;
}
