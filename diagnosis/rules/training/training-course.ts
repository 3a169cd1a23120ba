import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { span } from "../../text";
import { SOURCES } from "../words";

/** It runs, is about to, or has succeeded. */
export const trainingCourse: Rule<TrainingFacts> = {
  name: "training-course",
  source: SOURCES.training,
  check: ({ job, now }) => {
    const { status = "", startedAt = 0, stoppedAt = 0, jobId = "" } = job;
    const found =
      status === "SUCCEEDED"
        ? `it succeeded after ${span(stoppedAt - startedAt)}`
        : status === "RUNNING"
          ? `it has been running for ${span(now - startedAt)}`
          : ["SCHEDULED", "STARTING"].includes(status)
            ? `it has its place, and SageMaker is starting its instances (${status})`
            : undefined;
    if (found === undefined) return undefined;
    return { verdict: "fine", lookedAt: "status of the job", found, todo: [`dapf train logs ${jobId}`] };
  },
};
