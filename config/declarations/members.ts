import { nearest, suggestions, typingErrors } from "../nearest";
import { Written } from "../scalars";
import type { ValueProblem } from "../zod-problems";
import { groupNames, memberName, partsOf, type Convention, type GroupConvention, type Part } from "./convention";

/** A declaration as it was found: one of the halves may be missing, and nothing is known of the request yet. */
export interface Member<G extends string> {
  readonly group: G;
  /** What stands before `_SE_NAME`, e.g. `C5`; becomes part of the Terraform address, in lower case. */
  readonly key: string;
  readonly name?: unknown;
  readonly request?: unknown;
}

/** A folder whose files are declarations of a group. */
export interface MemberFolder<G extends string> {
  readonly group: G;
  /** Of the member that names it. */
  readonly path: readonly PropertyKey[];
  readonly folder: unknown;
}

interface Found<G extends string> {
  readonly members: readonly Member<G>[];
  readonly folders: readonly MemberFolder<G>[];
  readonly problems: readonly ValueProblem[];
}

/**
 * Finds the declarations of a file by the names of their members.
 * @param value the value of the file: an object of groups. A group is an object, or a class with static members.
 */
export function findMembers<G extends string>(convention: Convention<G>, value: unknown): Found<G> {
  const { subject, source } = convention;
  const known = groupNames(convention);
  if (!isMapping(value)) {
    const rule = `must be an object with the groups of ${subject}`;
    return { members: [], folders: [], problems: [{ path: [], rule, source, found: value, allowed: known }] };
  }
  const problems: ValueProblem[] = [];
  const folders: MemberFolder<G>[] = [];
  const members = Object.entries(value).flatMap(([name, content]) => {
    const group = known.find((one) => one === name);
    if (group === undefined) {
      problems.push({ path: [name], rule: "is not a known group", source, ...suggestions(name, known, "group") });
      return [];
    }
    if (content === undefined) return [];
    if (!isMapping(content)) {
      problems.push({ path: [name], rule: "must be an object", source, found: content });
      return [];
    }
    const found = membersOf(convention, group, content);
    problems.push(...found.problems.map((problem) => ({ ...problem, source })));
    folders.push(...found.folders);
    return found.members;
  });
  return { members, folders, problems };
}

function membersOf<G extends string>(convention: Convention<G>, group: G, value: object): Found<G> {
  const problems: ValueProblem[] = [];
  const folders: MemberFolder<G>[] = [];
  const byKey = new Map<string, { name?: unknown; request?: unknown }>();
  for (const [name, half] of Object.entries(value)) {
    const parsed = parseMember(convention, name);
    if (parsed?.group !== group) {
      problems.push(misplaced(convention, group, name, Object.keys(value), parsed));
      continue;
    }
    if (parsed.part === "FOLDER") {
      folders.push({ group, path: [group, name], folder: half });
      continue;
    }
    const halves = byKey.get(parsed.key) ?? {};
    byKey.set(parsed.key, halves);
    if (parsed.part === "NAME") halves.name = half;
    else halves.request = half;
  }
  const members = [...byKey].map(([key, halves]): Member<G> => ({ group, key, ...halves }));
  const of = convention.groups[group];
  return {
    members,
    folders,
    problems: [...problems, ...members.flatMap((one) => missingHalf(of, one)), ...addressCollisions(of, members)],
  };
}

interface ParsedName<G extends string> {
  readonly group: G;
  readonly key: string;
  readonly part: Part;
}

/** Letters, digits and `_` before the ending: the key becomes part of a Terraform address. */
function parseMember<G extends string>(convention: Convention<G>, name: string): ParsedName<G> | undefined {
  for (const group of groupNames(convention)) {
    for (const part of partsOf(convention.groups[group])) {
      const ending = memberName(convention.groups[group], "", part);
      const key = name.slice(0, -ending.length);
      if (name.endsWith(ending) && KEY.test(key)) return { group, key, part };
    }
  }
  return undefined;
}

/** Of a member: it becomes part of a Terraform address. */
export const KEY = /^[A-Za-z]\w*$/;

const membersOfKey = (of: GroupConvention, key: string): string[] =>
  partsOf(of).map((part) => memberName(of, key, part));

function misplaced<G extends string>(
  convention: Convention<G>,
  group: G,
  name: string,
  siblings: readonly string[],
  parsed: ParsedName<G> | undefined,
): ValueProblem {
  const { groups } = convention;
  const facts = { path: [group, name], allowed: membersOfKey(groups[group], "*") };
  if (parsed !== undefined) {
    return { ...facts, rule: `declares a ${groups[parsed.group].kind}`, hint: `move it to ${parsed.group}` };
  }
  const keys = siblings.flatMap((sibling) => parseMember(convention, sibling)?.key ?? []);
  const meant = nearestMember(groups[group], name, siblings, keys);
  const hint = meant === undefined ? "the * is a word of your own that begins with a letter" : `did you mean ${meant}?`;
  return { ...facts, rule: "is not a member of this group", hint };
}

/** What a misspelt member was meant to be called: the missing half of a sibling, or a repair of its own ending. */
function nearestMember(
  of: GroupConvention,
  name: string,
  siblings: readonly string[],
  others: readonly string[],
): string | undefined {
  const own = [...name.matchAll(/_/g)].map(({ index }) => name.slice(0, index));
  const wanted = [...own, ...others].filter((key) => KEY.test(key)).flatMap((key) => membersOfKey(of, key));
  const free = [...new Set(wanted)].filter((candidate) => !siblings.includes(candidate));
  const found = nearest(name, free);
  return found !== undefined && typingErrors(name, found) <= Math.max(2, Math.floor(found.length / 4))
    ? found
    : undefined;
}

function missingHalf<G extends string>(of: GroupConvention, { group, key, ...halves }: Member<G>): ValueProblem[] {
  if (halves.name !== undefined && halves.request !== undefined) return [];
  const [there, missing]: [Part, Part] = halves.name === undefined ? ["REQUEST", "NAME"] : ["NAME", "REQUEST"];
  return [{ path: [group, memberName(of, key, missing)], rule: `is missing; ${memberName(of, key, there)} needs it` }];
}

/** The key is written in lower case in Terraform addresses. */
function addressCollisions<G extends string>(of: GroupConvention, members: readonly Member<G>[]): ValueProblem[] {
  const first = new Map<string, string>();
  return members.flatMap(({ group, key, name }) => {
    const other = first.get(key.toLowerCase());
    if (other === undefined) {
      first.set(key.toLowerCase(), key);
      return [];
    }
    const part = name === undefined ? "REQUEST" : "NAME";
    const rule = `differs from ${memberName(of, other, part)} only in case, and both get the same Terraform address`;
    return [{ path: [group, memberName(of, key, part)], rule, hint: "rename one of the two" }];
  });
}

/** A class is a function whose static members are its own enumerable properties. */
function isMapping(value: unknown): value is object {
  if (value instanceof Written) return false;
  return typeof value === "function" || (typeof value === "object" && value !== null && !Array.isArray(value));
}
