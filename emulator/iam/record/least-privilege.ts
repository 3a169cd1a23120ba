/** A policy that allows what was called, and nothing else as far as it stays within the size that a policy may have. */
import type { RecordedCall } from "./recorder";
import { smallestStatement, type SuggestedStatement } from "./smallest-statement";

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly (SuggestedStatement & { readonly Sid: string })[];
}

/** IAM User Guide, "IAM and AWS STS quotas": characters of a managed policy, without white space. */
export const MOST_CHARACTERS = 6_144;

/** How many resources of one kind are named one by one, before they become one pattern; tried from the left. */
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

/** Many that differ only in their last part, or further up, become `..*`. */
function generalised(resources: readonly string[], patience: number): readonly string[] {
  let named = [...new Set(resources)].sort();
  for (let depth = 1; named.length > patience && depth <= 4; depth += 1) {
    const groups = new Map<string, string[]>();
    for (const resource of named) {
      const stem = stemOf(resource);
      groups.set(stem, [...(groups.get(stem) ?? []), resource]);
    }
    named = [...groups].flatMap(([stem, members]) => (members.length > patience ? [`${stem}*`] : members));
    named = [...new Set(named)].sort();
  }
  return withoutCovered(named);
}

/** All but the last part of an ARN's resource: the kind stays, `arn:aws:s3:::bucket/` or `arn:aws:batch:..:job/`. */
function stemOf(resource: string): string {
  const plain = resource.replace(/\*$/, "").replace(/[/:]$/, "");
  const head = /^(?:[^:]*:){5}/.exec(plain)?.[0] ?? "";
  const rest = plain.slice(head.length);
  const cut = Math.max(rest.lastIndexOf("/"), rest.lastIndexOf(":"));
  return cut < 0 ? resource.replace(/\*$/, "") : head + rest.slice(0, cut + 1);
}

function withoutCovered(named: readonly string[]): readonly string[] {
  const stems = named.filter((one) => one.endsWith("*") && one !== "*").map((one) => one.slice(0, -1));
  return named.filter((one) => !stems.some((stem) => one !== `${stem}*` && one.startsWith(stem)));
}

function oneOrMore(all: readonly string[]): string | readonly string[] {
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : all;
}
