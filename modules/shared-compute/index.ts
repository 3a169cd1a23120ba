import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole, type IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Place } from "../../aws/place";
import { type ComputeModel, resolvedDefinition, type ResourceReference } from "../../config/compute";
import { standInFor } from "../../config/compute/definitions";
import { logPlaces } from "../../config/compute/members";
import type { Reference } from "../../config/declarations/links";
import { SchedulingPolicy } from "../batch-resources/scheduling-policy";
import { reportLoose } from "../framework/strict";
import { policyDocument, type Statement, trustOf } from "../policies/document";
import { type ComputeEnvironment, makeComputeEnvironment } from "./compute-environment";
import { ConsumableResource } from "./consumable-resource";
import { StandardDefinition } from "./job-definition";
import { ContainerQueue } from "./job-queue";
import { KeptDefinition } from "./kept-definition";
import { Lookups } from "./lookups";
import { MachineRoles } from "./machine-roles";
import { type OwnNetwork, placementOf } from "./network";
import { executionStatements } from "./policies/execution";
import { fitting } from "./policies/inline";
import { jobRoleStatements } from "./policies/job-role";
import { withResourceArns } from "./references";
import { Team } from "./team";

export interface SharedComputeProps {
  /** What the compute is, and where: from `loadCompute`. */
  readonly declarations: ComputeModel;
  /**
   * Where the machines of environments are that say nothing of it.
   * @default - such an environment is an error
   */
  readonly network?: OwnNetwork;
  /** ARN of the KMS key of the log group. @default - CloudWatch Logs encrypts with a key of its own */
  readonly logKeyArn?: string;
  /** How long logs are kept, in days. @default 365 */
  readonly logRetentionDays?: number;
  /**
   * KMS key of the topics that tell teams of their jobs; EventBridge must be allowed to use it.
   * @default - these topics are not encrypted
   */
  readonly topicKeyId?: string;
  /** Name of dapf's environment, for the commands that messages to teams name. @default - they name none */
  readonly environment?: string;
  /** Whether a revision of a definition stays ACTIVE when there is a newer one. @default false */
  readonly keepRevisions?: boolean;
}

/**
 * Compute that teams share: compute environments, scheduling policies, queues of containers, consumable resources, job
 * definitions, and the roles of all of these. For any stack of CDKTF with an AWS provider; the ids of its resources are those
 * of the declarations.
 */
