import type { TerraformState } from "./state";

/** A VPC and its subnets, by their ids. */
export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/**
 * The VPC that inferencing runs in, as the resources of the state have it. An environment may look it up by tags, which
 * a preview without the account cannot.
 */
export function inferencingNetwork({ managed }: TerraformState): Network | undefined {
  const inferencing = managed.filter(({ module }) => /^module\.batch_inferencing(\.|$)/.test(module));
  const vpcId = inferencing.find(({ type }) => type === "aws_security_group")?.attributes.vpc_id;
  const subnetIds = inferencing
    .filter(({ type }) => type === "aws_batch_compute_environment")
    .flatMap(({ attributes }) => subnetsOf(attributes.compute_resources));
  return typeof vpcId === "string" && subnetIds.length > 0 ? { vpcId, subnetIds: [...new Set(subnetIds)] } : undefined;
}

/** A block of Terraform is a list in a state. */
function subnetsOf(block: unknown): string[] {
  if (!Array.isArray(block)) return [];
  const [resources] = block as readonly unknown[]; // Cast: elements of any array are unknown.
  if (typeof resources !== "object" || resources === null || !("subnets" in resources)) return [];
  const { subnets } = resources;
  return Array.isArray(subnets) ? subnets.filter((one) => typeof one === "string") : [];
}
