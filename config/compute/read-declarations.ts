import { declare, declareAll, readerOf } from "../declarations/declare";
import type { DeclarationsFile } from "../declarations/declarations-file";
import { findMembers, type Member } from "../declarations/members";
import { memberName } from "../declarations/convention";
import type { ConfigProblem } from "../errors";
import type { ValueProblem } from "../zod-problems";
import { CONVENTION, GROUPS, type GroupName } from "./convention";
import type { ComputeContext } from "./context";
import { ComputeDeclarations, type DeclaredDefinition } from "./declarations";
import { type DefinitionReading, readDefinition } from "./definitions";
import type { DefinitionFile, ReadFolder } from "./folders";
import { SHAPES, SHAPE_SOURCES, type ShapedGroup } from "./shapes";

/** What was read of a compute file. */
export interface ComputeReading {
  readonly declarations: ComputeDeclarations;
  /** Of names and of the shapes of requests. */
  readonly problems: readonly ValueProblem[];
  /** Of files of definitions that cannot be read, with their places. */
  readonly unreadable: readonly ConfigProblem[];
  /** The files of definitions, by the paths of what they declare, joined. */
  readonly files: ReadonlyMap<string, DefinitionFile>;
}

/**
 * Reads the value of a compute file as far as it can be understood.
 *
 * @param readFolder reads the files of a folder of definitions
 */
export function readCompute(
  { value }: Pick<DeclarationsFile, "value">,
  context: ComputeContext,
  readFolder: ReadFolder,
): ComputeReading {
  const { members, folders, problems } = findMembers(CONVENTION, value);
  const declaredIn = <G extends ShapedGroup>(group: G) =>
    declareAll(CONVENTION, group, readerOf(SHAPES[group], SHAPE_SOURCES[group]), members);
  const environments = declaredIn("ComputeEnvs");
  const policies = declaredIn("SchedulingPolicies");
  const queues = declaredIn("JobQueues");
  const resources = declaredIn("ConsumableResources");
  const roles = declaredIn("JobRoles");
  const teams = declaredIn("Teams");
  const own = members.filter(({ group }) => group === "JobDefinitions").map((member) => ofMember(member, context));
  const inFolders = folders.map(({ path, folder }) => readFolder(path, folder));
  const ofFiles = inFolders.flatMap(({ files }) => files).map((file) => ofFile(file, context));
  const definitions = [...own, ...ofFiles];
  return {
    declarations: new ComputeDeclarations(
      {
        computeEnvironments: environments.declared,
        schedulingPolicies: policies.declared,
        jobQueues: queues.declared,
        consumableResources: resources.declared,
        jobDefinitions: definitions.map(({ declared }) => declared),
        jobRoles: roles.declared,
        teams: teams.declared,
      },
      context,
    ),
    problems: [
      ...problems,
      ...[environments, policies, queues, resources, ...definitions, roles, teams].flatMap((one) => one.problems),
      ...inFolders.flatMap((one) => one.problems),
      ...sharedKeys(definitions.map(({ declared }) => declared)),
    ],
    unreadable: inFolders.flatMap((one) => one.unreadable),
    files: new Map(inFolders.flatMap(({ files }) => files.map((file) => [file.path.join("\0"), file] as const))),
  };
}

interface DefinitionDeclaration {
  readonly declared: DeclaredDefinition;
  readonly problems: readonly ValueProblem[];
}

function ofMember(member: Member<GroupName>, context: ComputeContext): DefinitionDeclaration {
  const { group, key } = member;
  return definitionOf({ ...member, path: [group, memberName(GROUPS.JobDefinitions, key, "REQUEST")] }, context);
}

function ofFile({ key, path, content }: DefinitionFile, context: ComputeContext): DefinitionDeclaration {
  return definitionOf({ key, path, request: content.value }, context);
}

function definitionOf(
  member: Omit<Member<GroupName>, "group"> & { readonly path: readonly PropertyKey[] },
  context: ComputeContext,
): DefinitionDeclaration {
  let reading: DefinitionReading | undefined;
  const reader = (request: unknown) => (reading = readDefinition(request, context));
  const { declared, problems } = declare(CONVENTION, "JobDefinitions", reader, member);
  return { declared: { ...declared, references: reading?.references ?? [] }, problems };
}

/** Of a member and a file, or of two files: both would have one Terraform address. */
function sharedKeys(definitions: readonly DeclaredDefinition[]): ValueProblem[] {
  const first = new Map<string, DeclaredDefinition>();
  return definitions.flatMap((definition) => {
    const { key, path } = definition;
    const other = first.get(key.toLowerCase());
    if (other === undefined) first.set(key.toLowerCase(), definition);
    // Of two members the convention tells it.
    if (other === undefined || (other.path.length === 2 && path.length === 2)) return [];
    const rule = `gets the Terraform address of ${other.path.slice(1).join("/")}: both are ${key.toLowerCase()}`;
    return [{ path, rule, hint: "rename one of the two", source: CONVENTION.source }];
  });
}
