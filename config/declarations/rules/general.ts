/** Rules of everything that files declare: names, tags and how much there may be. */
import { isWithin } from "../../../aws/batch/limits";
import { NAME } from "../../../aws/batch/names";
import { LONGEST_TAG_VALUE, MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH, TAG_TEXT } from "../../../aws/tags";
import type { GroupConvention } from "../convention";
import type { DeclaredRequest } from "../declare";
import { span, type Finding, type Rule } from "./rule";

type Named = Pick<DeclaredRequest<string, unknown>, "group" | "key" | "name" | "path" | "namePath">;
type Groups = Readonly<Record<string, GroupConvention>>;

const kindIn = (groups: Groups, group: string): string => groups[group]?.kind ?? group;

/** @returns names that AWS Batch does not take for its own objects */
export function unfitNames(declared: readonly Named[], groups: Groups): Finding[] {
  return declared.flatMap(({ group, name, namePath }) => {
    if (name === undefined || NAME.test(name)) return [];
    const rule = `must be the name of a ${kindIn(groups, group)}`;
    return [{ path: namePath, rule, found: name, allowed: ["1 to 128 characters of A-Z a-z 0-9 _ -"] }];
  });
}

/** @returns names that several declarations have */
export function repeatedNames(declared: readonly Named[], groups: Groups): Finding[] {
  const first = new Map<string, string>();
  return declared.flatMap(({ group, key, name, namePath }) => {
    if (name === undefined) return [];
    const other = first.get(name);
    first.set(name, other ?? key);
    if (other === undefined) return [];
    const rule = `is already the name of the ${kindIn(groups, group)} ${other}`;
    return [{ path: namePath, rule, hint: `both are ${JSON.stringify(name)}` }];
  });
}

/** @returns what is declared, and used by no queue */
export function idle(declared: readonly Named[], used: ReadonlySet<unknown>, member: string): Finding[] {
  return declared
    .filter((one) => !used.has(one))
    .map(({ path, name, key }) => {
      const hint = `name it in a queue (${member}: ${JSON.stringify(name ?? key)}), or take it out`;
      return { path, rule: "is used by no queue of the file", hint };
    });
}

/** @returns that there are more of a group than a Region can have */
export function tooMany(group: string, what: string, count: number, most: number): Finding[] {
  if (count <= most) return [];
  const rule = `declares more ${what} than a Region can have`;
  return [{ path: [group], rule, found: count, allowed: [`up to ${most}`] }];
}

/** Declarations with tags, and the tags that they get of their environment. */
export interface WithTags {
  readonly all: readonly DeclaredRequest<string, { readonly tags?: Readonly<Record<string, string>> }>[];
  readonly context: { readonly tags: Readonly<Record<string, string>> };
}

export const tags: Rule<WithTags> = {
  demand:
    `At most ${MOST_TAGS} tags with those of the environment; keys of ${span(TAG_KEY_LENGTH)} characters that do not ` +
    `begin with aws:, values of up to ${LONGEST_TAG_VALUE}`,
  source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  severity: "error",
  check: ({ all, context }) => all.flatMap((one) => [...tooManyTags(one, context.tags), ...unfitTags(one)]),
};

type Tagged = WithTags["all"][number];

function tooManyTags({ path, request }: Tagged, ofEnvironment: Readonly<Record<string, string>>) {
  const count = new Set([...Object.keys(ofEnvironment), ...Object.keys(request.tags ?? {})]).size;
  if (count <= MOST_TAGS || request.tags === undefined) return [];
  const hint = `${Object.keys(ofEnvironment).length} tags come from the environment`;
  return [{ path: [...path, "tags"], rule: "are too many", found: count, allowed: [`up to ${MOST_TAGS}`], hint }];
}

const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";
const KEY = `${span(TAG_KEY_LENGTH)} ${CHARACTERS}, not beginning with aws:`;
const VALUE = `up to ${LONGEST_TAG_VALUE} ${CHARACTERS}`;

function unfitTags({ path, request }: Tagged): Finding[] {
  return Object.entries(request.tags ?? {}).flatMap(([key, value = ""]) => {
    const place = [...path, "tags", key];
    const keyFits = isWithin(TAG_KEY_LENGTH, key.length) && !RESERVED_TAG_KEY.test(key) && TAG_TEXT.test(key);
    const valueFits = value.length <= LONGEST_TAG_VALUE && TAG_TEXT.test(value);
    return [
      ...(keyFits ? [] : [{ path: place, rule: "is not a key that a tag can have", allowed: [KEY] }]),
      ...(valueFits ? [] : [{ path: place, rule: "must be the value of a tag", found: value, allowed: [VALUE] }]),
    ];
  });
}
