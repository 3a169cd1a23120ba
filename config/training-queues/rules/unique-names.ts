import { groupBy } from "../../group-by";
import { GROUPS, type GroupName } from "../convention";
import type { Declared } from "../model";
import { queueOf } from "./queue-of";
import { serviceMessage, type Finding, type Rule } from "./rule";

export const uniqueNames: Rule = {
  demand: "A name is given once a kind; that of a quota share once a queue",
  source: serviceMessage("Object already exists"),
  severity: "error",
  check: (model) => [
    ...repetitions(model.serviceEnvironments),
    ...repetitions(model.schedulingPolicies),
    ...repetitions(model.jobQueues),
    ...[...groupBy(model.quotaShares, (share) => queueOf(model, share))].flatMap(([queue, shares]) =>
      queue === undefined ? [] : repetitions(shares),
    ),
  ],
};

function repetitions(declared: readonly Declared<GroupName>[]): Finding[] {
  const first = new Map<string, string>();
  return declared.flatMap(({ group, key, name, path }) => {
    if (name === undefined) return [];
    const other = first.get(name);
    first.set(name, other ?? key);
    if (other === undefined) return [];
    const rule = `is already the name of the ${GROUPS[group].kind} ${other}`;
    return [{ path: [...path, GROUPS[group].nameField], rule, hint: `both are ${JSON.stringify(name)}` }];
  });
}
