import type { Place } from "../../../aws/place";
import { iamArn } from "../../../aws/arns";
import type { Statement } from "../../policies/document";
import { packPolicies, type ScopedResource, type ScopedStatement } from "./pack";

export interface OperatorPolicyProps extends Place {
  readonly serviceEnvironments: readonly ScopedResource[];
  readonly schedulingPolicies: readonly ScopedResource[];
  readonly queues: readonly ScopedResource[];
  readonly shares: readonly ScopedResource[];
}

/**
 * What a role needs that deploys the queues of an environment: Cloud Control calls AWS Batch with the rights of its
 * caller. Which actions: the `handlers` of the four resource types; Cloud Control disables what it deletes, hence the
 * updates.
 *
 * @returns the JSON of one policy, or of several when the queues are many
 */
export function operatorPolicies(props: OperatorPolicyProps): string[] {
  const { partition, region, serviceEnvironments, schedulingPolicies, queues, shares } = props;
  const inThisRegion = { StringEquals: { "aws:RequestedRegion": region } };
  const fixed: Statement[] = [
    {
      // The IAM prefix of Cloud Control is CloudFormation's. AWS restricts none of these to a resource.
      Sid: "CloudControl",
      Effect: "Allow",
      Action: [
        "cloudformation:CreateResource",
        "cloudformation:DeleteResource",
        "cloudformation:GetResource",
        "cloudformation:GetResourceRequestStatus",
        "cloudformation:UpdateResource",
      ],
      Resource: ["*"],
      Condition: inThisRegion,
    },
    {
      Sid: "WithoutResource",
      Effect: "Allow",
      Action: [
        "batch:DescribeJobQueues",
        "batch:DescribeSchedulingPolicies",
        "batch:DescribeServiceEnvironments",
        "batch:ListSchedulingPolicies",
      ],
      Resource: ["*"],
      Condition: inThisRegion,
    },
    {
      // Batch makes this role when the first service environment of an account is created.
      Sid: "ServiceLinkedRole",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: [iamArn({ partition, account: "*" }, "role/*AWSServiceRoleForAWSBatchWithSagemaker")],
      Condition: { StringEquals: { "iam:AWSServiceName": "sagemaker-queuing.batch.amazonaws.com" } },
    },
  ];
  return packPolicies(fixed, [
    manage("ServiceEnvironments", "ServiceEnvironment", serviceEnvironments),
    manage("SchedulingPolicies", "SchedulingPolicy", schedulingPolicies),
    manage("Queues", "JobQueue", queues, "batch:ListQuotaShares"),
    manage("Shares", "QuotaShare", shares, "batch:DescribeQuotaShare"),
    // A queue is made with an environment and a policy, a share with a queue: AWS asks for the right on both.
    {
      statement: { Sid: "LinksOfQueues", Effect: "Allow", Action: ["batch:CreateJobQueue", "batch:UpdateJobQueue"] },
      resources: byArn([...serviceEnvironments, ...schedulingPolicies]),
    },
    {
      statement: { Sid: "LinksOfShares", Effect: "Allow", Action: ["batch:CreateQuotaShare"] },
      resources: byArn(queues),
    },
  ]);
}

function manage(
  sid: string,
  kind: string,
  resources: readonly ScopedResource[],
  ...more: readonly string[]
): ScopedStatement {
  const own = ["Create", "Delete", "Update"].map((verb) => `batch:${verb}${kind}`);
  const actions = [...own, "batch:TagResource", "batch:UntagResource", ...more].sort();
  return { statement: { Sid: sid, Effect: "Allow", Action: actions }, resources: byArn(resources) };
}

/** ARNs, not references: the right to create something cannot wait until it is there. */
function byArn(resources: readonly ScopedResource[]): ScopedResource[] {
  return resources.map(({ arn }) => ({ value: arn, arn }));
}
