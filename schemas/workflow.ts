import type { JsonSchema } from "./json-schema";

/**
 * `{"jobs": [...]}`, of what the definition `job` says, or something else. Beside `jobs` YAML may have keys for their anchors,
 * which a schema does not see.
 */
export function workflowOr(otherwise: JsonSchema): JsonSchema {
  const jobs = { type: "array", minItems: 1, items: { $ref: "#/definitions/job" } } as const;
  return {
    type: "object",
    properties: { jobs: { description: "The jobs of a workflow, which may depend on each other." } },
    if: { required: ["jobs"] },
    then: { properties: { jobs } },
    else: otherwise,
  };
}
