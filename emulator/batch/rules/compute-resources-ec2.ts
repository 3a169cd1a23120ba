import type { ComputeResource } from "@aws-sdk/client-batch";
import { IMAGE_TYPES, INSTANCE_TYPES, type Orchestration } from "../../../aws/batch/instance-types";
import { BID_PERCENTAGE, isWithin, SCALE_DOWN_MINUTES } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";
import { requireTemplate } from "./launch-template";

/** Compute resources of type EC2 and SPOT. Sources: as in `compute-environment.ts`. */
export function requireEc2(resources: ComputeResource, orchestration: Orchestration): void {
  if (resources.instanceRole === undefined) throw new InvalidRequest("Instance role is required.");
  requireCpus(resources);
  requireInstanceTypes(resources.instanceTypes ?? []);
  requireStrategy(resources, orchestration);
  requireBid(resources);
  requireTemplate(resources);
  requireImages(resources, orchestration);
  requireScaling(resources);
}

function requireCpus({ minvCpus = 0, maxvCpus = 0, desiredvCpus = minvCpus }: ComputeResource): void {
  if (minvCpus < 0) throw new InvalidRequest("minvCpus should be greater than or equal to 0.");
  if (maxvCpus < minvCpus) throw new InvalidRequest("maxvCpus should be greater than or equal to minvCpus.");
  if (desiredvCpus < minvCpus || desiredvCpus > maxvCpus) {
    throw new InvalidRequest("desiredvCpus should be between minvCpus and maxvCpus.");
  }
}

/** The service's words, which name all that it has: Netflix/metaflow #70, aws/amazon-genomics-cli #209. */
function requireInstanceTypes(types: readonly string[]): void {
  if (types.length === 0) throw new InvalidRequest("Resource instanceTypes are required.");
  if (types.every((type) => INSTANCE_TYPES.has(type))) return;
  throw new InvalidRequest(`Instance type can only be one of [${[...INSTANCE_TYPES].join(", ")}]`);
}

/** ComputeResource, allocationStrategy: which strategies are for Spot Instances only; BEST_FIT is the default. */
function requireStrategy(
  { type, allocationStrategy: stated, spotIamFleetRole }: ComputeResource,
  orchestration: Orchestration,
): void {
  // "This parameter is required for Amazon EKS compute environments."
  if (stated === undefined && orchestration === "EKS")
    throw new InvalidRequest("allocationStrategy is required for EKS.");
  const allocationStrategy = stated ?? "BEST_FIT";
  if (allocationStrategy.startsWith("SPOT_") && type !== "SPOT") {
    throw new InvalidRequest(`Allocation strategy ${allocationStrategy} requires compute resource type SPOT.`);
  }
  if (allocationStrategy === "BEST_FIT_PROGRESSIVE_ORDERED" && type !== "EC2") {
    throw new InvalidRequest(`Allocation strategy ${allocationStrategy} requires compute resource type EC2.`);
  }
  if (type === "SPOT" && allocationStrategy === "BEST_FIT" && spotIamFleetRole === undefined) {
    throw new InvalidRequest("compute resource spotIamFleetRole is required.");
  }
}

function requireBid({ type, bidPercentage }: ComputeResource): void {
  if (type === "SPOT" && bidPercentage !== undefined && !isWithin(BID_PERCENTAGE, bidPercentage)) {
    throw new InvalidRequest("Bid percentage must be between 0 to 100.");
  }
}

/** Ec2Configuration, imageType: "The supported values are different for ECS and EKS resources." */
function requireImages({ ec2Configuration }: ComputeResource, orchestration: Orchestration): void {
  if (ec2Configuration === undefined) return;
  // ComputeResource, ec2Configuration: "One or two values can be provided."
  if (ec2Configuration.length === 0) throw new InvalidRequest("ec2Configuration must have one or two entries.");
  const types = ec2Configuration.map(({ imageType }) => imageType ?? "");
  if (new Set(types).size < types.length) throw new InvalidRequest("Each imageType can be given once only.");
  const known: readonly string[] = IMAGE_TYPES[orchestration];
  const wrong = types.find((type) => !known.includes(type));
  if (wrong === undefined) return;
  throw new InvalidRequest(
    `imageType ${wrong} is not valid for ${orchestration}. Valid values are: [${known.join(", ")}]`,
  );
}

/** ComputeScalingPolicy: "Use 0 to unset and disable the scale down delay." */
function requireScaling({ scalingPolicy }: ComputeResource): void {
  const minutes = scalingPolicy?.minScaleDownDelayMinutes ?? 0;
  if (minutes === 0 || isWithin(SCALE_DOWN_MINUTES, minutes)) return;
  const { least, most } = SCALE_DOWN_MINUTES;
  throw new InvalidRequest(`minScaleDownDelayMinutes must be 0, or between ${least} and ${most}.`);
}
