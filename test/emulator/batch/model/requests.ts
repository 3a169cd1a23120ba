/** Requests near right ones: a member is gone, new, of another value or of another kind. */
import * as fc from "fast-check";
import { type Kind, membersOf } from "./service-model";

/** Names of what the account has, values at the borders of rules, and such that are right elsewhere. */
const TEXTS = [
  ...["containers", "shared", "queue", "idle", "compute", "own", "environment", "share", "crane", "crane:1", "task"],
  ...[
    "ENABLED",
    "DISABLED",
    "EC2",
    "FARGATE",
    "0",
    "1",
    "0.25",
    "1.5",
    "2048",
    "64Mi",
    "0:1",
    "*",
    "",
    " ",
    "a b",
    "ß/ü",
  ],
  ...["arn:aws:batch:eu-west-1:123456789012:job-queue/queue", "arn:aws:iam::123456789012:role/worker", "arn:aws:batch"],
  ...["x".repeat(129), "y".repeat(300), "__proto__", "constructor", "{}", "null"],
];
const NUMBERS = [-1, 0, 1, 2, 3, 59, 60, 100, 101, 1000, 1001, 9999, 10_001, 65_536, 0.5, 2 ** 31, 2 ** 53, -(2 ** 40)];

const texts = fc.constantFrom(...TEXTS);

/** Any value of a kind, as deep as the model is. */
function valueOf(kind: Kind): fc.Arbitrary<unknown> {
  switch (kind.kind) {
    case "text":
      return texts;
    case "number":
      return fc.constantFrom(...NUMBERS);
    case "flag":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...kind.values, ...kind.values.map((value) => value.toLowerCase()), "JUNK");
    case "list":
      return fc.array(valueOf(kind.item), { maxLength: 2 });
    case "map":
      return fc.dictionary(texts, valueOf(kind.item), { maxKeys: 2 });
    case "object":
      return objectOf(kind.type);
  }
}

function objectOf(type: string): fc.Arbitrary<object> {
  const members = [...membersOf(type)];
  const required = members.flatMap(([name, member]) => (member.required ? [name] : []));
  const optional = members.flatMap(([name, member]) => (member.required ? [] : [name]));
  // A few of the members that may be left out: with all of them some other one is always what is refused.
  return fc.subarray(optional, { maxLength: Math.min(optional.length, 3) }).chain((some) => {
    const chosen = members.filter(([name]) => required.includes(name) || some.includes(name));
    return fc.record(Object.fromEntries(chosen.map(([name, member]) => [name, valueOf(member.kind)])));
  });
}

const WRONG = [null, "text", 7, -0.5, true, [], {}, [null], [[]], { x: null }, { "": [1] }];

/** A place in a request; the key of one that may be added is not there yet. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly kind: Kind;
}

function placesIn(value: unknown, kind: Kind, path: Place["path"]): Place[] {
  const own = path.length === 0 ? [] : [{ path, kind }];
  if (kind.kind === "list" && Array.isArray(value)) {
    return [...own, ...value.flatMap((one: unknown, index) => placesIn(one, kind.item, [...path, index]))];
  }
  if (kind.kind !== "object" || typeof value !== "object" || value === null) return own;
  const members = [...membersOf(kind.type)];
  return [
    ...own,
    ...members.flatMap(([name, member]) => placesIn(Reflect.get(value, name), member.kind, [...path, name])),
  ];
}

/** A request of an operation, with one or two changes. */
export function nearlyRight(operation: string, right: object): fc.Arbitrary<object> {
  const kind: Kind = { kind: "object", type: `${operation}Request` };
  const places = placesIn(right, kind, []);
  if (places.length === 0) return fc.constant(right);
  const change = fc.constantFrom(...places).chain((place) => {
    const gone = fc.constant(undefined);
    const wrong = fc.constantFrom<unknown>(...WRONG);
    const value = fc.oneof({ arbitrary: valueOf(place.kind), weight: 4 }, { arbitrary: wrong, weight: 2 }, gone);
    return value.map((one) => ({ place, value: one }));
  });
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) => changes.reduce<object>((request, { place, value }) => changed(request, place, value), right));
}

function changed(request: object, { path }: Place, value: unknown): object {
  const copy = structuredClone(request);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (isObject(at) ? Reflect.get(at, key) : at), copy);
  // An earlier change may have taken away what this one is about.
  if (last !== undefined && isObject(parent)) Reflect.set(parent, last, value);
  return copy;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
