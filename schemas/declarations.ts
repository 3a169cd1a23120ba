/** What the schemas of all files of declarations have in common. */
import { COMPUTE_RESERVATION, SHARE_DECAY_SECONDS, WEIGHT_FACTOR, type Range } from "../aws/batch/limits";
import { NAME } from "../aws/batch/names";
import { type GroupConvention, memberName, type Part, partsOf } from "../config/declarations/convention";
import type { JsonSchema } from "./json-schema";

/** A group, whose members are known by how their names end. */
export function groupSchema(convention: GroupConvention, request: JsonSchema): JsonSchema {
  const example = partsOf(convention)
    .map((part) => memberName(convention, "*", part))
    .join(", ");
  const schemas: Readonly<Record<Part, JsonSchema>> = {
    NAME: { type: "string", description: `The name of the ${convention.kind}.` },
    REQUEST: request,
    FOLDER: { type: "string", description: `A folder whose files are each a ${convention.kind}.` },
  };
  const patterns = partsOf(convention).map((part) => [
    `^[A-Za-z]\\w*${memberName(convention, "", part)}$`,
    schemas[part],
  ]);
  return {
    type: "object",
    description: `Each ${convention.kind}: ${example}.`,
    patternProperties: Object.fromEntries(patterns) as Record<string, JsonSchema>, // Cast: pairs of these.
    additionalProperties: false,
    errorMessage: `must be ${example}`,
  };
}

export const between = ({ least, most }: Range): JsonSchema => ({ minimum: least, maximum: most });

/** Adds what holds for one value to the schema of a member of a request, if it has that member. */
export function narrow(request: JsonSchema, rules: JsonSchema, ...path: string[]): void {
  const found = path.reduce<JsonSchema | undefined>((at, name) => (at?.items ?? at)?.properties?.[name], request);
  if (found !== undefined) Object.assign(found, rules);
}

/** What rules of all declarations have beyond the shape, where it is of one value. */
export function narrowShared(request: JsonSchema, nameField: string): void {
  narrow(
    request,
    { pattern: NAME.source, patternErrorMessage: "must have 1 to 128 letters, digits, _ and -" },
    nameField,
  );
  narrow(request, between(SHARE_DECAY_SECONDS), "fairsharePolicy", "shareDecaySeconds");
  narrow(request, between(COMPUTE_RESERVATION), "fairsharePolicy", "computeReservation");
  narrow(request, between(WEIGHT_FACTOR), "fairsharePolicy", "shareDistribution", "weightFactor");
}
