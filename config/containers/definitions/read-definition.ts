import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { QUOTAS } from "../../../aws/batch/limits";
import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import { ConfigError } from "../../errors";
import { validate, type ValueProblem } from "../../zod-problems";
import { explained } from "../../job-files/explain";
import { requireKind } from "../../job-files/file-kind";
import { parseJobFile } from "../../job-files/job-file";
import { definitionBreaches, type JobPolicy } from "../policy";
import { needsOf } from "../resources";
import { definitionProblems } from "./rules";
import { type DefinitionInput, definitionShape } from "./shape";

/**
 * Reads a job definition from the text of a file. What it needs is said in `resourceRequirements` of the result, however
 * the file says it.
 *
 * @param policy of the environment that the definition is for, if any
 * @throws ConfigError with every problem of the file
 */
export function readDefinition(file: string, content: string, policy?: JobPolicy): RegisterJobDefinitionRequest {
  const source = parseJobFile(file, content);
  requireKind(source, "job definition");
  const { request, problems } = checkDefinition(source.value, policy);
  if (request === undefined || problems.length > 0) throw new ConfigError(problems.map(source.placed));
  return request;
}

/**
 * Checks the value of a definition, whoever read it.
 *
 * @returns the request, when the value has the shape of one, and every problem; `read` has the scalars as the shape wants them
 */
export function checkDefinition(
  input: unknown,
  policy?: JobPolicy,
): { request: RegisterJobDefinitionRequest | undefined; read: unknown; problems: readonly ValueProblem[] } {
  const { value, read, problems } = validate(definitionShape, input);
  if (value === undefined) {
    return { request: undefined, read, problems: explained(problems, jobDefinition, "RegisterJobDefinition") };
  }
  const { requirements, problems: ofNeeds } = needsOf(value.containerProperties ?? {}, ["containerProperties"]);
  const request = requestOf(value, requirements);
  const ofPolicy = policy === undefined ? [] : definitionBreaches(policy, request);
  const problemsOfRules = [...ofNeeds, ...definitionProblems(value, requirements), ...sizeProblems(request)];
  return { request, read, problems: [...problemsOfRules, ...ofPolicy] };
}

function sizeProblems(request: RegisterJobDefinitionRequest): ValueProblem[] {
  const found = Buffer.byteLength(JSON.stringify(request));
  const most = QUOTAS.jobDefinitionBytes;
  if (found <= most) return [];
  const hint = "longer commands and data belong into the image, or into a file that the job reads";
  const source = "AWS Batch User Guide, Service quotas";
  return [{ path: [], rule: `must have at most ${most} bytes`, found, hint, source }];
}

function requestOf(
  { containerProperties, ...rest }: DefinitionInput,
  resourceRequirements: RequirementList,
): RegisterJobDefinitionRequest {
  if (containerProperties === undefined) return rest as RegisterJobDefinitionRequest; // Cast: see below.
  const container = { ...containerProperties, vcpus: undefined, memory: undefined, resourceRequirements };
  const request = { ...rest, containerProperties: container };
  // Cast: members of the API that the shape does not look into are passed on as they are; the service judges them.
  return request as RegisterJobDefinitionRequest;
}

type RequirementList = ReturnType<typeof needsOf>["requirements"];
