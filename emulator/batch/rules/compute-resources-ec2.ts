import type { ComputeResource } from "@aws-sdk/client-batch";
import { BID_PERCENTAGE, isWithin } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";

/** Compute resources of type EC2 and SPOT. Sources: as in `compute-environment.ts`. */
export function requireEc2(resources: ComputeResource): void {
  requireCpus(resources);
  if (resources.instanceRole === undefined) throw new InvalidRequest("Instance role is required.");
  if ((resources.instanceTypes ?? []).length === 0) throw new InvalidRequest("Resource instanceTypes are required.");
  requireStrategy(resources);
  requireBid(resources);
  requireTemplate(resources);
}

function requireCpus({ minvCpus = 0, maxvCpus = 0, desiredvCpus = minvCpus }: ComputeResource): void {
  if (minvCpus < 0) throw new InvalidRequest("minvCpus should be greater than or equal to 0.");
  if (maxvCpus < minvCpus) throw new InvalidRequest("maxvCpus should be greater than or equal to minvCpus.");
  if (desiredvCpus < minvCpus || desiredvCpus > maxvCpus) {
    throw new InvalidRequest("desiredvCpus should be between minvCpus and maxvCpus.");
  }
}

/** ComputeResource, allocationStrategy: which strategies are for Spot Instances only; BEST_FIT is the default. */
function requireStrategy({ type, allocationStrategy = "BEST_FIT", spotIamFleetRole }: ComputeResource): void {
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

function requireBid({ bidPercentage }: ComputeResource): void {
  if (bidPercentage !== undefined && !isWithin(BID_PERCENTAGE, bidPercentage)) {
    throw new InvalidRequest("Bid percentage must be between 0 to 100.");
  }
}

function requireTemplate({ launchTemplate }: ComputeResource): void {
  if (launchTemplate === undefined) return;
  const { launchTemplateId, launchTemplateName, overrides = [] } = launchTemplate;
  const named = [launchTemplateId, launchTemplateName].filter((one) => one !== undefined).length;
  if (named > 1 || (named === 0 && overrides.length === 0)) {
    throw new InvalidRequest(
      "One of LaunchTemplateId and LaunchTemplateName or LaunchTemplate.Overrides is required.",
    );
  }
}
