import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration } from "../words";

/** AWS Batch takes the service environment for INVALID. */
export const environmentInvalid: Rule<TrainingFacts> = {
  name: "environment-invalid",
  source: SOURCES.serviceStuck,
  check: (facts) => {
    const environment = valueOf(facts.environment);
    if (environment?.status !== "INVALID") return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: "service environment of the queue",
      found: `service environment ${environment.serviceEnvironmentName ?? ""} is INVALID`,
      todo: [
        ...atDeclaration(environment.serviceEnvironmentArn, "what is wrong", facts),
        "see that the service-linked role AWSServiceRoleForAWSBatchWithSagemaker exists",
      ],
    };
  },
};
