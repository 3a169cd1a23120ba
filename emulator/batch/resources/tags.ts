/** Tags of Batch resources, by ARN. */
import type {
  ListTagsForResourceResponse,
  ListTagsForResourceRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import { partsOfBatchArn } from "../../../aws/batch/arns";
import { doesNotExist } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { requireTags } from "../rules/tags";

/** Anything that carries tags. */
interface Tagged {
  readonly arn: string;
  tags: Record<string, string>;
}

export function listTagsForResource(
  call: Call,
  input: Checked<ListTagsForResourceRequest>,
): ListTagsForResourceResponse {
  return { tags: tagged(call, input.resourceArn).tags };
}

export function tagResource(call: Call, input: Checked<TagResourceRequest>): Record<string, never> {
  const resource = tagged(call, input.resourceArn);
  const tags = { ...resource.tags, ...input.tags };
  requireTags(tags);
  resource.tags = tags;
  return {};
}

export function untagResource(call: Call, input: Checked<UntagResourceRequest>): Record<string, never> {
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
    state.consumableResources,
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
