import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { type BatchCalls, named } from "../batch";
import { realTime, type Time, withRetry } from "../rate";
import { CONTENT_TAG, contentOf } from "./content";
import { findDefinitions } from "./find-definitions";

export interface Registration {
  readonly name: string;
  readonly revision: number;
  readonly arn: string;
  /** Whether there is a new revision; false when the newest one has the same content already. */
  readonly registered: boolean;
}

/**
 * Registers a definition unless its newest active revision was registered by dapf with the same content. A call that was
 * not answered is repeated only after a look at what it did.
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
    withRetry(async () => {
      const [newest] = await findDefinitions(calls, name, time);
      const revision = newest?.revision ?? 0;
      before ??= revision;
      const isNew = revision > before;
      if (newest?.tags?.[CONTENT_TAG] === content && (isNew || !force)) {
        return { name, revision, arn: newest.jobDefinitionArn ?? "", registered: isNew };
      }
      const made = await calls.registerJobDefinition(tagged);
      return { name, revision: made.revision ?? 0, arn: made.jobDefinitionArn ?? "", registered: true };
    }, time),
  );
}
