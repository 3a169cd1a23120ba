/** What of an environment is watched, by the names that its declarations give it. */
import { batchArn } from "../../aws/batch/arns";
import { placeIn } from "../../aws/place";
import type { ComputeModel } from "../../config/compute";
import { computeArns } from "../../config/compute/arns";
import type { Environment } from "../../config/environment";
import { pipelineJobHead, pipelineQueueName } from "../../config/names";
import { queueArns, type TrainingQueues } from "../../config/training-queues";
import type { JobKind } from "../policies/events";

/** A queue, of containers or of training jobs. */
export interface WatchedQueue {
  readonly kind: JobKind;
  readonly name: string;
  readonly arn: string;
  /** Jobs whose names begin so are not told of one by one. */
  readonly except?: string;
}

/** What the files of an environment declare; undefined where there is none. */
export interface Declared {
  readonly training: TrainingQueues | undefined;
  readonly compute: ComputeModel | undefined;
}

/**
 * @returns the queues of the pipeline, and those that the files of the environment declare. Of the jobs of a run nobody is told one
 *   by one, but of the run, when too many of them failed for it to go on.
 */
export function watchedQueues({ prefix, settings }: Environment, { training, compute }: Declared): WatchedQueue[] {
  const place = placeIn(settings.region, settings.account_number);
  const ofRuns = ["training", "inferencing"].map((context): WatchedQueue => {
    const name = pipelineQueueName(prefix, context);
    return {
      kind: "container",
      name,
      arn: batchArn(place, `job-queue/${name}`),
      except: `${pipelineJobHead(prefix)}-`,
    };
  });
  return [
    ...ofRuns,
    ...named("container", compute && computeArns(compute).jobQueues),
    ...named("service", training && queueArns(training, place).jobQueues),
  ];
}

/** @param arns by the keys of their declarations */
function named(kind: JobKind, arns: ReadonlyMap<string, string> | undefined): WatchedQueue[] {
  return [...(arns?.values() ?? [])].map((arn) => ({ kind, name: arn.slice(arn.lastIndexOf("/") + 1), arn }));
}
