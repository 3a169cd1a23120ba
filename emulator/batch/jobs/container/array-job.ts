/**
 * Array jobs: a parent that is "a reference or pointer to manage all the child jobs", and its children, which run. Source:
 * AWS Batch User Guide, "Array jobs".
 */
import type { ArrayPropertiesDetail, JobDependency, JobStatus } from "@aws-sdk/client-batch";
import type { Call } from "../../plumbing/operation";
import { isOver, type ArrayChild, type ArrayParent, type Job } from "./job";
import { batchArn } from "../../../../aws/batch/arns";
import { requireSimulation } from "./simulation";

/** What every child finds in its environment. */
export const INDEX_VARIABLE = "AWS_BATCH_JOB_ARRAY_INDEX";

export function arrayOf(size: number, now: number): ArrayParent {
  const counts = { SUBMITTED: 0, PENDING: 0, RUNNABLE: 0, STARTING: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0 };
  return { kind: "parent", size, children: [], counts, countedAt: now, endReason: undefined };
}

/**
 * Makes the children of an array.
 *
 * @throws ClientException when a child is to be simulated in a way that it cannot be
 */
export function spawn(call: Call, parent: Job, array: ArrayParent): void {
  const isAlike = parent.dependsOn.every(({ type }) => type === undefined);
  for (let index = 0; index < array.size; index += 1) {
    const id = childId(parent.id, index);
    // Children of a large array share what is the same for all of them.
    const needs = isAlike ? parent.needs : needsOf(parent.dependsOn, { parentId: parent.id, index });
    const dependsOn = isAlike ? parent.dependsOn : needs.map((jobId) => ({ jobId }));
    const container = call.simulations.applied(parent.container, { [INDEX_VARIABLE]: String(index) });
    if (container !== parent.container) requireSimulation(container);
    array.children.push({
      ...parent,
      id,
      arn: batchArn(call.state.place, `job/${id}`),
      order: parent.order + 1 + index,
      array: { kind: "child", parent, siblings: array, index },
      container,
      dependsOn,
      needs,
      attempts: [],
    });
  }
  array.counts.SUBMITTED = array.size;
}

/** The ids that a job has to wait for; of a child of an array with its index. */
export function needsOf(
  dependencies: readonly JobDependency[],
  child?: { readonly parentId: string; readonly index: number },
): string[] {
  return dependencies.flatMap(({ jobId, type }) => {
    if (type === undefined) return jobId ?? [];
    // With an id it is the type of a job by itself, and means nothing there.
    if (child === undefined) return type === "SEQUENTIAL" ? (jobId ?? []) : [];
    // SubmitJob, dependsOn: "each index child of this job must wait for the corresponding index child of each dependency"
    if (type === "N_TO_N" && jobId !== undefined) return childId(jobId, child.index);
    // "each child array job completes sequentially, starting at index 0"
    return child.index === 0 ? [] : childId(child.parentId, child.index - 1);
  });
}

/** The jobs behind an id that can run: the children of an array, or the job itself; without those that are over. */
export function openJobsOf(job: Job): Job[] {
  return (job.array?.kind === "parent" ? job.array.children : [job]).filter((one) => !isOver(one));
}

/** Notes in the parent that a child is about to change its status. */
export function count({ siblings }: ArrayChild, before: JobStatus, after: JobStatus, now: number): void {
  siblings.counts[before] -= 1;
  siblings.counts[after] += 1;
  siblings.countedAt = now;
}

/**
 * The status of a parent follows from its children: "The parent array job can enter a SUBMITTED, PENDING, FAILED, or
 * SUCCEEDED status", and the last two "when all child jobs are completed".
 */
export function parentStatus({ size, counts }: ArrayParent): "SUBMITTED" | "PENDING" | "SUCCEEDED" | "FAILED" {
  if (counts.SUCCEEDED === size) return "SUCCEEDED";
  if (counts.SUCCEEDED + counts.FAILED === size) return "FAILED";
  return counts.SUBMITTED === size ? "SUBMITTED" : "PENDING";
}

/** As DescribeJobs and ListJobs show it. */
export function arrayDetail({ array }: Job): ArrayPropertiesDetail | undefined {
  if (array === undefined) return undefined;
  if (array.kind === "child") return { index: array.index, statusSummary: {} };
  return { size: array.size, statusSummary: { ...array.counts }, statusSummaryLastUpdatedAt: array.countedAt };
}

function childId(parentId: string, index: number): string {
  return `${parentId}:${index}`;
}
