import type {
  DeregisterJobDefinitionRequest,
  DescribeJobDefinitionsRequest,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import { LONGEST_PATTERN } from "../limits";
import { EXIT_CODE_PATTERN, REASON_PATTERN } from "../retry-pattern";
import { choice, flag, list, map, object, text, whole } from "../../fields/field";
import { table } from "../../fields/table";
import { pages, tags } from "./common";
import { consumableResources, containerProperties, ecsProperties, nodeProperties } from "./container";
import { eksProperties } from "./pod";

// SubmitJob, RegisterJobDefinition: "up to 128 letters long. The first character must be alphanumeric, can contain ...
// (-), and ... (_)".
export const name = text({
  required: true,
  pattern: /^[A-Za-z0-9][\w-]{0,127}$/,
  rule: "must begin with a letter or digit and have at most 128 letters, digits, - and _",
});

// RegisterJobDefinition: "The minimum supported value is 0 and the maximum supported value is 9999."
export const schedulingPriority = whole({ min: 0, max: 9999 });

const pattern = text({
  max: LONGEST_PATTERN,
  pattern: REASON_PATTERN,
  rule: "must have only letters, digits, ., : and white space, and at most one *, at its end",
});

/** What a definition says and a submission may override. */
export const common = {
  parameters: map(),
  retryStrategy: object("RetryStrategy", {
    attempts: whole({ min: 1, max: 10 }),
    evaluateOnExit: list(
      object("EvaluateOnExit", {
        onStatusReason: pattern,
        onReason: pattern,
        onExitCode: text({
          max: LONGEST_PATTERN,
          pattern: EXIT_CODE_PATTERN,
          rule: "must have only digits, and at most one *, at its end",
        }),
        action: choice(["RETRY", "EXIT"], { required: true, anyCase: "lower" }),
      }),
      { most: 5 },
    ),
  }),
  propagateTags: flag(),
  // RegisterJobDefinition, JobTimeout: "The minimum value for the timeout is 60 seconds."
  timeout: object("JobTimeout", { attemptDurationSeconds: whole({ min: 60, needed: true }) }),
  tags,
};

export const jobDefinition = table<RegisterJobDefinitionRequest>()({
  jobDefinitionName: { ...name, createOnly: true, cloudFormation: { optional: true } } as const,
  ...common,
  type: choice(["container", "multinode"], { required: true }),
  schedulingPriority,
  containerProperties,
  nodeProperties,
  ecsProperties,
  eksProperties,
  platformCapabilities: list(choice(["EC2", "FARGATE", "MANAGED_INSTANCES"]), { most: 1 }),
  consumableResourceProperties: consumableResources,
});
export const jobDefinitionDeregistration = table<DeregisterJobDefinitionRequest>()({
  jobDefinition: text({ required: true }),
});
export const jobDefinitionDescription = table<DescribeJobDefinitionsRequest>()({
  jobDefinitions: list(text()),
  jobDefinitionName: text(),
  status: text(),
  ...pages,
});
