import type { ResourceType } from "../resource-type";
import { COMPUTE_ENVIRONMENT } from "./compute-environment";
import { CONSUMABLE_RESOURCE } from "./consumable-resource";
import { JOB_DEFINITION } from "./job-definition";
import { JOB_QUEUE } from "./job-queue";
import { QUOTA_SHARE } from "./quota-share";
import { SCHEDULING_POLICY } from "./scheduling-policy";
import { SERVICE_ENVIRONMENT } from "./service-environment";

/** The resource types of the embedded Cloud Control, by name. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    COMPUTE_ENVIRONMENT,
    CONSUMABLE_RESOURCE,
    JOB_DEFINITION,
    JOB_QUEUE,
    QUOTA_SHARE,
    SCHEDULING_POLICY,
    SERVICE_ENVIRONMENT,
  ].map((type) => [type.schema.typeName, type]),
);
