import type { Statement } from "./document";

/**
 * What a machine needs to be a member of an Amazon ECS cluster, as AmazonEC2ContainerServiceforEC2Role has it.
 *
 * @param cluster - ARN of the cluster, or a pattern
 * @param containerInstances - the same of the machines in it
 */
export function clusterMember(cluster: string, containerInstances: string): Statement[] {
  return [
    {
      Sid: "Cluster",
      Effect: "Allow",
      Action: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      Resource: [cluster],
    },
    {
      Sid: "ContainerInstance",
      Effect: "Allow",
      Action: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      Resource: [containerInstances],
    },
    {
      Sid: "TagsAtRegistration",
      Effect: "Allow",
      Action: ["ecs:TagResource"],
      Resource: [containerInstances],
      Condition: { StringEquals: { "ecs:CreateAction": "RegisterContainerInstance" } },
    },
  ];
}
