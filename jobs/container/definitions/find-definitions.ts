import type { JobDefinition } from "@aws-sdk/client-batch";
import { type BatchCalls, named } from "../batch";
import { QUICK_RETRY, realTime, type Time, withRetry } from "../../engine/rate";

/**
 * @param reference name, `name:revision` or ARN; a name means all of its active revisions
 * @returns revisions, newest first; of a revision that is named also one that is not active
 * @throws JobCallError
 */
export async function findDefinitions(
  calls: Pick<BatchCalls, "describeJobDefinitions">,
  reference: string | undefined,
  time: Time = realTime,
): Promise<JobDefinition[]> {
  const found: JobDefinition[] = [];
  const query = queryOf(reference);
  for (let nextToken: string | undefined; ;) {
    const page = await named("DescribeJobDefinitions", () =>
      withRetry(() => calls.describeJobDefinitions({ ...query, nextToken }), time, QUICK_RETRY),
    );
    found.push(...(page.jobDefinitions ?? []));
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return found.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
}

function queryOf(reference: string | undefined) {
  if (reference === undefined) return { status: "ACTIVE" };
  const isRevision = /:\d+$/.test(reference);
  if (isRevision) return { jobDefinitions: [reference] };
  // An ARN without revision means the newest one, as a name does.
  return { jobDefinitionName: reference.replace(/^arn:.*:job-definition\//, ""), status: "ACTIVE" };
}
