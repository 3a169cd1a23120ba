/** Parts that the schemas of the Batch types share. Source of all four: CloudFormation registry, as DescribeType answers. */
import type { Schema } from "../schema";

export const TEXT: Schema = { type: "string" };
export const INTEGER: Schema = { type: "integer" };

/** Tags are a map of texts, not a list of keys and values. */
export const TAGS: Schema = {
  type: "object",
  patternProperties: { "": TEXT },
  additionalProperties: false,
};

export const TAGGING = {
  taggable: true,
  tagOnCreate: true,
  tagUpdatable: true,
  cloudFormationSystemTags: true,
  tagProperty: "/properties/Tags",
  permissions: ["Batch:TagResource", "Batch:UntagResource"],
} as const;

export function handlers(permissions: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(permissions).map(([handler, actions]) => {
      return [handler, { permissions: actions.map((action) => (action.includes(":") ? action : `Batch:${action}`)) }];
    }),
  );
}
