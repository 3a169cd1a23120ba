/** Whether the jobs of declared definitions fit where their teams may submit them. */
import { sizeOf } from "../../../aws/batch/instance-sizes";
import { registeredMiB } from "../../../aws/batch/registered-memory";
import { definitionBreaches } from "../../containers/policy";
import { demandOf, partsOf } from "../../containers/resources";
import { renderPath } from "../../errors";
import {
  environmentKind,
  instanceTypesOf,
  type ComputeDeclarations,
  type ComputeKind,
  type Declared,
  type DeclaredDefinition,
} from "../declarations";
import { apiReference, userGuide, type Finding, type Rule } from "./rule";

/** What a job asks for. */
interface Need {
  readonly kind: ComputeKind;
  /** Of all nodes. */
  readonly vcpus: number;
  /** What has to be on one instance: a node, or all of it. */
  readonly pieces: readonly Piece[];
  readonly isMultinode: boolean;
}

interface Piece {
  readonly vcpus: number;
  readonly memory: number;
  readonly gpus: number;
}

/** Undefined of a definition that says it wrong, or is for neither. */
function needOf({ complete }: DeclaredDefinition): Need | undefined {
  if (complete === undefined || complete.eksProperties !== undefined) return undefined;
  const [platform = "EC2"] = complete.platformCapabilities ?? [];
  if (platform === "MANAGED_INSTANCES") return undefined;
  const parts = partsOf(complete);
  const pieces = parts.map((part) => {
    const one = [{ ...part, nodes: undefined }];
    return {
      vcpus: demandOf(one, "VCPU", "vCPUs").amount,
      memory: demandOf(one, "MEMORY", "MiB").amount,
      gpus: demandOf(one, "GPU", "GPUs").amount,
    };
  });
  const { amount: vcpus } = demandOf(parts, "VCPU", "vCPUs");
  return { kind: platform, vcpus, pieces, isMultinode: complete.type === "multinode" };
}

const NUMBERS = new Intl.NumberFormat("en-US");
const amount = (count: number): string => NUMBERS.format(count);
const words = ({ vcpus, memory, gpus }: Piece): string =>
  `${amount(vcpus)} vCPUs, ${amount(memory)} MiB and ${amount(gpus)} GPUs`;

/** What the instances of an environment have; the same for each definition that is held against it. */
function sizesIn(environment: Declared<"ComputeEnvs">): readonly Piece[] {
  const known = SIZES.get(environment);
  if (known !== undefined) return known;
  const sizes = instanceTypesOf(environment).flatMap((type) => {
    const size = sizeOf(type);
    return size === undefined ? [] : { ...size, memory: registeredMiB(size) };
  });
  SIZES.set(environment, sizes);
  return sizes;
}

/** A declaration never changes once it is read. */
const SIZES = new WeakMap<Declared<"ComputeEnvs">, readonly Piece[]>();

/** @returns why a job can never run in an environment; undefined when it can, or when nobody knows */
function obstacle(need: Need, environment: Declared<"ComputeEnvs">): string | undefined {
  const { request, key } = environment;
  const { computeResources: resources, unmanagedvCpus } = request;
  const most = request.type === "UNMANAGED" ? unmanagedvCpus : resources?.maxvCpus;
  // MNP: "aren't supported on UNMANAGED compute environments", nor on those "that use Spot Instances".
  if (need.isMultinode && (request.type === "UNMANAGED" || resources?.type === "SPOT"))
    return `${key}: no multi-node jobs`;
  if (most !== undefined && need.vcpus > most) return `${key}: ${amount(most)} vCPUs in all`;
  if (need.kind === "FARGATE" || request.type === "UNMANAGED") return undefined;
  const sizes = sizesIn(environment);
  const holds = ({ vcpus, memory, gpus }: Piece) =>
    sizes.some((size) => size.vcpus >= vcpus && size.memory >= memory && size.gpus >= gpus);
  if (sizes.length === 0 || need.pieces.every(holds)) return undefined;
  const largest = {
    vcpus: Math.max(...sizes.map((size) => size.vcpus)),
    memory: Math.max(...sizes.map((size) => size.memory)),
    gpus: Math.max(...sizes.map((size) => size.gpus)),
  };
  return `${key}: up to ${words(largest)} an instance`;
}

