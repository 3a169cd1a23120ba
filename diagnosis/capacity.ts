/** Whether compute environments could ever take a job. */
import type { ComputeEnvironmentDetail, ContainerDetail, ContainerProperties, JobDetail } from "@aws-sdk/client-batch";
import { type Architecture, expand, sizeOf } from "../aws/batch/instance-sizes";
import { Fleet, type Misfit, type Resources, VcpuPool } from "../scheduling";
import type { JobFacts } from "./facts/job-facts";
import { valueOf } from "./seen";

type Container = Pick<ContainerDetail & ContainerProperties, "resourceRequirements" | "vcpus" | "memory">;

/** What a job needs: of one of several nodes what each group of nodes does. @returns none where it is not known, as on EKS */
export function demandsOf({ container, nodeProperties }: JobDetail): Resources[] {
  const groups = nodeProperties?.nodeRangeProperties?.flatMap((range) => range.container ?? []);
  return (groups ?? (container === undefined ? [] : [container])).map(demandOf);
}

function demandOf({ resourceRequirements = [], vcpus = 0, memory = 0 }: Container): Resources {
  const need = (wanted: string, otherwise: number) =>
    Number(resourceRequirements.find(({ type }) => type === wanted)?.value ?? otherwise);
  return { vcpus: need("VCPU", vcpus), memory: need("MEMORY", memory), gpus: need("GPU", 0) };
}

export const isFargate = ({ computeResources }: ComputeEnvironmentDetail): boolean =>
  computeResources?.type?.startsWith("FARGATE") === true;

export const hasInstances = (environment: ComputeEnvironmentDetail): boolean =>
  environment.type !== "UNMANAGED" && !isFargate(environment);

/**
 * @param demands of its nodes
 * @returns why the environment could not take the job even if it had no other; undefined when it could, or nobody knows
 */
export function misfitOf(environment: ComputeEnvironmentDetail, demands: readonly Resources[]): Misfit | undefined {
  const capacity = emptyCapacity(environment);
  const misfits = demands.flatMap((demand) => capacity.misfit(demand) ?? []);
  const [worst] = misfits;
  const isUnsure = worst?.kind === "instance-types" && hasUnknownTypes(environment);
  return isUnsure ? undefined : worst;
}

function emptyCapacity(environment: ComputeEnvironmentDetail): Pick<Fleet, "misfit"> {
  const { computeResources: resources, state, status, unmanagedvCpus } = environment;
  const settings = {
    maxvCpus: resources?.maxvCpus ?? unmanagedvCpus ?? Infinity,
    enabled: state !== "DISABLED",
    outage: status === "INVALID" ? ("invalid" as const) : undefined,
  };
  if (!hasInstances(environment)) return new VcpuPool(settings);
  const instanceTypes = resources?.instanceTypes ?? [];
  const { allocationStrategy: strategy = "BEST_FIT", type } = resources ?? {};
  const none = { minvCpus: 0, desiredvCpus: 0, keepIdle: 0 };
  return new Fleet({ ...settings, ...none, instanceTypes, strategy, spot: type === "SPOT" }, 0);
}

/** Of a type that is newer than dapf nobody knows what it has. */
const hasUnknownTypes = ({ computeResources }: ComputeEnvironmentDetail): boolean =>
  (computeResources?.instanceTypes ?? []).some((word) => expand(word).length === 0);

/** @returns the architectures of what the environment may start */
export function architecturesOf(environment: ComputeEnvironmentDetail, job: JobDetail): Architecture[] {
  if (isFargate(environment)) {
    // ContainerProperties, runtimePlatform: "cpuArchitecture ... defaults to X86_64".
    return [job.container?.runtimePlatform?.cpuArchitecture === "ARM64" ? "ARM64" : "X86_64"];
  }
  const types = (environment.computeResources?.instanceTypes ?? []).flatMap(expand);
  return [...new Set(types.flatMap((type) => sizeOf(type)?.architecture ?? []))];
}

export const enabledIn = (environments: readonly ComputeEnvironmentDetail[]): ComputeEnvironmentDetail[] =>
  environments.filter(({ state }) => state !== "DISABLED");

/** @returns the environment that the job would go to: the first that could take it */
export function targetOf({ environments, job }: JobFacts): ComputeEnvironmentDetail | undefined {
  const demands = demandsOf(job);
  return valueOf(environments)?.find((environment) => misfitOf(environment, demands) === undefined);
}
