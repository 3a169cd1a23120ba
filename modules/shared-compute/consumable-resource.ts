import type { Construct } from "constructs";
import { consumableResource } from "../../aws/batch/requests/consumable-resource";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { ComputeModel } from "../../config/compute";
import { BatchResource } from "../batch-resources/batch-resource";

export interface ConsumableResourceProps {
  readonly request: ComputeModel["consumableResources"][number]["request"];
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What jobs need beside compute, such as licences. */
export class ConsumableResource extends BatchResource {
  constructor(scope: Construct, id: string, { request, tags }: ConsumableResourceProps) {
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.consumableResource,
      table: consumableResource,
      request: rest,
      tags: { ...tags, ...ownTags },
      // Definitions name it until they have revisions that name the new one.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
