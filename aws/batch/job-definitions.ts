import type { JobDefinition } from "@aws-sdk/client-batch";
import type { BatchClient } from "../services";

/**
 * @param reference name, `name:revision` or ARN; a name means all of its active revisions
 * @returns revisions, newest first; of a revision that is named also one that is not active
 * @throws AwsCallError
 */
export async function jobDefinitions(batch: BatchClient, reference: string | undefined): Promise<JobDefinition[]> {
  const query = queryOf(reference);
  const found = await batch.all("DescribeJobDefinitions", query, (page) => page.jobDefinitions);
  return found.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
}

function queryOf(reference: string | undefined) {
  if (reference === undefined) return { status: "ACTIVE" };
  const isRevision = /:\d+$/.test(reference);
  if (isRevision) return { jobDefinitions: [reference] };
  // An ARN without revision means the newest one, as a name does.
  return { jobDefinitionName: reference.replace(/^arn:.*:job-definition\//, ""), status: "ACTIVE" };
}

/**
 * A revision is a number, and the name alone stands for the newest active one (API Reference, SubmitJob: jobDefinition).
 *
 * @returns what to write instead of `name:latest`, or of another revision that is no number
 */
export function latestHint(reference: string): string | undefined {
  const [, name, revision] = /^([^:]+):([^:]*)$/.exec(reference.slice(reference.lastIndexOf("/") + 1)) ?? [];
  if (name === undefined || revision === undefined || /^\d+$/.test(revision)) return undefined;
  return `leave :${revision} out: ${name} alone means its newest active revision`;
}
