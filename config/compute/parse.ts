import { isArn } from "../../aws/arns";
import type { DeclarationsFile } from "../declarations/declarations-file";
import type { Reference } from "../declarations/links";
import { declaration, IncompleteError, placeIn, reference, warningOf } from "../declarations/parse";
import { findings } from "../declarations/rules/rule";
import { ConfigError, type ConfigProblem } from "../errors";
import type { ValueProblem } from "../zod-problems";
import type {
  ComputeEnvironmentDeclaration,
  ComputeModel,
  JobDefinitionDeclaration,
  JobQueueDeclaration,
  TeamDeclaration,
} from "./compute-model";
import type { ComputeContext } from "./context";
import { environmentKind, type ComputeDeclarations, type Declared, type DeclaredDefinition } from "./declarations";
import { networkOf, rolesOf } from "./defaults";
import type { DefinitionFile, ReadFolder } from "./folders";
import { computeNames } from "./names";
import { readCompute } from "./read-declarations";
import { RULES } from "./rules";
import { teamTags } from "./team-tags";

/**
 * Validates the value of a compute file.
 *
 * @param readFolder reads the files of a folder of definitions
 * @throws ConfigError with every problem: of names, shapes, links, AWS's rules and those of teams
 */
export function parseCompute(source: DeclarationsFile, context: ComputeContext, readFolder: ReadFolder): ComputeModel {
  const { declarations: declared, problems: misshapen, unreadable, files } = readCompute(source, context, readFolder);
  const placed = (one: ValueProblem): ConfigProblem => placeAmong(source, files, one);
  const problems = [...misshapen, ...findings(RULES, declared, "error")].map(placed);
  if (unreadable.length + problems.length > 0) throw new ConfigError([...problems, ...unreadable]);
  return {
    file: source.file,
    context,
    names: computeNames(context.prefix),
    computeEnvironments: declared.computeEnvironments.map(environmentDeclaration),
    schedulingPolicies: declared.schedulingPolicies.map(declaration),
    jobQueues: declared.jobQueues.map((queue) => queueDeclaration(declared, queue)),
    consumableResources: declared.consumableResources.map(declaration),
    jobDefinitions: declared.jobDefinitions.map((one) => definitionDeclaration(declared, one, source, files)),
    jobRoles: declared.jobRoles.map(declaration),
    teams: declared.teams.map((team) => teamDeclaration(declared, team)),
    warnings: findings(RULES, declared, "warning").map((one) => warningOf(placed(one))),
  };
}

type Files = ReadonlyMap<string, DefinitionFile>;

/** The group, the member that names the folder, the file. */
const FILE_DEPTH = 3;

const fileAt = (files: Files, path: readonly PropertyKey[]): DefinitionFile | undefined =>
  files.get(path.slice(0, FILE_DEPTH).join("\0"));

function placeAmong(source: DeclarationsFile, files: Files, problem: ValueProblem): ConfigProblem {
  const file = fileAt(files, problem.path);
  if (file === undefined) return placeIn(source, problem);
  return file.content.placed({ ...problem, path: problem.path.slice(FILE_DEPTH) });
}

function environmentDeclaration(environment: Declared<"ComputeEnvs">): ComputeEnvironmentDeclaration {
  const { request: whole, ...rest } = declaration(environment);
  const { network, ...request } = whole;
  const kind = environmentKind(environment);
  if (kind === undefined) throw new IncompleteError(environment.path);
  return { ...rest, request, kind, network: networkOf(request, network), roles: rolesOf(request) };
}

function queueDeclaration(declared: ComputeDeclarations, queue: Declared<"JobQueues">): JobQueueDeclaration {
  const policy = declared.schedulingPolicyOf(queue);
  const environments = [...declared.environmentsOf(queue)].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return {
    ...declaration(queue),
    environments: environments.map(({ link }) => reference(queue, link)),
    ...(policy === undefined ? {} : { schedulingPolicy: reference(queue, policy) }),
    scheduling: policy === undefined ? "FIFO" : "FAIR_SHARE",
    kind: declared.kindOf(queue),
  };
}

function definitionDeclaration(
  declared: ComputeDeclarations,
  definition: DeclaredDefinition,
  { file }: DeclarationsFile,
  files: Files,
): JobDefinitionDeclaration {
  const { references, path } = definition;
  const whole = declaration(definition);
  return {
    ...whole,
    file: fileAt(files, path)?.content.file ?? file,
    kind: whole.request.platformCapabilities?.[0] === "FARGATE" ? "FARGATE" : "EC2",
    references,
    teams: declared.teamsOf(definition).map(({ key }) => key),
  };
}

function teamDeclaration(declared: ComputeDeclarations, team: Declared<"Teams">): TeamDeclaration {
  const whole = declaration(team);
  const roleOf = (text: string): Reference => {
    if (isArn(text)) return { kind: "existing", arn: text };
    const role = declared.jobRoles.find(({ name }) => name === text);
    if (role === undefined) throw new IncompleteError(team.path);
    return { kind: "declared", key: role.key };
  };
  return {
    ...whole,
    queues: whole.request.queues.map((text) => reference(team, declared.links.queues.find(text))),
    roles: whole.request.roles.map(roleOf),
    tags: teamTags(team),
  };
}
