import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { jobDefinitions } from "../../../aws/batch/job-definitions";
import { QUICK_RETRY, withRetry } from "../../../aws/retry";
import type { BatchClient } from "../../../aws/services";
import { CONTENT_TAG, contentOf } from "./content";

export interface Registration {
  readonly name: string;
  readonly revision: number;
  readonly arn: string;
  /** Whether there is a new revision; false when the newest one has the same content already. */
  readonly registered: boolean;
  /** What others have registered at the same time, newest first. */
  readonly meanwhile: readonly OtherRevision[];
}

export interface OtherRevision {
  readonly revision: number;
  /** Whether it was registered by dapf with the same content. */
  readonly isSame: boolean;
}

/**
 * Registers a definition unless its newest active revision was registered by dapf with the same content. A call that was
 * not answered is repeated only after a look at what it did.
 *
 * RegisterJobDefinition (API reference) knows no condition: of two who register one content at once, each may get a revision.
 * They do no harm, and are told.
 *
 * @param force whether to make a revision of the same content, too
 * @throws AwsCallError
 */
export async function registerDefinition(
  batch: BatchClient,
  request: RegisterJobDefinitionRequest,
  force = false,
): Promise<Registration> {
  const name = request.jobDefinitionName ?? "";
  const content = contentOf(request);
  const tagged = { ...request, tags: { ...request.tags, [CONTENT_TAG]: content } };
  /** The newest revision before the first call. */
  let before: number | undefined;
  const register = async () => {
    const [newest] = await jobDefinitions(batch.quick, name);
    const revision = newest?.revision ?? 0;
    before ??= revision;
    const isNew = revision > before;
    if (newest?.tags?.[CONTENT_TAG] === content && (isNew || !force)) {
      return { name, revision, arn: newest.jobDefinitionArn ?? "", registered: isNew, meanwhile: [] };
    }
    const made = await batch.call("RegisterJobDefinition", tagged, { once: true });
    const since = (await jobDefinitions(batch.quick, name)).filter((one) => (one.revision ?? 0) > revision);
    const meanwhile = since.flatMap((one) =>
      one.revision === undefined || one.revision === made.revision
        ? []
        : [{ revision: one.revision, isSame: one.tags?.[CONTENT_TAG] === content }],
    );
    return { name, revision: made.revision ?? 0, arn: made.jobDefinitionArn ?? "", registered: true, meanwhile };
  };
  return withRetry(register, batch.time, QUICK_RETRY);
}
