/** Rules of the launch templates of compute environments. */
import { CHOSEN_TYPES, familyOf } from "../../../aws/batch/instance-types";
import type { Lenient } from "../../declarations/lenient";
import { instanceTypeHint, INSTANCE_TYPE_RULE } from "../../schema-values";
import { environmentKind } from "../declarations";
import type { ComputeEnvironmentRequest } from "../shapes";
import { resourcesOf } from "./environments";
import { apiReference, type Finding, type Rule } from "./rule";

type Template = NonNullable<
  Lenient<NonNullable<NonNullable<ComputeEnvironmentRequest["computeResources"]>["launchTemplate"]>>
>;
type Named = Pick<Template, "launchTemplateId" | "launchTemplateName">;

const namesOf = ({ launchTemplateId, launchTemplateName }: Named): number =>
  [launchTemplateId, launchTemplateName].filter((one) => one !== undefined).length;

const EITHER = ["launchTemplateId", "launchTemplateName"];
const BUNDLES: readonly string[] = CHOSEN_TYPES;

export const launchTemplate: Rule = {
  demand:
    "A launch template is named by its id or its name; it may be left out beside overrides, which are each named so",
  source: apiReference("LaunchTemplateSpecification"),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap((environment) =>
      resourcesOf(environment).flatMap(({ path, resources: { launchTemplate: template } }) => {
        if (template === undefined || environmentKind(environment) !== "EC2") return [];
        const at = [...path, "launchTemplate"];
        const overrides = template.overrides ?? [];
        const own = namesOf(template);
        const wrong = own > 1 || (own === 0 && overrides.length === 0);
        return [
          ...(wrong ? [{ path: at, rule: "must have one of its two names", allowed: EITHER }] : []),
          ...overrides.flatMap((override, index) =>
            override === undefined || namesOf(override) === 1
              ? []
              : [{ path: [...at, "overrides", index], rule: "must have one of its two names", allowed: EITHER }],
          ),
        ];
      }),
    ),
};

export const overrideTargets: Rule = {
  demand:
    "An override of a launch template targets types or families among the environment's instance types, and no two the same",
  source: apiReference("LaunchTemplateSpecificationOverride"),
  severity: "error",
  check: ({ computeEnvironments }) =>
    computeEnvironments.flatMap((environment) =>
      resourcesOf(environment).flatMap(({ path, resources: { launchTemplate: template, instanceTypes = [] } }) => {
        if (template === undefined || environmentKind(environment) !== "EC2") return [];
        const at = [...path, "launchTemplate", "overrides"];
        const targets = (template.overrides ?? []).map((override) => override?.targetInstanceTypes);
        const placed = targets.flatMap((types, index) =>
          (types ?? []).map((type, place) => ({ type, path: [...at, index, "targetInstanceTypes", place] })),
        );
        return [
          ...targets.flatMap((types, index) => {
            if (template.overrides?.[index] === undefined || (types !== undefined && types.length > 0)) return [];
            return [
              {
                path: [...at, index, "targetInstanceTypes"],
                rule: "must name at least one",
                allowed: instanceTypes.flatMap((one) => one ?? []),
              },
            ];
          }),
          ...placed.flatMap(({ type, path: place }) =>
            type === undefined ? [] : wrongTarget(type, place, instanceTypes),
          ),
          ...overlaps(placed),
        ];
      }),
    ),
};

function wrongTarget(found: string, path: readonly PropertyKey[], types: readonly (string | undefined)[]): Finding[] {
  const hint = BUNDLES.includes(found) ? "AWS Batch chooses what is in it" : instanceTypeHint(found);
  if (hint !== undefined) return [{ path, rule: INSTANCE_TYPE_RULE, found, hint }];
  // What is in a bundle is for the service to say.
  const isAmong = types.some((type) => type === found || type === familyOf(found) || BUNDLES.includes(type ?? ""));
  if (isAmong) return [];
  return [
    {
      path,
      rule: "is not among the instance types of the environment",
      found,
      allowed: types.flatMap((one) => one ?? []),
    },
  ];
}

/** A family covers its types. */
function overlaps(placed: readonly { type: string | undefined; path: readonly PropertyKey[] }[]): Finding[] {
  const types = placed.map(({ type }) => type);
  return placed.flatMap(({ type: found, path }, index) => {
    if (found === undefined) return [];
    if (types.indexOf(found) < index)
      return [{ path, rule: "is targeted by an earlier entry, too", found, allowed: ["each type once"] }];
    const family = familyOf(found);
    if (family === found || !types.includes(family)) return [];
    return [
      { path, rule: `is covered by its family ${family}, which is targeted, too`, found, allowed: ["each type once"] },
    ];
  });
}
