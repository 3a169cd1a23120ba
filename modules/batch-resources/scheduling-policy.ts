import type { CreateSchedulingPolicyRequest } from "@aws-sdk/client-batch";
import type { Construct } from "constructs";
import { schedulingPolicy } from "../../aws/batch/requests/scheduling-policy";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { Checked } from "../../aws/fields/field";
import { BatchResource } from "./batch-resource";

export interface SchedulingPolicyProps {
  readonly request: Checked<CreateSchedulingPolicyRequest>;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * How the queues that name it choose the next job: by fair share or by quota shares. The AWS provider has a resource for the
 * former; it would keep weights in the state rounded to 32 bits.
 */
export class SchedulingPolicy extends BatchResource {
  constructor(scope: Construct, id: string, { request, tags }: SchedulingPolicyProps) {
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.schedulingPolicy,
      table: schedulingPolicy,
      request: rest,
      tags: { ...tags, ...ownTags },
      // AWS Batch refuses to delete one that a queue still names. A new name therefore makes the new one
      // first, then changes the queues, then deletes the old one.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
