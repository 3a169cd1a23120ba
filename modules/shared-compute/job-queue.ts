import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import type { Construct } from "constructs";
import type { JobQueueDeclaration } from "../../config/compute";
import { ConfigError } from "../../config/errors";
import { ReplacementInputs } from "../batch-resources/replacement-inputs";

export interface ContainerQueueProps {
  readonly declaration: JobQueueDeclaration;
  /** The file that declares it, relative to the repository root. */
  readonly file: string;
  /** ARNs, in the order in which they are tried. */
  readonly environmentArns: readonly string[];
  /** Undefined for a queue in order of submission. */
  readonly schedulingPolicyArn: string | undefined;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * DeleteJobQueue: "All jobs in the queue are eventually terminated ... at a rate of about 16 jobs each second", so that this
 * is enough for 57,600.
 */
const DELETION = "60m";

/**
 * A queue of containers. Its type is that of its environments, which Terraform's provider leaves to AWS Batch (CreateJobQueue,
 * jobQueueType: "The type of job queue ... determined by" them), and which a rule compares with what is declared. It moves to other environments while jobs run; another name makes another queue.
 */
export class ContainerQueue extends BatchJobQueue {
  /** @throws ConfigError when it has a type, and none of its environments is declared that could have it */
  constructor(scope: Construct, id: string, props: ContainerQueueProps) {
    const { declaration, environmentArns, schedulingPolicyArn, tags } = props;
    const { request, scheduling, kind } = declaration;
    if (request.jobQueueType !== undefined && kind === undefined) throw unknownType(props);
    const orders = request.computeEnvironmentOrder.map(({ order }) => order).sort((a, b) => a - b);
    const unchangeable = ReplacementInputs.of(scope, "job_queue_kinds").add(id, `${scheduling} ${kind ?? "ANY"}`);
    super(scope, id, {
      name: request.jobQueueName,
      state: request.state ?? "ENABLED",
      priority: request.priority,
      schedulingPolicyArn,
      computeEnvironmentOrder: environmentArns.map((arn, index) => ({
        order: orders[index] ?? index,
        computeEnvironment: arn,
      })),
      jobStateTimeLimitAction: request.jobStateTimeLimitActions?.map(({ action, maxTimeSeconds, reason, state }) => ({
        action,
        maxTimeSeconds,
        reason,
        state,
      })),
      tags: { ...tags, ...request.tags },
      timeouts: { delete: DELETION },
      // CreateJobQueue: a queue without a policy "can't have a fair-share scheduling policy added", one of a policy cannot be
      // removed, and the environments are of EC2 or of Fargate forever.
      lifecycle: { replaceTriggeredBy: [unchangeable] },
    });
  }
}

function unknownType({ declaration, file }: ContainerQueueProps): ConfigError {
  return new ConfigError([
    {
      file,
      path: `JobQueues.${declaration.key}_QUEUE_CREATE_REQUEST.jobQueueType`,
      rule: "is not for a queue none of whose environments is declared here",
      found: declaration.request.jobQueueType,
      hint: "leave it out: AWS Batch finds it by the environments",
      source: "docs/compute-declarations.md, What is deployed",
    },
  ]);
}