/** Who may submit a definition, and where to. */
interface Submitter {
  readonly who: string;
  readonly queues: readonly (Declared<"JobQueues"> | undefined)[];
}

/** Without a team everybody, everywhere. Undefined stands for a queue that the file does not declare. */
function submittersOf(file: ComputeDeclarations, definition: DeclaredDefinition): Submitter[] {
  const teams = file.teamsOf(definition);
  if (teams.length === 0) return [{ who: "the file", queues: file.jobQueues }];
  return teams.map(({ key, request }) => ({
    who: `the team ${key}`,
    queues: (request.queues ?? []).map((text) => {
      const link = file.links.queues.find(text);
      return link?.kind === "declared" ? link.target : undefined;
    }),
  }));
}

const MOST_NAMED = 5;

export const fits: Rule = {
  demand: "A job of a declared definition fits some environment of a queue that its team may use",
  source: userGuide("job_stuck_in_runnable"),
  severity: "warning",
  check: (file) =>
    file.jobDefinitions.flatMap((definition) => {
      const need = needOf(definition);
      if (need === undefined) return [];
      return submittersOf(file, definition).flatMap((submitter) => misfit(file, definition, need, submitter));
    }),
};

function misfit(
  file: ComputeDeclarations,
  { path }: DeclaredDefinition,
  need: Need,
  { who, queues }: Submitter,
): Finding[] {
  if (queues.length === 0 || queues.includes(undefined)) return [];
  const links = queues.flatMap((queue) =>
    queue === undefined ? [] : file.environmentsOf(queue).map(({ link }) => link),
  );
  const environments = links.flatMap((link) => (link.kind === "declared" ? link.target : []));
  // What is elsewhere, or wrong itself, may be right for it.
  if (environments.length < links.length || environments.some((one) => environmentKind(one) === undefined)) return [];
  const ofKind = [...new Set(environments)].filter((one) => environmentKind(one) === need.kind);
  const obstacles = ofKind.map((one) => obstacle(need, one));
  if (obstacles.includes(undefined)) return [];
  if (ofKind.length === 0) {
    const platform = need.kind === "FARGATE" ? "Fargate" : "EC2";
    const rule = `is for ${platform}, and no queue of ${who} has an environment of it`;
    return [{ path, rule, hint: "platformCapabilities says what it is for" }];
  }
  const piece = need.pieces.reduce((a, b) => (b.vcpus > a.vcpus || b.memory > a.memory ? b : a));
  const nodes = need.isMultinode ? ` on a node, ${amount(need.vcpus)} vCPUs in all` : "";
  const rule = `asks for ${words(piece)}${nodes}, and fits no environment of the queues of ${who}`;
  const allowed = obstacles.flatMap((one) => one ?? []).slice(0, MOST_NAMED);
  return [{ path, rule, allowed, hint: "a job of it would wait for ever" }];
}

export const teamLimits: Rule = {
  demand: "A declared definition keeps within the limits of the teams that may submit it",
  source: apiReference("SubmitJob"),
  severity: "warning",
  check: (file) =>
    file.jobDefinitions.flatMap((definition) => {
      const { complete, path } = definition;
      if (complete === undefined) return [];
      return file.teamsOf(definition).flatMap((team) => {
        const { limits } = team.complete ?? {};
        if (limits === undefined) return [];
        const policy = { file: renderPath(team.path), limits, requiredTags: [] };
        const hint = "a submission of it would have to ask for less";
        return definitionBreaches(policy, complete).map((one) => ({
          ...one,
          hint: one.hint ?? hint,
          path: [...path, ...one.path],
        }));
      });
    }),
};
