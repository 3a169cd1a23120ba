import type {
  ListJobsByConsumableResourceRequest,
  ListJobsByConsumableResourceResponse,
  ListJobsByConsumableResourceSummary,
} from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { InvalidRequest } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { page } from "../../plumbing/pages";
import type { ConsumableResource } from "../../plumbing/state";
import { fitsName, onlyFilter } from "../job-filters";
import type { Job } from "./job";

type ListJobs = Checked<ListJobsByConsumableResourceRequest>;

/** The newest first, as ListJobs has them; of an array its parent. */
export function listJobsByConsumableResource(
  { state, now }: Call,
  { consumableResource, filters, ...pages }: ListJobs,
): ListJobsByConsumableResourceResponse {
  const resource = state.consumableResources.get(consumableResource, now);
  const fits = filterOf(filters);
  const entries = state.jobs
    .newest()
    .filter((job) => quantityOf(job, resource) !== undefined && fits(job))
    .map((job) => ({ number: -job.order, resource: job }));
  const { items, nextToken } = page(`jobs of ${resource.arn}`, entries, pages);
  return { jobs: items.map((job) => summary(job, resource)), nextToken };
}

function filterOf(filters: ListJobs["filters"]): (job: Job) => boolean {
  const filter = onlyFilter(filters);
  switch (filter?.name) {
    case undefined:
      return () => true;
    case "JOB_STATUS":
      return ({ status }) => filter?.values.includes(status) === true;
    case "JOB_NAME":
      return ({ name }) => filter?.values.some((value) => fitsName(value, name)) === true;
    default:
      throw new InvalidRequest(`${filter?.name} is not a filter of ListJobsByConsumableResource.`);
  }
}

/** How much of the resource a job needs; undefined: nothing. */
function quantityOf({ consumables }: Job, { name, arn }: ConsumableResource): number | undefined {
  const need = consumables?.consumableResourceList?.find(({ consumableResource: stated }) => {
    return stated === name || stated === arn;
  });
  return need && (need.quantity ?? 0);
}

function summary(job: Job, resource: ConsumableResource): ListJobsByConsumableResourceSummary {
  return {
    jobArn: job.arn,
    jobQueueArn: job.queueArn,
    jobName: job.name,
    jobDefinitionArn: job.definitionArn,
    shareIdentifier: job.shareIdentifier,
    jobStatus: job.status,
    quantity: quantityOf(job, resource),
    statusReason: job.statusReason,
    startedAt: job.startedAt,
    createdAt: job.createdAt,
    consumableResourceProperties: job.consumables,
  };
}
