import type { Declared } from "../model";
import { apiReference, type Finding, type Rule } from "./rule";
import { sharesOf } from "./share-distribution";

export const overlappingShares: Rule = {
  demand: "No share identifier stands twice or is covered by a prefix among them, as UserA1 is by UserA*",
  source: apiReference("ShareAttributes"),
  severity: "error",
  check: ({ schedulingPolicies }) => schedulingPolicies.flatMap(overlaps),
};

function overlaps(policy: Declared<"SchedulingPolicies">): Finding[] {
  const shares = sharesOf(policy).filter(({ shareIdentifier }) => shareIdentifier !== undefined);
  const identifiers = shares.map(({ shareIdentifier }) => shareIdentifier ?? "");
  // Where each identifier and each prefix stands first.
  const first = new Map(identifiers.map((identifier, index) => [identifier, index] as const).reverse());
  const hasPrefixes = identifiers.some((identifier) => identifier.endsWith("*"));
  return shares.flatMap(({ path }, index) => {
    const identifier = identifiers[index] ?? "";
    const place = [...path, "shareIdentifier"];
    const earlier = first.get(identifier);
    if (earlier !== undefined && earlier !== index) {
      return [
        { path: place, rule: `repeats shareDistribution[${earlier}]`, hint: `${JSON.stringify(identifier)} twice` },
      ];
    }
    const prefix = hasPrefixes ? prefixesOf(identifier).find((candidate) => first.has(candidate)) : undefined;
    if (prefix === undefined) return [];
    const rule = `overlaps with ${JSON.stringify(prefix)} of shareDistribution[${first.get(prefix) ?? 0}]`;
    return [{ path: place, rule, found: identifier, hint: "a job would belong to both" }];
  });
}

/** @returns every other identifier with a `*` that covers this one, the shortest first. */
function prefixesOf(identifier: string): string[] {
  const stem = identifier.replace(/\*$/, "");
  const longest = identifier.endsWith("*") ? stem.length - 1 : stem.length;
  return Array.from({ length: longest + 1 }, (_, length) => `${stem.slice(0, length)}*`);
}
