import type { ComputeEnvironmentDeclaration } from "../../config/compute";

type Request = ComputeEnvironmentDeclaration["request"];

/**
 * @returns the members of a request that `aws_batch_compute_environment` of the AWS provider 5 has no argument for, as paths;
 *   one with any goes through Cloud Control
 */
export function beyondProvider(request: Request): string[] {
  const { computeResources: resources } = request;
  const { launchTemplate: template } = resources ?? {};
  const members: Readonly<Record<string, unknown>> = {
    unmanagedvCpus: request.unmanagedvCpus,
    context: request.context,
    ecsSettings: request.ecsSettings,
    "computeResources.scalingPolicy": resources?.scalingPolicy,
    "computeResources.launchTemplate.overrides": template?.overrides,
    "computeResources.launchTemplate.userdataType": template?.userdataType,
    "computeResources.ec2Configuration.batchImageStatus": some(resources?.ec2Configuration, "batchImageStatus"),
    "computeResources.ec2Configuration.imageKubernetesVersion": some(
      resources?.ec2Configuration,
      "imageKubernetesVersion",
    ),
  };
  return Object.keys(members).filter((path) => members[path] !== undefined);
}

function some<T>(items: readonly T[] | undefined, key: keyof T): T[keyof T] | undefined {
  return items?.map((item) => item[key]).find((value) => value !== undefined);
}
