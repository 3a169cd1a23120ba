import { jobQueueSchema } from "./job-queue";
import { quotaShareSchema } from "./quota-share";
import { schedulingPolicySchema } from "./scheduling-policy";
import { serviceEnvironmentSchema } from "./service-environment";
import type { ResourceSchema } from "./shared";

export type { ResourceSchema } from "./shared";

/** The four resource types of training queues. */
export const SCHEMAS = {
  serviceEnvironment: serviceEnvironmentSchema,
  schedulingPolicy: schedulingPolicySchema,
  jobQueue: jobQueueSchema,
  quotaShare: quotaShareSchema,
} as const;

const texts = new Map<ResourceSchema, string>();

/** The same bytes every time: a change of mere white space would be planned as a change of every queue. */
export function schemaText(schema: ResourceSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}
