import { batchArn } from "../../../aws/batch/arns";
import { QUEUE_TAG } from "../../../aws/batch/queue-tag";
import type { Place } from "../../../aws/place";
import type { Statement } from "../../policies/document";
import { trainingLogGroup } from "./log-group";
import { packPolicies, type ScopedResource } from "./pack";

export interface SubmitterPolicyProps extends Place {
  readonly queues: readonly ScopedResource[];
  readonly shares: readonly ScopedResource[];
  /** The role that the training jobs run under. */
  readonly executionRole: ScopedResource;
}

/**
 * What somebody may do who submits training jobs to the queues of an environment, watches and ends them. Which actions
 * AWS restricts to which resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 *
 * @returns the JSON of one policy, or of several when the queues are many
 */
export function submitterPolicies(props: SubmitterPolicyProps): string[] {
  const logGroup = trainingLogGroup(props);
  const jobs = batchArn(props, "service-job/*");
  const fixed: Statement[] = [
    {
      // Batch gives a job its id, so that its ARN cannot be known before.
      Sid: "Jobs",
      Effect: "Allow",
      Action: ["batch:SubmitServiceJob", "batch:TagResource"],
      Resource: [jobs],
    },
    {
      // What their jobs have written: `dapf train logs`.
      Sid: "LogStreams",
      Effect: "Allow",
      Action: ["logs:DescribeLogStreams"],
      Resource: [logGroup, `${logGroup}:*`],
    },
    {
      // Batch calls the training jobs of service jobs so, whatever their payload says.
      Sid: "LogEvents",
      Effect: "Allow",
      Action: ["logs:GetLogEvents"],
      Resource: [`${logGroup}:log-stream:AWSBatch*`],
    },
    {
      // AWS restricts none of these to a resource.
      Sid: "WithoutResource",
      Effect: "Allow",
      Action: [
        "batch:DescribeJobQueues",
        "batch:DescribeSchedulingPolicies",
        "batch:DescribeServiceEnvironments",
        "batch:DescribeServiceJob",
        "batch:ListServiceJobs",
      ],
      Resource: ["*"],
      Condition: { StringEquals: { "aws:RequestedRegion": props.region } },
    },
  ];
  return packPolicies(fixed, [
    {
      statement: {
        Sid: "ExecutionRole",
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
      },
      resources: [props.executionRole],
    },
    {
      statement: {
        Sid: "Queues",
        Effect: "Allow",
        Action: ["batch:GetJobQueueSnapshot", "batch:ListQuotaShares", "batch:SubmitServiceJob"],
      },
      resources: props.queues,
    },
    {
      // Nothing in a job's ARN tells its queue; the tag tells it that `dapf train submit` gives.
      statement: {
        Sid: "JobsOfQueues",
        Effect: "Allow",
        Action: ["batch:TerminateServiceJob", "batch:UpdateServiceJob"],
      },
      resources: props.queues.map(({ arn }) => {
        const name = arn.slice(arn.indexOf("/") + 1);
        return { value: name, arn: name };
      }),
      scope: (names) => ({
        Resource: [jobs],
        Condition: { StringEquals: { [`aws:ResourceTag/${QUEUE_TAG}`]: names } },
      }),
    },
    {
      statement: { Sid: "Shares", Effect: "Allow", Action: ["batch:DescribeQuotaShare", "batch:SubmitServiceJob"] },
      resources: props.shares,
    },
  ]);
}
