import { type Diagnosis, diagnosisOf } from "./diagnosis";
import type { Work } from "./facts/gather-job";
import {
  type TrainingFacts,
  trainingFacts,
  withTrainingLines,
  withTrainingQueue,
  withTrainingStart,
} from "./facts/training-facts";
import { withTrainingOthers } from "./facts/training-others";
import { findingsOf, isBad, type NamedFinding, withoutEcho } from "./finding";
import {
  TRAINING_COURSE_RULES,
  TRAINING_FAILURE_RULES,
  TRAINING_QUEUE_RULES,
  TRAINING_START_RULES,
} from "./rules/training";
import { trainingBlocked } from "./rules/training/training-blocked";

/** Why a training job stands as it does. @throws UnknownJobError, AwsCallError */
export async function diagnoseTraining(work: Work, id: string): Promise<Diagnosis> {
  const facts = await trainingFacts(work, id);
  const { jobName = "", jobId = "", status = "" } = facts.job;
  return diagnosisOf(`training job ${jobName} (${jobId})`, status, await findingsFor(work, facts), work.looks);
}

async function findingsFor(work: Work, facts: TrainingFacts): Promise<NamedFinding[]> {
  const { status = "" } = facts.job;
  if (status === "FAILED") {
    const [withLines, withStart] = await Promise.all([withTrainingLines(work, facts), withTrainingStart(work, facts)]);
    const why = findingsOf(TRAINING_FAILURE_RULES, withLines).slice(0, 1);
    return STARTS.has(why[0]?.rule ?? "") ? [...why, ...findingsOf(TRAINING_START_RULES, withStart)] : why;
  }
  const isWaiting = ["SUBMITTED", "RUNNABLE"].includes(status);
  if (!isWaiting) return findingsOf(TRAINING_COURSE_RULES, facts);
  const whole = await withTrainingQueue(work, facts);
  const ofQueue = withoutEcho(findingsOf(TRAINING_QUEUE_RULES, whole), trainingBlocked.name);
  if (ofQueue.some(isBad)) return ofQueue;
  const [{ image, role }, others] = await Promise.all([
    withTrainingStart(work, whole),
    withTrainingOthers(work, whole),
  ]);
  const started = { ...others, image, role };
  return [...findingsOf(TRAINING_START_RULES, started), ...findingsOf(TRAINING_COURSE_RULES, started)];
}

/** Failures that what there is now may explain. */
const STARTS: ReadonlySet<string> = new Set([
  "training-role-refused",
  "training-image-refused",
  "training-unexplained",
]);
