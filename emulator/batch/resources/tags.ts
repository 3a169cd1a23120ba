/** Tags of Batch resources, by ARN. */
import type { ListTagsForResourceResponse } from "@aws-sdk/client-batch";
import { z } from "zod";
import { partsOfBatchArn } from "../../../aws/batch/arns";
import { doesNotExist } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { requireTags } from "../rules/tags";
import { tagsShape } from "../plumbing/shapes";

/** Anything that carries tags. */
interface Tagged {
  readonly arn: string;
  tags: Record<string, string>;
}

export const listTagsForResourceShape = z.object({ resourceArn: z.string() });

export function listTagsForResource(
  call: Call,
  input: z.infer<typeof listTagsForResourceShape>,
): ListTagsForResourceResponse {
  return { tags: tagged(call, input.resourceArn).tags };
}

export const tagResourceShape = z.object({ resourceArn: z.string(), tags: tagsShape });

export function tagResource(call: Call, input: z.infer<typeof tagResourceShape>): Record<string, never> {
  const resource = tagged(call, input.resourceArn);
  const tags = { ...resource.tags, ...input.tags };
  requireTags(tags);
  resource.tags = tags;
  return {};
}

export const untagResourceShape = z.object({ resourceArn: z.string(), tagKeys: z.array(z.string()) });

export function untagResource(call: Call, input: z.infer<typeof untagResourceShape>): Record<string, never> {
  const resource = tagged(call, input.resourceArn);
  const gone = new Set(input.tagKeys);
  resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !gone.has(key)));
  return {};
}

function tagged({ state, now }: Call, arn: string): Tagged {
  const tables = [
    state.computeEnvironments,
    state.serviceEnvironments,
    state.schedulingPolicies,
    state.jobQueues,
    state.quotaShares,
  ];
  for (const table of tables) {
    const found: Tagged | undefined = table.find(arn, now);
    if (found?.arn === arn) return found;
  }
  const definition = state.jobDefinitions.find(arn);
  if (definition?.arn === arn) return definition;
  const job = state.jobs.get(partsOfBatchArn(arn)?.resource.replace(/^job\//, "") ?? "");
  // TagResource: "ARNs for child jobs of array and multi-node parallel (MNP) jobs aren't supported."
  if (job?.arn === arn && job.array?.kind !== "child") return job;
  const serviceJob = state.serviceJobs.get(partsOfBatchArn(arn)?.resource.replace(/^service-job\//, "") ?? "");
  if (serviceJob?.arn === arn) return serviceJob;
  throw doesNotExist(arn);
}
