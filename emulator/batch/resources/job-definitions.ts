/** Job definitions: what a container job runs. */
import type {
  DescribeJobDefinitionsResponse,
  JobDefinition,
  RegisterJobDefinitionResponse,
  DeregisterJobDefinitionRequest,
  DescribeJobDefinitionsRequest,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import { withContainerDefaults } from "./container-properties";
import { batchArn } from "../../../aws/batch/arns";
import { InvalidRequest, doesNotExist } from "../plumbing/errors";
import type { JobDefinitionRevision } from "./job-definition-store";
import { partsOf } from "./job-definition-store";
import type { Call } from "../plumbing/operation";
import { page, requireNamesOrPages } from "../plumbing/pages";
import { isFargate, requireJobDefinition } from "../rules/job-definition";
import { requireName } from "../rules/names";
import { requireTags } from "../rules/tags";

export function registerJobDefinition(
  { state }: Call,
  input: Checked<RegisterJobDefinitionRequest>,
): RegisterJobDefinitionResponse {
  const { jobDefinitionName: name, tags = {} } = input;
  requireName(name, "Job definition");
  requireJobDefinition(input);
  requireTags(tags);
  const revision = state.jobDefinitions.nextRevision(name);
  const arn = batchArn(state.place, `job-definition/${name}:${revision}`);
  state.jobDefinitions.add({ name, revision, arn, definition: definitionOf(input), status: "ACTIVE", tags });
  return { jobDefinitionName: name, jobDefinitionArn: arn, revision };
}

/** What the service remembers of a request: the request with defaults. */
function definitionOf(input: Checked<RegisterJobDefinitionRequest>): JobDefinition {
  const { containerProperties, propagateTags = false, parameters = {}, ...rest } = input;
  return {
    ...rest,
    jobDefinitionArn: undefined,
    revision: undefined,
    parameters,
    propagateTags,
    containerProperties: containerProperties && withContainerDefaults(containerProperties, isFargate(input)),
    containerOrchestrationType: input.eksProperties === undefined ? "ECS" : "EKS",
  };
}

/** Deregistering twice is no error; the definition stays describable as INACTIVE. */
export function deregisterJobDefinition(
  { state }: Call,
  input: Checked<DeregisterJobDefinitionRequest>,
): Record<string, never> {
  const found = state.jobDefinitions.find(input.jobDefinition);
  if (found === undefined) throw doesNotExist(input.jobDefinition);
  found.status = "INACTIVE";
  return {};
}

export function describeJobDefinitions(
  call: Call,
  input: Checked<DescribeJobDefinitionsRequest>,
): DescribeJobDefinitionsResponse {
  const found = selected(call, input).filter(({ status }) => input.status === undefined || status === input.status);
  const entries = found.map((resource) => ({ number: resource.number, resource }));
  const { items, nextToken } = page("jobDefinitions", entries, input);
  return { jobDefinitions: items.map(detail), nextToken };
}

function selected({ state }: Call, input: Checked<DescribeJobDefinitionsRequest>): JobDefinitionRevision[] {
  const definitions = state.jobDefinitions;
  const wanted = input.jobDefinitions ?? [];
  if (wanted.length > PER_CALL.described) {
    throw new InvalidRequest(`jobDefinitions must have at most ${PER_CALL.described} entries.`);
  }
  requireNamesOrPages("jobDefinitions", wanted, input);
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
