import { nearest, suggestions, typingErrors } from "../nearest";
import type { ValueProblem } from "../zod-problems";
import { GROUP_NAMES, GROUPS, memberName, type GroupName, type Part } from "./convention";

/** Where the rules about names of groups and members are written down. */
export const CONVENTION = "docs/training-queues.md, The convention";

/** A declaration as it was found: one of the halves may be missing, and nothing is known of the request yet. */
export interface Member {
  readonly group: GroupName;
  /** What stands before `_SE_NAME`, e.g. `C5`; becomes part of the Terraform address, in lower case. */
  readonly key: string;
  readonly name?: unknown;
  readonly request?: unknown;
}

interface Found {
  readonly members: readonly Member[];
  readonly problems: readonly ValueProblem[];
}

/**
 * Finds the declarations of a queues file by the names of their members.
 * @param value the value of the file: an object of groups. A group is an object, or a class with static members.
 */
export function findMembers(value: unknown): Found {
  if (!isMapping(value)) {
    const rule = "must be an object with the groups of training queues";
    return { members: [], problems: [problem([], rule, { found: value, allowed: GROUP_NAMES })] };
  }
  const problems: ValueProblem[] = [];
  const members = Object.entries(value).flatMap(([name, group]) => {
    if (!isGroupName(name)) {
      problems.push(problem([name], "is not a known group", suggestions(name, GROUP_NAMES, "group")));
      return [];
    }
    if (group === undefined) return [];
    if (!isMapping(group)) {
      problems.push(problem([name], "must be an object", { found: group }));
      return [];
    }
    const found = membersOf(name, group);
    problems.push(...found.problems);
    return found.members;
  });
  return { members, problems };
}

function membersOf(group: GroupName, value: object): Found {
  const problems: ValueProblem[] = [];
  const byKey = new Map<string, { name?: unknown; request?: unknown }>();
  for (const [name, half] of Object.entries(value)) {
    const parsed = parseMember(name);
    if (parsed?.group !== group) {
      problems.push(misplaced(group, name, Object.keys(value), parsed));
      continue;
    }
    const halves = byKey.get(parsed.key) ?? {};
    byKey.set(parsed.key, halves);
    if (parsed.part === "NAME") halves.name = half;
    else halves.request = half;
  }
  const members = [...byKey].map(([key, halves]): Member => ({ group, key, ...halves }));
  return { members, problems: [...problems, ...members.flatMap(missingHalf), ...addressCollisions(members)] };
}

interface ParsedName {
  readonly group: GroupName;
  readonly key: string;
  readonly part: Part;
}

/** Letters, digits and `_` before the ending: the key becomes part of a Terraform address. */
function parseMember(name: string): ParsedName | undefined {
  for (const group of GROUP_NAMES) {
    for (const part of ["NAME", "CREATE_REQUEST"] as const) {
      const ending = memberName(group, "", part);
      const key = name.slice(0, -ending.length);
      if (name.endsWith(ending) && /^[A-Za-z]\w*$/.test(key)) return { group, key, part };
    }
  }
  return undefined;
}

function misplaced(group: GroupName, name: string, siblings: readonly string[], parsed?: ParsedName): ValueProblem {
  const endings = [memberName(group, "*", "NAME"), memberName(group, "*", "CREATE_REQUEST")];
  const path = [group, name];
  if (parsed !== undefined) {
    const hint = `move it to ${parsed.group}`;
    return problem(path, `declares a ${GROUPS[parsed.group].kind}`, { allowed: endings, hint });
  }
  const meant = nearestMember(group, name, siblings);
  const hint = meant === undefined ? "the * is a word of your own that begins with a letter" : `did you mean ${meant}?`;
  return problem(path, "is not a member of this group", { allowed: endings, hint });
}

/** What a misspelt member was meant to be called: the missing half of a sibling, or a repair of its own ending. */
function nearestMember(group: GroupName, name: string, siblings: readonly string[]): string | undefined {
  const own = [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index));
  const others = siblings.map((sibling) => parseMember(sibling)?.key).filter((key) => key !== undefined);
  const keys = [...own, ...others].filter((key) => /^[A-Za-z]\w*$/.test(key));
  const wanted = keys.flatMap((key) => [memberName(group, key, "NAME"), memberName(group, key, "CREATE_REQUEST")]);
  const free = [...new Set(wanted)].filter((candidate) => !siblings.includes(candidate));
  const found = nearest(name, free);
  return found !== undefined && typingErrors(name, found) <= Math.max(2, Math.floor(found.length / 4))
    ? found
    : undefined;
}

function missingHalf({ group, key, ...halves }: Member): ValueProblem[] {
  if (halves.name !== undefined && halves.request !== undefined) return [];
  const [there, missing]: [Part, Part] =
    halves.name === undefined ? ["CREATE_REQUEST", "NAME"] : ["NAME", "CREATE_REQUEST"];
  const rule = `is missing; ${memberName(group, key, there)} needs it`;
  return [problem([group, memberName(group, key, missing)], rule, {})];
}

/** The key is written in lower case in Terraform addresses. */
function addressCollisions(members: readonly Member[]): ValueProblem[] {
  const first = new Map<string, string>();
  return members.flatMap(({ group, key, name }) => {
    const other = first.get(key.toLowerCase());
    if (other === undefined) {
      first.set(key.toLowerCase(), key);
      return [];
    }
    const part = name === undefined ? "CREATE_REQUEST" : "NAME";
    const rule = `differs from ${memberName(group, other, part)} only in case, and both get the same Terraform address`;
    return [problem([group, memberName(group, key, part)], rule, { hint: "rename one of the two" })];
  });
}

function problem(path: readonly PropertyKey[], rule: string, facts: Partial<ValueProblem>): ValueProblem {
  return { path, rule, source: CONVENTION, ...facts };
}

/** A class is a function whose static members are its own enumerable properties. */
function isMapping(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null && !Array.isArray(value));
}

function isGroupName(name: string): name is GroupName {
  return Object.hasOwn(GROUPS, name);
}
