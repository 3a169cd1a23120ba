import { arnOf } from "../../../aws/arns";
import { TRAINING_JOB_LOGS } from "../../../aws/log-groups";
import type { Place } from "../../../aws/place";

/** @returns the ARN of the group into which SageMaker writes the output of all training jobs of an account */
export function trainingLogGroup(place: Place): string {
  return arnOf(place, "logs", `log-group:${TRAINING_JOB_LOGS}`);
}
