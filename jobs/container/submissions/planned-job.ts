import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import { referencedName } from "../../engine/graph";
import { queueTags } from "../../../aws/batch/queue-tag";
import type { PlannedJob } from "../../engine/kind";

/** The tag by which a job is found again. */
export const SUBMISSION_TAG = "dapf:submission";

/** One job of a file, ready to be submitted but for the ids of the jobs that it needs. */
export interface PlannedContainerJob extends PlannedJob {
  /** With `${name}` in `dependsOn` where the file has it. */
  readonly request: SubmitJobRequest;
  /** Where it stands in the file. */
  readonly path: readonly PropertyKey[];
}

/**
 * @param ids ids of the jobs that it needs, by name
 * @param mark what the tag `dapf:submission` says
 * @returns the request with ids for names, and the tags of dapf; `${...}` anywhere but in `dependsOn` is left alone
 */
export function requestOf(
  { request }: PlannedContainerJob,
  ids: ReadonlyMap<string, string>,
  mark: string,
): SubmitJobRequest {
  const dependsOn = request.dependsOn?.map(({ jobId, ...rest }) => {
    const name = jobId === undefined ? undefined : referencedName(jobId);
    return { ...rest, jobId: name === undefined ? jobId : ids.get(name) };
  });
  return { ...request, dependsOn, tags: { ...request.tags, ...queueTags(request.jobQueue), [SUBMISSION_TAG]: mark } };
}
