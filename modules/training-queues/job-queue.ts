import type { Construct } from "constructs";
import { jobQueue } from "../../aws/batch/requests/job-queue";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { JobQueueRequest } from "../../config/training-queues";
import { BatchResource } from "../batch-resources/batch-resource";
import { ReplacementInputs } from "../batch-resources/replacement-inputs";
import type { SchedulingPolicy } from "../batch-resources/scheduling-policy";
import type { ServiceEnvironment } from "./service-environment";

export interface JobQueueProps {
  /** Its links are taken from the props below. */
  readonly request: JobQueueRequest;
  /** Where the jobs run: the construct, or the ARN of an existing one. */
  readonly serviceEnvironment: ServiceEnvironment | string;
  /** @default - jobs start in the order of their submission */
  readonly schedulingPolicy?: SchedulingPolicy | string;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A queue of SageMaker training jobs. Its new name replaces it: the old one goes first, because the service environment
 * of a queue with quota shares may belong to no other queue, not even for a moment.
 *
 * That a queue cannot change its name the AWS provider sees by itself, but not while its policy or environment is new, too:
 * their ids, and with them everything that is said of the queue, are unknown in the plan. It would plan a change in place,
 * and give up half-way ("Provider produced inconsistent final plan").
 */
export class JobQueue extends BatchResource {
  constructor(scope: Construct, id: string, props: JobQueueProps) {
    const { request, serviceEnvironment, schedulingPolicy } = props;
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.jobQueue,
      table: jobQueue,
      request: {
        // Stated, because absence means "as it is" when Cloud Control gets only what changed.
        state: "ENABLED",
        jobQueueType: "SAGEMAKER_TRAINING",
        ...rest,
        schedulingPolicyArn: typeof schedulingPolicy === "string" ? schedulingPolicy : schedulingPolicy?.id,
        serviceEnvironmentOrder: request.serviceEnvironmentOrder.map(({ order }) => ({
          order,
          serviceEnvironment: typeof serviceEnvironment === "string" ? serviceEnvironment : serviceEnvironment.id,
        })),
      },
      tags: { ...props.tags, ...ownTags },
      lifecycle: { replaceTriggeredBy: [ReplacementInputs.of(scope, "job_queue_names").add(id, request.jobQueueName)] },
    });
  }
}
