import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { payloadOf } from "../../facts/training-facts";
import { nameOf } from "../../text";
import { SOURCES } from "../words";

/** The role that SageMaker would take does not exist. */
export const trainingRoleMissing: Rule<TrainingFacts> = {
  name: "training-role-missing",
  source: SOURCES.training,
  check: ({ role, job }) =>
    role.kind !== "absent"
      ? undefined
      : {
          verdict: job.status === "FAILED" ? "failed" : "would-fail",
          lookedAt: "RoleArn",
          found: `the role ${nameOf(payloadOf(job).RoleArn)} does not exist`,
          todo: ["correct RoleArn, or create the role with a trust policy for sagemaker.amazonaws.com"],
        },
};
