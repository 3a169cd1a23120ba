import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { expand, sizeOf, type Architecture } from "../../aws/batch/instance-sizes";
import type { DeclaredRequest } from "../declarations/declare";
import { LinkIndex, type Link } from "../declarations/links";
import type { ComputeContext } from "./context";
import type { PlacedText } from "./references";
import type { CompleteRequests, ShapedGroup } from "./shapes";

/** One declaration of a compute file. */
export type Declared<G extends ShapedGroup> = DeclaredRequest<G, CompleteRequests[G]>;

export interface DeclaredDefinition extends DeclaredRequest<"JobDefinitions", RegisterJobDefinitionRequest> {
  /** The texts of the request that name something. */
  readonly references: readonly PlacedText[];
}

export interface Groups {
  readonly computeEnvironments: readonly Declared<"ComputeEnvs">[];
  readonly schedulingPolicies: readonly Declared<"SchedulingPolicies">[];
  readonly jobQueues: readonly Declared<"JobQueues">[];
  readonly consumableResources: readonly Declared<"ConsumableResources">[];
  readonly jobDefinitions: readonly DeclaredDefinition[];
  readonly jobRoles: readonly Declared<"JobRoles">[];
  readonly teams: readonly Declared<"Teams">[];
}

/** An entry of the order of a queue. */
export interface PlacedEnvironment {
  /** Of the name of the environment. */
  readonly path: readonly PropertyKey[];
  readonly order: number | undefined;
  readonly link: Link<Declared<"ComputeEnvs">>;
}

/** What the jobs of an environment or a queue run on. */
export type ComputeKind = "EC2" | "FARGATE";

/** All declarations of a compute file as they were read, right or wrong, and how they hang together. */
export class ComputeDeclarations implements Groups {
  readonly computeEnvironments: Groups["computeEnvironments"];
  readonly schedulingPolicies: Groups["schedulingPolicies"];
  readonly jobQueues: Groups["jobQueues"];
  readonly consumableResources: Groups["consumableResources"];
  readonly jobDefinitions: Groups["jobDefinitions"];
  readonly jobRoles: Groups["jobRoles"];
  readonly teams: Groups["teams"];
  /** What names and ARNs lead to. */
  readonly links: {
    readonly environments: LinkIndex<Declared<"ComputeEnvs">>;
    readonly policies: LinkIndex<Declared<"SchedulingPolicies">>;
    readonly queues: LinkIndex<Declared<"JobQueues">>;
    readonly resources: LinkIndex<Declared<"ConsumableResources">>;
  };

  constructor(
    groups: Groups,
    readonly context: ComputeContext,
  ) {
    this.computeEnvironments = groups.computeEnvironments;
    this.schedulingPolicies = groups.schedulingPolicies;
    this.jobQueues = groups.jobQueues;
    this.consumableResources = groups.consumableResources;
    this.jobDefinitions = groups.jobDefinitions;
    this.jobRoles = groups.jobRoles;
    this.teams = groups.teams;
    this.links = {
      environments: new LinkIndex(context, "compute-environment", this.computeEnvironments),
      policies: new LinkIndex(context, "scheduling-policy", this.schedulingPolicies),
      queues: new LinkIndex(context, "job-queue", this.jobQueues),
      resources: new LinkIndex(context, "consumable-resource", this.consumableResources),
    };
  }

  /** Everything that may have tags. */
  get all() {
    return [
      ...this.computeEnvironments,
      ...this.schedulingPolicies,
      ...this.jobQueues,
      ...this.consumableResources,
      ...this.jobDefinitions,
      ...this.jobRoles,
      ...this.teams,
    ];
  }

  /** What the entries of a queue's order lead to, in the order of the request; of those that lead nowhere nothing. */
  environmentsOf({ path, request }: Declared<"JobQueues">): readonly PlacedEnvironment[] {
    return (request.computeEnvironmentOrder ?? []).flatMap((entry, index): PlacedEnvironment[] => {
      const link = this.links.environments.find(entry?.computeEnvironment);
      const at = [...path, "computeEnvironmentOrder", index, "computeEnvironment"];
      return link === undefined ? [] : [{ path: at, order: entry?.order, link }];
    });
  }

  /** Those that the file declares. */
  declaredEnvironmentsOf(queue: Declared<"JobQueues">) {
    return this.environmentsOf(queue).flatMap(({ path, link }) =>
      link.kind === "declared" ? [{ path, environment: link.target }] : [],
    );
  }

  /** Undefined when a name leads nowhere, and when the queue is in order of submission. */
  schedulingPolicyOf(queue: Declared<"JobQueues">): Link<Declared<"SchedulingPolicies">> | undefined {
    return this.links.policies.find(queue.request.schedulingPolicyArn);
  }

  /** Of a queue whose declared environments agree. */
  kindOf(queue: Declared<"JobQueues">): ComputeKind | undefined {
    const kinds = this.declaredEnvironmentsOf(queue).flatMap(({ environment }) => environmentKind(environment) ?? []);
    return new Set(kinds).size === 1 ? kinds[0] : undefined;
  }

  /** The teams that may submit a definition. */
  teamsOf(definition: DeclaredDefinition): readonly Declared<"Teams">[] {
    const { name } = definition;
    if (name === undefined) return [];
    return this.teams.filter(({ request }) => mayUse(request.jobDefinitionPrefixes ?? [], name));
  }
}

export const mayUse = (prefixes: readonly (string | undefined)[], name: string): boolean =>
  prefixes.some((prefix) => prefix !== undefined && name.startsWith(prefix));

/** CreateComputeEnvironment: an environment that is UNMANAGED has instances, since Fargate has none to manage. */
export function environmentKind({ request }: Declared<"ComputeEnvs">): ComputeKind | undefined {
  if (request.type === "UNMANAGED") return "EC2";
  const type = request.computeResources?.type;
  if (type === undefined) return undefined;
  return type.startsWith("FARGATE") ? "FARGATE" : "EC2";
}

/** @returns the instance types that an environment may start, of those whose sizes are known */
export function instanceTypesOf({ request }: Declared<"ComputeEnvs">): string[] {
  return (request.computeResources?.instanceTypes ?? []).flatMap((word) => (word === undefined ? [] : expand(word)));
}

/** @returns the architectures of the instance types of an environment, each once; none of Fargate, which has both */
export function architecturesOf(environment: Declared<"ComputeEnvs">): Architecture[] {
  const found = instanceTypesOf(environment).flatMap((type) => sizeOf(type)?.architecture ?? []);
  return [...new Set(found)];
}
