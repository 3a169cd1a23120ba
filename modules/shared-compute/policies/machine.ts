import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { clusterMember } from "../../policies/cluster-member";
import { policyDocument } from "../../policies/document";

export interface MachinePolicyProps {
  readonly place: Place;
  /** Names of the log groups of the jobs. */
  readonly logGroups: readonly string[];
}

/**
 * What a machine of shared compute may do: be a member of the cluster of its environment, and write the logs of jobs, which
 * Amazon ECS does on machines with their role. Images are pulled by the execution role. Source of the actions:
 * AmazonEC2ContainerServiceforEC2Role, which allows the same on everything.
 */
export function machinePolicy({ place, logGroups }: MachinePolicyProps): string {
  return policyDocument([
    // AWS Batch names the cluster of an environment itself, and makes it with the environment, which names this role.
    ...clusterMember(arnOf(place, "ecs", "cluster/*"), arnOf(place, "ecs", "container-instance/*")),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: logGroups.map((name) => `${arnOf(place, "logs", `log-group:${name}`)}:*`),
    },
    {
      // AWS restricts none of these to a resource.
      Sid: "WithoutResource",
      Effect: "Allow",
      Action: ["ec2:DescribeTags", "ecr:GetAuthorizationToken", "ecs:DiscoverPollEndpoint"],
      Resource: ["*"],
    },
  ]);
}
