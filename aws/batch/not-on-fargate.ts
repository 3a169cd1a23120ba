import type { ComputeResource } from "@aws-sdk/client-batch";

/** ComputeResource: "This parameter isn't applicable to jobs that are running on Fargate resources. Don't specify it." */
export const NOT_ON_FARGATE = [
  "allocationStrategy",
  "minvCpus",
  "desiredvCpus",
  "instanceTypes",
  "imageId",
  "ec2KeyPair",
  "instanceRole",
  "tags",
  "placementGroup",
  "bidPercentage",
  "spotIamFleetRole",
  "launchTemplate",
  "ec2Configuration",
  "scalingPolicy",
] as const satisfies readonly (keyof ComputeResource)[];
