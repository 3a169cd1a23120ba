import type { Construct } from "constructs";
import { serviceEnvironment } from "../../aws/batch/requests/service-environment";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { ServiceEnvironmentRequest } from "../../config/training-queues";
import { BatchResource } from "../batch-resources/batch-resource";

export interface ServiceEnvironmentProps {
  readonly request: ServiceEnvironmentRequest;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How much of SageMaker Training the queues that name it may use at a time. */
export class ServiceEnvironment extends BatchResource {
  constructor(scope: Construct, id: string, { request, tags }: ServiceEnvironmentProps) {
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.serviceEnvironment,
      table: serviceEnvironment,
      // Stated, so that taking `state: DISABLED` out of a file enables it again: Cloud Control gets only what changed.
      request: { state: "ENABLED", ...rest },
      tags: { ...tags, ...ownTags },
      // AWS Batch refuses to delete one that a queue still names. A new name therefore makes the new one first, then
      // changes the queue, then deletes the old one.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
