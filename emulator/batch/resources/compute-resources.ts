/** The compute resources of a managed environment: their defaults and their changes. */
import type { ComputeResource, ComputeResourceUpdate } from "@aws-sdk/client-batch";

/** What the service fills in: instances by default are the minimum, images are Amazon Linux 2023. */
export function withDefaults(resources: ComputeResource, orchestration: "ECS" | "EKS"): ComputeResource {
  if (resources.type?.startsWith("FARGATE") === true) return resources;
  const minvCpus = resources.minvCpus ?? 0;
  return {
    ...resources,
    minvCpus,
    desiredvCpus: resources.desiredvCpus ?? minvCpus,
    // ComputeResource: "If Ec2Configuration isn't specified, the default is ECS_AL2023 ... and EKS_AL2023".
    ec2Configuration: resources.ec2Configuration ?? [{ imageType: `${orchestration}_AL2023` }],
  };
}

/** The resources after an update; what it does not name stays. */
export function updatedResources(
  old: ComputeResource | undefined,
  changes: ComputeResourceUpdate,
): ComputeResource | undefined {
  if (old === undefined) return undefined;
  const { managedInstancesProvider } = old;
  const updated: ComputeResource = { ...old, ...changes, managedInstancesProvider };
  // An instruction for this one update, not a property of the environment.
  Reflect.deleteProperty(updated, "updateToLatestImageVersion");
  // ComputeResourceUpdate: "To remove ..., set this value to an empty string."
  if (updated.ec2KeyPair === "") delete updated.ec2KeyPair;
  if (updated.imageId === "") delete updated.imageId;
  const { launchTemplateId, launchTemplateName } = updated.launchTemplate ?? {};
  if (launchTemplateId === "" || launchTemplateName === "") delete updated.launchTemplate;
  return { ...updated, desiredvCpus: desired(updated, changes.desiredvCpus) };
}

/** Without a wish the desired number follows the limits, as Batch scales within them. */
function desired(resources: ComputeResource, wish: number | undefined): number | undefined {
  const { minvCpus = 0, maxvCpus = 0, desiredvCpus } = resources;
  if (wish !== undefined || desiredvCpus === undefined) return desiredvCpus;
  return Math.min(Math.max(desiredvCpus, minvCpus), maxvCpus);
}
