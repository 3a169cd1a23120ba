import { iamArn } from "../../aws/arns";
import type { Grant } from "../grant";
import type { Scope } from "../scope";

const DECLARED = "The names are those that the file of the training queues declares.";

/** Training queues, as Cloud Control reads them in the name of its caller. */
export function readTrainingQueues(scope: Scope): Grant[] {
  const { queues } = scope;
  if (!queues.areDeclared) return [];
  return [
    {
      sid: "ReadTrainingQueues",
      actions: ["batch:DescribeQuotaShare", "batch:ListQuotaShares", "batch:ListTagsForResource"],
      resources: allOf(scope),
      reason: "What Cloud Control asks AWS Batch in the name of its caller.",
      unnamed: DECLARED,
    },
  ];
}

/**
 * Training queues, as Cloud Control makes, changes and removes them. Which actions: the handlers of the four resource types.
 * A queue is made with an environment and a policy, a share with a queue: AWS asks for the right on both.
 */
export function writeTrainingQueues(scope: Scope): Grant[] {
  const { queues, place } = scope;
  if (!queues.areDeclared) return [];
  const kinds = ["ServiceEnvironment", "SchedulingPolicy", "JobQueue", "QuotaShare"];
  return [
    {
      sid: "TrainingQueues",
      actions: [
        ...kinds.flatMap((kind) => ["Create", "Delete", "Update"].map((verb) => `batch:${verb}${kind}`)),
        "batch:TagResource",
        "batch:UntagResource",
      ],
      resources: allOf(scope),
      reason:
        "What Cloud Control does in AWS Batch in the name of its caller, which is disabling what it deletes, too.",
      unnamed: DECLARED,
    },
    {
      sid: "RoleOfServiceEnvironments",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [iamArn(place, `role/aws-service-role/${SERVICE}/${ROLE}`)],
      conditions: { StringEquals: { "iam:AWSServiceName": SERVICE } },
      reason: "AWS Batch makes this role with the first service environment of an account.",
      unnamed: "AWS names its service-linked roles.",
    },
  ];
}

// AWS Batch User Guide, "Using roles for AWS Batch with SageMaker AI".
const SERVICE = "sagemaker-queuing.batch.amazonaws.com";
const ROLE = "AWSServiceRoleForAWSBatchWithSagemaker";

/** Every object that the file declares. Policies of fair shares have no name in common, so each is named. */
const allOf = ({ queues }: Scope): string[] => [
  ...queues.serviceEnvironments,
  ...queues.schedulingPolicies,
  ...queues.jobQueues,
  ...queues.quotaShares,
];