export class SharedCompute extends Construct {
  /** By the key of the declaration, as all of these. */
  readonly computeEnvironments: ReadonlyMap<string, ComputeEnvironment>;
  readonly schedulingPolicies: ReadonlyMap<string, SchedulingPolicy>;
  readonly jobQueues: ReadonlyMap<string, ContainerQueue>;
  readonly consumableResources: ReadonlyMap<string, ConsumableResource>;
  readonly jobRoles: ReadonlyMap<string, IamRole>;
  readonly jobDefinitions: ReadonlyMap<string, StandardDefinition | KeptDefinition>;
  readonly teams: ReadonlyMap<string, Team>;
  /** With which Amazon ECS starts the containers of definitions that name no other. */
  readonly executionRole: IamRole;
  /** Of jobs whose definitions say nothing of logs. */
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: SharedComputeProps) {
    super(scope, id);
    const { declarations, network, logKeyArn, logRetentionDays = 365, topicKeyId, keepRevisions = false } = props;
    const { context, names } = declarations;
    const { tags } = context;
    for (const { message } of declarations.warnings) reportLoose(this, message);

    this.logGroup = new CloudwatchLogGroup(this, "log_group", {
      name: names.logGroup,
      retentionInDays: logRetentionDays,
      kmsKeyId: logKeyArn,
    });
    this.executionRole = this.role("execution_role", {
      name: names.executionRole,
      description: "Starts the containers of shared compute",
      assumeRolePolicy: trustOfTasks(context),
      statements: fitting(declarations, "JobDefinitions", executionStatements(declarations)),
    });
    this.jobRoles = byKey(declarations.jobRoles, ({ key, name, request }) => {
      return this.role(idOf(key, "job_role"), {
        name,
        description: request.description ?? "Jobs of shared compute",
        assumeRolePolicy: trustOfTasks(context),
        tags: request.tags,
        statements: fitting(declarations, `JobRoles.${key}_ROLE_REQUEST`, jobRoleStatements(context, request)),
      });
    });

    const machineRoles = new MachineRoles(this, declarations, logGroupsOf(declarations));
    this.computeEnvironments = byKey(declarations.computeEnvironments, (declaration) => {
      const key = declaration.key.toLowerCase();
      return makeComputeEnvironment(this, idOf(key, "compute_environment"), {
        declaration,
        placed:
          declaration.network &&
          placementOf(this, { key, prefix: context.prefix, network: declaration.network, own: network }),
        ...machineRoles.of(declaration),
        tags,
      });
    });
    this.schedulingPolicies = byKey(declarations.schedulingPolicies, ({ key, request }) => {
      return new SchedulingPolicy(this, idOf(key, "scheduling_policy"), { request, tags });
    });
    const environmentArns = valuesOf(this.computeEnvironments, ({ arn }) => arn);
    const policyArns = valuesOf(this.schedulingPolicies, ({ id: arn }) => arn);
    this.jobQueues = byKey(declarations.jobQueues, (declaration) => {
      const { key, environments, schedulingPolicy } = declaration;
      return new ContainerQueue(this, idOf(key, "job_queue"), {
        declaration,
        file: declarations.file,
        environmentArns: environments.map((one) => arnIn(environmentArns, one)),
        schedulingPolicyArn: schedulingPolicy && arnIn(policyArns, schedulingPolicy),
        tags,
      });
    });
    this.consumableResources = byKey(declarations.consumableResources, ({ key, request }) => {
      return new ConsumableResource(this, idOf(key, "consumable_resource"), { request, tags });
    });

    const resolve = this.resolver(declarations);
    const resourceArns = new Map(
      declarations.consumableResources.map(({ key, name }) => [name, this.consumableResources.get(key)?.id]),
    );
    this.jobDefinitions = byKey(declarations.jobDefinitions, (declaration): StandardDefinition | KeptDefinition => {
      const request = withResourceArns(resolvedDefinition(declaration, resolve), (one) => resourceArns.get(one) ?? one);
      const { file } = declaration;
      const address = idOf(declaration.key, "job_definition");
      if (keepRevisions) return new KeptDefinition(this, address, { request, tags, file });
      return new StandardDefinition(this, address, { request, tags });
    });
    this.teams = byKey(declarations.teams, (team) => {
      return new Team(this, idOf(team.key, "team"), {
        model: declarations,
        team,
        topicKeyId,
        environment: props.environment,
      });
    });
  }

  /** A role with what it may do; one that may do nothing has no policy. */
  private role(id: string, { statements, ...config }: IamRoleConfig & { statements: readonly Statement[] }): IamRole {
    const role = new IamRole(this, id, config);
    const said = statements.filter(({ Resource = [] }) => Resource.length > 0);
    if (said.length > 0) {
      new IamRolePolicy(role, "policy", { name: config.name, role: role.name, policy: policyDocument(said) });
    }
    return role;
  }

  /** What definitions name: of what is made here a reference, of what others made its address, or what a lookup finds. */
  private resolver({ context, jobRoles }: ComputeModel): (reference: ResourceReference) => string {
    const lookups = new Lookups(this);
    const known = standInFor(context);
    return (reference) => {
      const { kind, name } = reference;
      if (kind === "execution_role") return this.executionRole.arn;
      if (kind === "log_group" && name === undefined) return this.logGroup.name;
      if (name === undefined) return known(reference);
      if (kind === "secret") return lookups.secretArn(name);
      if (kind === "file_system") return lookups.fileSystemId(name);
      const role = kind === "role" ? jobRoles.find((one) => one.name === name) : undefined;
      return role === undefined ? known(reference) : (this.jobRoles.get(role.key)?.arn ?? known(reference));
    };
  }
}

/** Nobody else's tasks may have a role, should its ARN become known: Amazon ECS Developer Guide, "Amazon ECS task IAM role". */
const trustOfTasks = ({ account }: Place): string =>
  trustOf("ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } });

/** Of the jobs of all definitions, whose containers write with the role of their machine. */
function logGroupsOf({ names, context, jobDefinitions }: ComputeModel): string[] {
  const standIn = standInFor(context);
  const named = jobDefinitions.flatMap((one) => logPlaces(resolvedDefinition(one, standIn)));
  return [...new Set([names.logGroup, ...named.flatMap(({ group }) => group ?? [])])];
}

/** Keys differ by more than capitals. */
const idOf = (key: string, kind: string): string => `${key.toLowerCase()}_${kind}`;

function arnIn(among: ReadonlyMap<string, string>, reference: Reference): string {
  if (reference.kind === "existing") return reference.arn;
  const found = among.get(reference.key);
  if (found === undefined) throw new Error(`nothing was made for the declaration ${reference.key}`);
  return found;
}

function valuesOf<A, B>(map: ReadonlyMap<string, A>, of: (value: A) => B): ReadonlyMap<string, B> {
  return new Map([...map].map(([key, value]) => [key, of(value)]));
}

function byKey<D extends { readonly key: string }, R>(
  declarations: readonly D[],
  make: (declaration: D) => R,
): ReadonlyMap<string, R> {
  return new Map(declarations.map((declaration) => [declaration.key, make(declaration)]));
}
