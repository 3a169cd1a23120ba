/** Job definitions: what a container job runs. */
import type {
  ContainerProperties,
  DescribeJobDefinitionsResponse,
  JobDefinition,
  RegisterJobDefinitionResponse,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { PER_CALL } from "../../../aws/batch/limits";
import { batchArn } from "../../../aws/batch/arns";
import { containerPropertiesShape, withContainerDefaults } from "./container-properties";
import { ClientException, doesNotExist } from "../plumbing/errors";
import type { JobDefinitionRevision } from "./job-definition-store";
import { partsOf } from "./job-definition-store";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import { isFargate, requireJobDefinition } from "../rules/job-definition";
import { requireName } from "../rules/names";
import { requireTags } from "../rules/tags";
import { integerShape, pageShape, tagsShape } from "../plumbing/shapes";

export const retryStrategyShape = z.object({
  attempts: integerShape.optional(),
  evaluateOnExit: z
    .array(
      z.object({
        onStatusReason: z.string().optional(),
        onReason: z.string().optional(),
        onExitCode: z.string().optional(),
        // Clients send both cases; the service answers in lower case.
        action: z
          .string()
          .toLowerCase()
          .pipe(z.enum(["retry", "exit"])),
      }),
    )
    .optional(),
});
export const timeoutShape = z.object({ attemptDurationSeconds: integerShape.optional() });

export const registerJobDefinitionShape = z.object({
  jobDefinitionName: z.string(),
  type: z.enum(["container", "multinode"]),
  parameters: z.record(z.string(), z.string()).optional(),
  schedulingPriority: integerShape.optional(),
  containerProperties: containerPropertiesShape.optional(),
  nodeProperties: z.looseObject({}).optional(),
  ecsProperties: z.looseObject({}).optional(),
  eksProperties: z.looseObject({}).optional(),
  retryStrategy: retryStrategyShape.optional(),
  propagateTags: z.boolean().optional(),
  timeout: timeoutShape.optional(),
  tags: tagsShape.optional(),
  platformCapabilities: z.array(z.enum(["EC2", "FARGATE"])).optional(),
  consumableResourceProperties: z.looseObject({}).optional(),
});

export function registerJobDefinition(
  { state }: Call,
  input: z.infer<typeof registerJobDefinitionShape>,
): RegisterJobDefinitionResponse {
  const { jobDefinitionName: name, tags = {} } = input;
  // The shape holds for the members that rules look at; the others are kept as they came.
  const containerProperties = input.containerProperties as ContainerProperties | undefined;
  requireName(name, "Job definition");
  requireJobDefinition({ ...input, containerProperties });
  requireTags(tags);
  const revision = state.jobDefinitions.nextRevision(name);
  const arn = batchArn(state.place, `job-definition/${name}:${revision}`);
  state.jobDefinitions.add({ name, revision, arn, definition: definitionOf(input), status: "ACTIVE", tags });
  return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
}

/** What the service remembers of a request: the request with defaults. */
function definitionOf(input: z.infer<typeof registerJobDefinitionShape>): JobDefinition {
  const { containerProperties, propagateTags = false, parameters = {}, ...rest } = input;
  // The shapes hold for the members that rules look at; the others are kept as they came.
  const container = containerProperties as ContainerProperties | undefined;
  return {
    ...(rest as Omit<JobDefinition, "jobDefinitionArn" | "revision">),
    jobDefinitionArn: undefined,
    revision: undefined,
    parameters,
    propagateTags,
    containerProperties: container && withContainerDefaults(container, isFargate(input)),
    containerOrchestrationType: input.eksProperties === undefined ? "ECS" : "EKS",
  };
}

export const deregisterJobDefinitionShape = z.object({ jobDefinition: z.string() });

/** Deregistering twice is no error; the definition stays describable as INACTIVE. */
export function deregisterJobDefinition(
  { state }: Call,
  input: z.infer<typeof deregisterJobDefinitionShape>,
): Record<string, never> {
  const found = state.jobDefinitions.find(input.jobDefinition);
  if (found === undefined) throw doesNotExist(input.jobDefinition);
  found.status = "INACTIVE";
  return {};
}

export const describeJobDefinitionsShape = z.object({
  jobDefinitions: z.array(z.string()).optional(),
  jobDefinitionName: z.string().optional(),
  status: z.string().optional(),
  ...pageShape,
});

export function describeJobDefinitions(
  call: Call,
  input: z.infer<typeof describeJobDefinitionsShape>,
): DescribeJobDefinitionsResponse {
  const found = selected(call, input).filter(({ status }) => input.status === undefined || status === input.status);
  const entries = found.map((resource) => ({ number: resource.number, resource }));
  const { items, nextToken } = page("jobDefinitions", entries, input);
  return { jobDefinitions: items.map(detail), nextToken };
}

function selected({ state }: Call, input: z.infer<typeof describeJobDefinitionsShape>): JobDefinitionRevision[] {
  const definitions = state.jobDefinitions;
  const wanted = input.jobDefinitions ?? [];
  if (wanted.length > PER_CALL.described) {
    throw new ClientException(`jobDefinitions must have at most ${PER_CALL.described} entries.`);
  }
  if (wanted.length === 0) {
    return input.jobDefinitionName === undefined ? definitions.all() : definitions.ofName(input.jobDefinitionName);
  }
  const found = wanted.flatMap((reference) => {
    const { name, revision } = partsOf(reference);
    return definitions.ofName(name).filter((one) => revision === undefined || one.revision === revision);
  });
  return [...new Set(found)].sort((one, other) => one.number - other.number);
}

function detail({ name, arn, revision, definition, status, tags }: JobDefinitionRevision): JobDefinition {
  return { ...definition, jobDefinitionName: name, jobDefinitionArn: arn, revision, status, tags };
}
