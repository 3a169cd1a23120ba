import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { type BatchCalls, named } from "../batch";
import { QUICK_RETRY, realTime, type Time, withRetry } from "../../engine/rate";
import { CONTENT_TAG, contentOf } from "./content";
import { findDefinitions } from "./find-definitions";

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
 * @throws JobCallError
 */
export async function registerDefinition(
  calls: Pick<BatchCalls, "describeJobDefinitions" | "registerJobDefinition">,
  request: RegisterJobDefinitionRequest,
  force = false,
  time: Time = realTime,
): Promise<Registration> {
  const name = request.jobDefinitionName ?? "";
  const content = contentOf(request);
  const tagged = { ...request, tags: { ...request.tags, [CONTENT_TAG]: content } };
  /** The newest revision before the first call. */
  let before: number | undefined;
  return named("RegisterJobDefinition", () =>
    withRetry(
      async () => {
        const [newest] = await findDefinitions(calls, name, time);
        const revision = newest?.revision ?? 0;
        before ??= revision;
        const isNew = revision > before;
        if (newest?.tags?.[CONTENT_TAG] === content && (isNew || !force)) {
          return { name, revision, arn: newest.jobDefinitionArn ?? "", registered: isNew, meanwhile: [] };
        }
        const made = await calls.registerJobDefinition(tagged);
        const since = (await findDefinitions(calls, name, time)).filter((one) => (one.revision ?? 0) > revision);
        const meanwhile = since.flatMap((one) =>
          one.revision === undefined || one.revision === made.revision
            ? []
            : [{ revision: one.revision, isSame: one.tags?.[CONTENT_TAG] === content }],
        );
        return { name, revision: made.revision ?? 0, arn: made.jobDefinitionArn ?? "", registered: true, meanwhile };
      },
      time,
      QUICK_RETRY,
    ),
  );
}
