/** Why a training job waits, would not start or has failed, the likeliest first. */
import type { TrainingFacts } from "../../facts/training-facts";
import type { Rule } from "../../finding";
import { algorithmError } from "./algorithm-error";
import { environmentDisabled } from "./environment-disabled";
import { environmentInvalid } from "./environment-invalid";
import { environmentMissing } from "./environment-missing";
import { environmentTooSmall } from "./environment-too-small";
import { shareMissing } from "./share-missing";
import { shareTooSmall } from "./share-too-small";
import { trainingBlocked } from "./training-blocked";
import { trainingCapacity } from "./training-capacity";
import { trainingCourse } from "./training-course";
import { trainingDataMissing } from "./training-data-missing";
import { trainingEnded } from "./training-ended";
import { trainingImageMissing } from "./training-image-missing";
import { trainingImageRefused } from "./training-image-refused";
import { trainingOutOfMemory } from "./training-out-of-memory";
import { trainingPreempted } from "./training-preempted";
import { trainingQuota } from "./training-quota";
import { trainingRoleMissing } from "./training-role-missing";
import { trainingRoleRefused } from "./training-role-refused";
import { trainingTimeLimit } from "./training-time-limit";
import { trainingTooLong } from "./training-too-long";
import { trainingTurn } from "./training-turn";
import { trainingUnexplained } from "./training-unexplained";

export const TRAINING_QUEUE_RULES: readonly Rule<TrainingFacts>[] = [
  environmentMissing,
  environmentDisabled,
  environmentInvalid,
  environmentTooSmall,
  shareMissing,
  shareTooSmall,
  trainingBlocked,
];
export const TRAINING_START_RULES: readonly Rule<TrainingFacts>[] = [trainingRoleMissing, trainingImageMissing];
export const TRAINING_COURSE_RULES: readonly Rule<TrainingFacts>[] = [trainingTurn, trainingCourse];
/** The first one that fits is told. */
export const TRAINING_FAILURE_RULES: readonly Rule<TrainingFacts>[] = [
  trainingEnded,
  trainingTimeLimit,
  trainingPreempted,
  trainingCapacity,
  trainingQuota,
  trainingDataMissing,
  trainingRoleRefused,
  trainingTooLong,
  trainingImageRefused,
  trainingOutOfMemory,
  algorithmError,
  trainingUnexplained,
];
