/** Launch templates of compute resources. Sources: as in `compute-environment.ts`, and LaunchTemplateSpecificationOverride. */
import type { ComputeResource, LaunchTemplateSpecificationOverride } from "@aws-sdk/client-batch";
import { CHOSEN_TYPES, familyOf, INSTANCE_TYPES } from "../../../aws/batch/instance-types";
import { InvalidRequest } from "../plumbing/errors";

export function requireTemplate({ launchTemplate, instanceTypes = [] }: ComputeResource): void {
  if (launchTemplate === undefined) return;
  const { overrides = [] } = launchTemplate;
  const named = namesOf(launchTemplate);
  if (named > 1 || (named === 0 && overrides.length === 0)) {
    throw new InvalidRequest("One of LaunchTemplateId and LaunchTemplateName or LaunchTemplate.Overrides is required.");
  }
  for (const override of overrides) requireOverride(override, instanceTypes);
  requireNoOverlap(overrides.flatMap(({ targetInstanceTypes = [] }) => targetInstanceTypes));
}

type Named = Pick<LaunchTemplateSpecificationOverride, "launchTemplateId" | "launchTemplateName">;

const namesOf = ({ launchTemplateId, launchTemplateName }: Named): number =>
  [launchTemplateId, launchTemplateName].filter((one) => one !== undefined).length;

function requireOverride(override: LaunchTemplateSpecificationOverride, instanceTypes: readonly string[]): void {
  // "If you specify the launchTemplateId you can't specify the launchTemplateName as well."
  if (namesOf(override) !== 1) {
    throw new InvalidRequest("An override needs one of launchTemplateId and launchTemplateName.");
  }
  const { targetInstanceTypes: targets = [] } = override;
  // "This parameter is required when defining a launch template override."
  if (targets.length === 0) throw new InvalidRequest("targetInstanceTypes are required for an override.");
  const bundles: readonly string[] = CHOSEN_TYPES;
  for (const target of targets) {
    if (bundles.includes(target) || !INSTANCE_TYPES.has(target)) {
      throw new InvalidRequest(`targetInstanceTypes must be instance types or families, got ${target}.`);
    }
    // "targetInstanceTypes can target only instance types and families that are included within" instanceTypes. What is
    // in a bundle is for the service to say.
    const isWithin = instanceTypes.some(
      (type) => type === target || type === familyOf(target) || bundles.includes(type),
    );
    if (!isWithin) throw new InvalidRequest(`targetInstanceTypes ${target} is not one of instanceTypes.`);
  }
}

/** "targetInstanceTypes ... can't overlap for the same compute environment": a family covers its types. */
function requireNoOverlap(targets: readonly string[]): void {
  const seen = new Set<string>();
  for (const target of targets) {
    if (seen.has(target)) throw new InvalidRequest(`targetInstanceTypes ${target} is given more than once.`);
    seen.add(target);
  }
  const covered = targets.find((target) => target !== familyOf(target) && seen.has(familyOf(target)));
  if (covered === undefined) return;
  throw new InvalidRequest(`targetInstanceTypes ${covered} overlaps with its family.`);
}
