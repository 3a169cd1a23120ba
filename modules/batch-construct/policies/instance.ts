import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { clusterMember } from "../../policies/cluster-member";
import { policyDocument } from "../../policies/document";

export interface InstancePolicyProps extends Place {
  /** ARN of the ECS cluster that AWS Batch made for the compute environment. */
  readonly clusterArn: string;
  /** The same for the machines in it: `arn:...:container-instance/<cluster>/*`. */
  readonly containerInstanceArns: string;
  readonly repositoryArns: readonly string[];
  readonly logGroupArn: string;
}

/**
 * What a machine of the compute environment may do: be a member of its own cluster, pull the images of its context,
 * write its log group, and be reached through Session Manager.
 *
 * Takes the place of AmazonEC2ContainerServiceforEC2Role and AmazonSSMManagedInstanceCore, which the HCL attached: they
 * allow the same on every cluster, repository, log group and parameter of the account.
 */
export function instancePolicy(props: InstancePolicyProps): string {
  const { clusterArn, containerInstanceArns, repositoryArns, logGroupArn } = props;
  return policyDocument([
    ...clusterMember(clusterArn, containerInstanceArns),
    {
      Sid: "Images",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repositoryArns,
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${logGroupArn}:*`],
    },
    {
      Sid: "SessionManager",
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: [arnOf(props, "ec2", "instance/*"), arnOf(props, "ssm", "managed-instance/*")],
    },
    {
      // AWS restricts none of these to a resource.
      Sid: "WithoutResource",
      Effect: "Allow",
      Action: [
        "ec2:DescribeTags",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "ecr:GetAuthorizationToken",
        "ecs:DiscoverPollEndpoint",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: ["*"],
    },
  ]);
}
