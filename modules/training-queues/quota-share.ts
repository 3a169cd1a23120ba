import type { Construct } from "constructs";
import { quotaShare } from "../../aws/batch/requests/quota-share";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { QuotaShareRequest } from "../../config/training-queues";
import { BatchResource } from "../batch-resources/batch-resource";
import type { JobQueue } from "./job-queue";

export interface QuotaShareProps {
  /** Its link is taken from the prop below. */
  readonly request: QuotaShareRequest;
  /** The queue that it is a share of: the construct, or the ARN of an existing one. */
  readonly jobQueue: JobQueue | string;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A part of a queue's capacity that is lent, borrowed or reserved. */
export class QuotaShare extends BatchResource {
  constructor(scope: Construct, id: string, { request, jobQueue, tags }: QuotaShareProps) {
    const { tags: ownTags, resourceSharingConfiguration: sharing, ...rest } = request;
    // No limit is -1; stated, because absence means "as it is" when Cloud Control gets only what changed.
    const unlimited = sharing.strategy === "LEND_AND_BORROW" ? { borrowLimit: -1 } : {};
    super(scope, id, {
      schema: RESOURCE_SCHEMAS.quotaShare,
      table: quotaShare,
      request: {
        state: "ENABLED",
        ...rest,
        jobQueue: typeof jobQueue === "string" ? jobQueue : jobQueue.id,
        resourceSharingConfiguration: { ...unlimited, ...sharing },
      },
      tags: { ...tags, ...ownTags },
      // A share goes and comes with its queue. While the ARN of a renamed queue is not known yet, the provider cannot
      // tell that the share must be replaced, and would leave it in the queue that is about to be deleted.
      ...(typeof jobQueue === "string" ? {} : { lifecycle: { replaceTriggeredBy: [`${addressOf(jobQueue)}.id`] } }),
    });
  }
}

/** As `replace_triggered_by` wants it: a bare reference, no expression. */
function addressOf({ terraformResourceType, friendlyUniqueId }: JobQueue): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
