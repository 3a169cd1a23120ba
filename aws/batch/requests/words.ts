/** Texts that containers and pods have in common. */
import { list, text } from "../../fields/field";
import { IMAGE, LONGEST_IMAGE, VARIABLE_NAME } from "../containers";

export const texts = list(text(), { together: true });

export const variableName = {
  min: 1,
  pattern: VARIABLE_NAME,
  rule: "must not begin with AWS_BATCH, which Batch keeps for itself",
} as const;

export const image = {
  min: 1,
  max: LONGEST_IMAGE,
  pattern: IMAGE,
  rule: "must have only letters, digits, -, _, :, ., /, # and @",
} as const;

/** A text of which the API Reference lists the words, and the SDK's type does not. */
export const word = <const V extends string>(...values: readonly V[]) => {
  const rule = values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(", ")}`;
  return text({ pattern: new RegExp(`^(${values.join("|")})$`), rule });
};
