import { isDeepStrictEqual } from "node:util";
import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import type { Environment } from "../../config/environment";
import type { RunContext } from "../runs/run-input";
import { CodeSyncError } from "./errors";
import type { CodeServices } from "./services";

export interface DefinitionWithImage {
  readonly arn: string;
  readonly registered: boolean;
}

const MOST_REGISTERED = 5;

/**
 * The latest revision of a context's job definition when it has the image, else a new one that differs in the image alone.
 * AWS Batch registers without conditions (API reference, RegisterJobDefinition), so that somebody can register a revision
 * between our look and our call. What it changed would be gone with ours, which is newer: then ours is made once more, of
 * theirs.
 *
 * @throws CodeSyncError when there is no such definition
 */
export async function definitionWith(
  { name: environment, prefix }: Environment,
  context: RunContext,
  image: string,
  services: CodeServices,
): Promise<DefinitionWithImage> {
  const name = `${prefix}-dapf-batch-${context}-job-def`;
  const own = new Set<string>();
  let [base] = await services.jobDefinitions(name);
  while (own.size < MOST_REGISTERED) {
    if (base?.containerProperties === undefined || base.jobDefinitionArn === undefined) {
      throw new CodeSyncError(`${environment} has no job definition ${name} for containers: deploy it first`);
    }
    if (own.size === 0 && base.containerProperties.image === image) {
      return { arn: base.jobDefinitionArn, registered: false };
    }
    const request = requestOf(name, base, image);
    const made = await services.registerJobDefinition(request);
    own.add(made.arn);
    const isBetween = ({ revision = 0, jobDefinitionArn = "" }: JobDefinition) =>
      revision > (base?.revision ?? 0) && revision < made.revision && !own.has(jobDefinitionArn);
    const theirs = (await services.jobDefinitions(name)).find(isBetween);
    if (theirs === undefined || isDeepStrictEqual(requestOf(name, theirs, image), request)) {
      return { arn: made.arn, registered: true };
    }
    base = theirs;
  }
  throw new CodeSyncError(`others register revisions of ${name} all the time: run the same command again`);
}

/** A request for a further revision that differs from another one in the image alone. */
function requestOf(jobDefinitionName: string, base: JobDefinition, image: string): RegisterJobDefinitionCommandInput {
  const { parameters, retryStrategy, timeout, schedulingPriority, platformCapabilities, propagateTags, tags } = base;
  return {
    jobDefinitionName,
    type: "container",
    parameters,
    retryStrategy,
    timeout,
    schedulingPriority,
    platformCapabilities,
    propagateTags,
    tags,
    containerProperties: { ...base.containerProperties, image },
  };
}
