import { trainingFailure } from "./training-failure";

/** It was preempted as often as it may be. */
export const trainingPreempted = trainingFailure("training-preempted", (reason, { job }) => {
  if (!/[Pp]reempted/.test(reason)) return undefined;
  return {
    found: `it was preempted ${job.preemptionSummary?.preemptedAttemptCount ?? 1} times, and may be no more`,
    todo: [
      "submit it in a share with more quota, or with a higher priority",
      "let it write checkpoints (CheckpointConfig)",
    ],
    retry: "would help",
  };
});
