/** Rules of what a submission overrides. AWS documents the conditions; where no answer of the service is known, the words are ours. */
import type { NodePropertyOverride, SubmitJobRequest } from "@aws-sdk/client-batch";
import { submission } from "../../../aws/batch/requests/container-job";
import type { Checked } from "../../../aws/fields/field";
import { requireConsumables } from "./consumables";
import { requireRequirements } from "./container-properties";
import { requireFields } from "./fields";
import { requireTargetNodes } from "./node-properties";
import { requirePodMetadata, requirePodResources } from "./pod-properties";

type Submission = Checked<SubmitJobRequest>;

const OVERRIDES = [
  "containerOverrides",
  "nodeOverrides",
  "ecsPropertiesOverride",
  "eksPropertiesOverride",
  "consumableResourcePropertiesOverride",
] as const;

export function requireOverrides(input: Submission): void {
  requireOne(input);
  const { numNodes, nodePropertyOverrides = [] } = input.nodeOverrides ?? {};
  for (const override of nodePropertyOverrides) {
    requireTargetNodes(override.targetNodes, numNodes);
    requireOne(override);
  }
  for (const member of OVERRIDES) {
    const overrides = input[member];
    if (overrides !== undefined) requireFields(submission.rows[member].rows, overrides, member);
  }
}

function requireOne(overrides: Partial<Submission> & Partial<Checked<NodePropertyOverride>>): void {
  const { containerOverrides, ecsPropertiesOverride: ecs, eksPropertiesOverride: eks } = overrides;
  const tasks = (ecs?.taskProperties ?? []).flatMap(({ containers = [] }) => containers);
  for (const one of [...(containerOverrides === undefined ? [] : [containerOverrides]), ...tasks]) {
    requireRequirements(one.resourceRequirements ?? []);
  }
  const { containers = [], initContainers = [], metadata } = eks?.podProperties ?? {};
  for (const { resources = {} } of [...containers, ...initContainers]) requirePodResources(resources);
  requirePodMetadata(metadata);
  requireConsumables(overrides.consumableResourcePropertiesOverride);
}
