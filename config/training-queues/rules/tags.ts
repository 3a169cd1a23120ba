import type { Declared } from "../model";
import type { GroupName } from "../convention";
import type { Finding, Rule } from "./rule";

const MOST = 50;

export const tags: Rule = {
  demand:
    "At most 50 tags with those of the environment; keys of 1 to 128 characters that do not begin with aws:, values of up to 256",
  source: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  severity: "error",
  check: ({ all, context }) => all.flatMap((one) => [...tooMany(one, context.tags), ...unfit(one)]),
};

function tooMany({ path, request }: Declared<GroupName>, ofEnvironment: Readonly<Record<string, string>>): Finding[] {
  const count = new Set([...Object.keys(ofEnvironment), ...Object.keys(request.tags ?? {})]).size;
  if (count <= MOST || request.tags === undefined) return [];
  const hint = `${Object.keys(ofEnvironment).length} tags come from the environment`;
  return [{ path: [...path, "tags"], rule: "are too many", found: count, allowed: [`up to ${MOST}`], hint }];
}

function unfit({ path, request }: Declared<GroupName>): Finding[] {
  return Object.entries(request.tags ?? {}).flatMap(([key, value = ""]) => {
    const place = [...path, "tags", key];
    const keyFits = key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key) && FIT.test(key);
    const valueFits = value.length <= 256 && FIT.test(value);
    return [
      ...(keyFits ? [] : [{ path: place, rule: "is not a key that a tag can have", allowed: [KEY] }]),
      ...(valueFits ? [] : [{ path: place, rule: "must be the value of a tag", found: value, allowed: [VALUE] }]),
    ];
  });
}

const FIT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";
const KEY = `1 to 128 ${CHARACTERS}, not beginning with aws:`;
const VALUE = `up to 256 ${CHARACTERS}`;
