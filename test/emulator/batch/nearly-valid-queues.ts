/** Valid queue files in which one value has become another one of its kind: some still keep the rules, some just do not. */
import * as fc from "fast-check";
import { validQueues } from "../../config/training-queues/arbitrary";

/** Values that stand at the borders of rules, or are right elsewhere in a file. */
const numbers = [-2, -1, 0, 1, 2, 99, 100, 599, 600, 1000, 1001, 86_400, 86_401, 604_800, 604_801, 0.0001, 999.9999];
const texts = [
  ...["ENABLED", "DISABLED", "RESERVE", "LEND", "LEND_AND_BORROW", "TERMINATE", "CANCEL", "FIFO", "RUNNABLE"],
  ...["NUM_INSTANCES", "ml.g5.xlarge", "ml.p5.48xlarge", "q-0", "q-1", "q-2", "share-0", "a*", "a.b", ""],
  ...[
    "SAGEMAKER_TRAINING",
    "ECS",
    "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
    "n".repeat(128),
    "n".repeat(129),
  ],
];

export const nearlyValidQueues: fc.Arbitrary<unknown> = fc
  .tuple(validQueues, fc.nat(), fc.nat())
  .map(([groups, where, what]) => changed(groups, where, what));

interface Place {
  readonly parent: object;
  readonly key: string;
  readonly value: unknown;
}

function changed(groups: object, where: number, what: number): unknown {
  const copy = structuredClone(groups);
  const places = placesIn(copy).filter(({ value }) => replacementsFor(value).length > 0);
  const place = places[where % Math.max(places.length, 1)];
  if (place === undefined) return copy;
  const replacements = replacementsFor(place.value);
  Reflect.set(place.parent, place.key, replacements[what % replacements.length]);
  return copy;
}

function replacementsFor(value: unknown): readonly unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, ...numbers];
  if (typeof value === "string") return texts;
  if (Array.isArray(value)) return [[], value.slice(1), [...(value as unknown[]), ...(value as unknown[])]];
  return [];
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { parent: value, key, value: child as unknown },
    ...placesIn(child),
  ]);
}
