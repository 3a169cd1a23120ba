import type { Construct } from "constructs";
import { schedulingPolicy } from "../../aws/batch/requests/scheduling-policy";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { SchedulingPolicyRequest } from "../../config/training-queues";
import { BatchResource } from "../batch-resources/batch-resource";

export interface SchedulingPolicyProps {
  readonly request: SchedulingPolicyRequest;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How the queues that name it choose the next job: by fair share or by quota shares. */
export class SchedulingPolicy extends BatchResource {
  constructor(scope: Construct, id: string, { request, tags }: SchedulingPolicyProps) {
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.schedulingPolicy,
      table: schedulingPolicy,
      request: rest,
      tags: { ...tags, ...ownTags },
      // AWS Batch refuses to delete one that a queue still names: see ServiceEnvironment.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
