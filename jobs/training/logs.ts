import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import { TRAINING_JOB_LOGS } from "../../aws/log-groups";
import { type LogLine, type LogReader, LogTail } from "../engine/logs";

/** One line of one instance. */
export interface InstanceLine extends LogLine {
  /** `algo-1-...`: the instance, which is the end of the stream's name. */
  readonly instance: string;
}

/** @returns the names of the training jobs of a service job, the latest attempt first */
export function trainingJobsOf(job: DescribeServiceJobResponse): string[] {
  const { latestAttempt, attempts = [], preemptionSummary } = job;
  const all = [latestAttempt, ...[...attempts].reverse(), ...(preemptionSummary?.recentPreemptedAttempts ?? [])];
  const names = all.flatMap((attempt) => attempt?.serviceResourceId?.value?.split("/").at(-1) ?? []);
  return [...new Set(names)];
}

/** Reads what a training job has written, of all its instances, in the order of time. */
export async function readTrainingLog(reader: LogReader, trainingJob: string): Promise<InstanceLine[]> {
  const streams = await reader.streams(TRAINING_JOB_LOGS, `${trainingJob}/`);
  const lines = streams.map(async (stream) => {
    const read = await new LogTail(reader, { group: TRAINING_JOB_LOGS, stream }).more();
    return read.map((line) => ({ instance: stream.split("/").at(-1) ?? stream, ...line }));
  });
  return (await Promise.all(lines)).flat().sort((a, b) => a.at - b.at);
}
