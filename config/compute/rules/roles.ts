/** Rules of job roles. */
import { computeNames } from "../names";
import { referencesIn } from "../references";
import { type Finding, type Rule } from "./rule";

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, RoleName
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

export const roleNames: Rule = {
  demand:
    "The name of a job role has 1 to 64 letters, digits and _ + = , . @ -, and is not that of a role that comes with shared compute",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  severity: "error",
  check: ({ jobRoles, context }) => {
    const { executionRole, instanceRole, serviceRole, spotFleetRole } = computeNames(context.prefix);
    const taken = [executionRole, instanceRole, serviceRole, spotFleetRole];
    return jobRoles.flatMap(({ name, namePath: path }): Finding[] => {
      if (name === undefined) return [];
      const allowed = ["1 to 64 characters of A-Z a-z 0-9 _ + = , . @ -"];
      if (!ROLE_NAME.test(name)) return [{ path, rule: "must be the name of a role", found: name, allowed }];
      // IAM: "Names are not distinguished by case."
      if (!taken.some((one) => one.toLowerCase() === name.toLowerCase())) return [];
      return [
        { path, rule: "is the name of a role that comes with shared compute", found: name, allowed: ["another name"] },
      ];
    });
  },
};

export const rolesApart: Rule = {
  demand: "No two job roles have names that differ in case only",
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  severity: "error",
  check: ({ jobRoles }) => differingInCase(jobRoles),
};

interface Named {
  readonly name: string | undefined;
  readonly namePath: readonly PropertyKey[];
}

/** @returns each name that IAM takes for an earlier one */
export function differingInCase(declared: readonly Named[]): Finding[] {
  const first = new Map<string, string>();
  return declared.flatMap(({ name, namePath: path }) => {
    if (name === undefined) return [];
    const other = first.get(name.toLowerCase());
    first.set(name.toLowerCase(), other ?? name);
    // That both are the same is told of every kind.
    if (other === undefined || other === name) return [];
    const rule = `differs from ${other} in case only, and IAM takes both for one`;
    return [{ path, rule, found: name, allowed: ["another name"] }];
  });
}

export const usedRoles: Rule = {
  demand: "Some definition has each job role, or some team may pass it",
  source: "our reading of IAM: a role that nobody gets allows nothing to anybody",
  severity: "warning",
  check: ({ jobRoles, jobDefinitions, teams }) => {
    const used = new Set([
      ...jobDefinitions.flatMap(({ references }) =>
        references.flatMap(({ text }) => referencesIn(text).flatMap(({ kind, name }) => (kind === "role" ? name : []))),
      ),
      ...teams.flatMap(({ request }) => request.roles ?? []),
    ]);
    return jobRoles
      .filter(({ name }) => name !== undefined && !used.has(name))
      .map(({ path }) => ({
        path,
        rule: "is had by no definition and passed by no team",
        hint: "use it, or take it out",
      }));
  },
};
