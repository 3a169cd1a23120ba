/**
 * How the scalars of JSON and YAML files are read: where a string is wanted, as they are written; where a number is
 * wanted, as a number that is exactly the one that is written. What is wanted a schema says (`read-scalars.ts`), so that
 * the parsers keep both for every scalar of which a JavaScript value alone would not tell how it was written.
 */
import { z } from "zod";
import { Written } from "./written";

export { Written };

/** @returns a number as JavaScript has it, when that tells how it was written */
export function writtenNumber(text: string): number | Written {
  const value = Number(text);
  return Number.isSafeInteger(value) && String(value) === text ? value : new Written(text, value);
}

// YAML 1.2.2, 10.3.2 "Tag Resolution" of the core schema.
const NUMBER = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const BOOLEAN = /^(true|True|TRUE|false|False|FALSE)$/;
const NULL = /^(|~|null|Null|NULL)$/;

/**
 * What is a boolean, a number or a time to YAML 1.1 (https://yaml.org/type/: bool, int, float, timestamp), which most
 * readers still follow, and a word to YAML 1.2; or what is a number to it, and in no decimal digits.
 */
const AMBIGUOUS: readonly { readonly pattern: RegExp; readonly instead?: string }[] = [
  { pattern: /^([yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/, instead: "true or false" },
  { pattern: /^\d{4}-\d\d?-\d\d?([Tt \t].*)?$/ },
  ...[
    /^[-+]?0([xX][\da-fA-F_]+|[oO][0-7_]+|[bB][01_]+)$/,
    /^[-+]?(\d[\d_]*_[\d_]*(\.[\d_]*)?|\d*\.[\d_]*_[\d_]*)([eE][-+]?\d+)?$/,
    /^[-+]?([1-9][\d_]*(:[0-5]?\d)+|\d[\d_]*(:[0-5]?\d)+\.[\d_]*)$/,
    /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  ].map((pattern) => ({ pattern, instead: "a number in decimal digits" })),
];

/**
 * @param text of a scalar of YAML without quotes and without a tag
 * @returns what is wrong with it, when readers of YAML differ in what it is
 */
export function ambiguity(text: string): { rule: string; hint: string } | undefined {
  const found = AMBIGUOUS.find(({ pattern }) => pattern.test(text));
  if (found === undefined) return undefined;
  const or = found.instead === undefined ? "" : `, or ${found.instead}`;
  const rule = `must be in quotes: readers of YAML differ in what ${text} is`;
  return { rule, hint: `write ${JSON.stringify(text)} for the text${or}` };
}

/** @param text of a scalar of YAML without quotes and without a tag */
export function plainScalar(text: string): string | number | boolean | null | Written {
  if (NULL.test(text)) return null;
  if (NUMBER.test(text)) return writtenNumber(text);
  if (!BOOLEAN.test(text)) return text;
  const value = text.toLowerCase() === "true";
  return text === String(value) ? value : new Written(text, value);
}

/** A string of an API in a file of ours: numbers and booleans are taken as they are written. */
export const scalarText = z
  .union(
    [
      z.string(),
      // Of a larger number, or one with a fraction, that comes from TypeScript nobody knows how it was written there.
      z
        .number()
        .refine(Number.isSafeInteger, { error: "must be in quotes: it is not known how the number is written" }),
      z.boolean(),
    ],
    { error: "must be a string, a number, true or false" },
  )
  .transform(String);

/** A map of strings, whose keys are data. */
export const scalarTexts = z.record(z.string(), scalarText);

/** Whether a number of decimal digits is the one that JavaScript makes of it, digit for digit. */
export function isExact(text: string, value: number): boolean {
  return Number.isFinite(value) && text.length <= LONGEST_NUMBER && decimal(text) === decimal(String(value));
}

/** All digits of the largest number there is, and some more. */
const LONGEST_NUMBER = 400;

/** @returns the digits of a number, without zeros at either end, and the power of ten of the last one */
function decimal(text: string): string {
  const parts = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text);
  if (parts === null) return text;
  const [, sign = "", whole = "", fraction = "", power = "0"] = parts;
  const all = whole + fraction;
  const digits = all.replace(/0+$/, "");
  const exponent = Number(power) - fraction.length + all.length - digits.length;
  const significant = digits.replace(/^0+/, "");
  return significant === "" ? "0" : `${sign === "-" ? "-" : ""}${significant}e${exponent}`;
}

/** Half of a pair of UTF-16, which is no character: what is sent would have another one in its place. */
export const HALF_CHARACTER = /\p{Surrogate}/u;
export const HALF_CHARACTER_RULE = "has half of a surrogate pair, which is no character";
