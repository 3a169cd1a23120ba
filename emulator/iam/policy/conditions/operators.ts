/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
import { type Match, matchOf, TemplateFault } from "../template";
import { addressMatcher } from "./addresses";
import { arnMatch } from "./arns";
import { millisecondsOf, numberOf } from "./dates";

export interface Operator {
  /** Holds where the request's value is none of the policy's; and where there is no value. */
  readonly isNegated: boolean;
  /** @throws TemplateFault when the policy's value cannot be one of this operator */
  readonly compile: (value: string, hasVariables: boolean) => Match;
}

type Compile = Operator["compile"];
type Comparison = readonly [suffix: string, compare: (given: number, wanted: number) => boolean, isNegated?: true];

const COMPARISONS: readonly Comparison[] = [
  ["Equals", (given, wanted) => given === wanted],
  ["NotEquals", (given, wanted) => given === wanted, true],
  ["LessThan", (given, wanted) => given < wanted],
  ["LessThanEquals", (given, wanted) => given <= wanted],
  ["GreaterThan", (given, wanted) => given > wanted],
  ["GreaterThanEquals", (given, wanted) => given >= wanted],
];

const exact: Compile = (value, hasVariables) => matchOf(value, { hasVariables, hasWildcards: false });
const ignoringCase: Compile = (value, hasVariables) =>
  matchOf(value, { hasVariables, hasWildcards: false, ignoresCase: true });
const like: Compile = (value, hasVariables) => matchOf(value, { hasVariables, hasWildcards: true });
const arn: Compile = (value, hasVariables) => arnMatch(value, { hasVariables, hasWildcards: true });

const bool: Compile = (value) => {
  const wanted = value.toLowerCase();
  if (wanted !== "true" && wanted !== "false") throw new TemplateFault(value, '"true" or "false"');
  return (given) => given.toLowerCase() === wanted;
};

const binary: Compile = (value) => {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)) {
    throw new TemplateFault(value, "base64");
  }
  const wanted = Buffer.from(value, "base64");
  return (given) => Buffer.from(given, "base64").equals(wanted);
};

const address: Compile = (value) => {
  const isInRange = addressMatcher(value);
  if (isInRange === undefined) throw new TemplateFault(value, "an address or CIDR range of IPv4 or IPv6");
  return isInRange;
};

function comparing(
  read: (text: string) => number | undefined,
  compare: (given: number, wanted: number) => boolean,
  allowed: string,
): Compile {
  return (value) => {
    const wanted = read(value);
    if (wanted === undefined) throw new TemplateFault(value, allowed);
    return (given) => {
      const number = read(given);
      return number !== undefined && compare(number, wanted);
    };
  };
}

function comparisons(
  prefix: string,
  read: (text: string) => number | undefined,
  allowed: string,
): [string, Operator][] {
  return COMPARISONS.map(([suffix, compare, isNegated = false]) => [
    `${prefix}${suffix}`,
    { isNegated, compile: comparing(read, compare, allowed) },
  ]);
}

/** All but `Null`, which looks at keys and not at values. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["StringEquals", { isNegated: false, compile: exact }],
  ["StringNotEquals", { isNegated: true, compile: exact }],
  ["StringEqualsIgnoreCase", { isNegated: false, compile: ignoringCase }],
  ["StringNotEqualsIgnoreCase", { isNegated: true, compile: ignoringCase }],
  ["StringLike", { isNegated: false, compile: like }],
  ["StringNotLike", { isNegated: true, compile: like }],
  ...comparisons("Numeric", numberOf, "a number"),
  ...comparisons("Date", millisecondsOf, "a date of ISO 8601 (a time with its zone), or seconds since 1970"),
  ["Bool", { isNegated: false, compile: bool }],
  ["BinaryEquals", { isNegated: false, compile: binary }],
  ["IpAddress", { isNegated: false, compile: address }],
  ["NotIpAddress", { isNegated: true, compile: address }],
  // "The ArnEquals and ArnLike condition operators behave identically."
  ["ArnEquals", { isNegated: false, compile: arn }],
  ["ArnLike", { isNegated: false, compile: arn }],
  ["ArnNotEquals", { isNegated: true, compile: arn }],
  ["ArnNotLike", { isNegated: true, compile: arn }],
]);
