/**
 * Rules of pods on EKS. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-eks-*, where it has one.
 */
import type { EksContainerResourceRequirements, EksMetadata, EksPodProperties } from "@aws-sdk/client-batch";
import { LONGEST_ANNOTATION, LONGEST_LABEL, POD_CPU_STEP, POD_MEMORY } from "../../../aws/batch/containers";
import { LEAST_MEMORY_MIB } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";

export function requirePod(pod: EksPodProperties): void {
  const { containers = [], initContainers = [], volumes = [] } = pod;
  if (containers.length === 0) throw new InvalidRequest("Containers must be provided for Batch on EKS jobs.");
  const all = [...containers, ...initContainers];
  const names = new Set<string>();
  for (const { name } of all) {
    if (name !== undefined && names.has(name)) {
      throw new InvalidRequest(`The container name: ${name} must be unique in multi-container job.`);
    }
    if (name !== undefined) names.add(name);
  }
  const mountable = new Set(volumes.map(({ name }) => name));
  if (mountable.size < volumes.length) throw new InvalidRequest("Volume names must be unique.");
  for (const { volumeMounts = [] } of all) {
    // EksContainerVolumeMount, name: "This must match the name of one of the volumes in the pod."
    const missing = volumeMounts.find(({ name }) => name !== undefined && !mountable.has(name));
    if (missing !== undefined) throw new InvalidRequest(`Volume mount ${missing.name} must reference a volume.`);
  }
  for (const { emptyDir } of volumes) {
    if (["", "Memory"].includes(emptyDir?.medium ?? "")) continue;
    throw new InvalidRequest("Invalid Volume mount. Allowed values - Memory or null.");
  }
  if (!["Default", "ClusterFirst", "ClusterFirstWithHostNet"].includes(pod.dnsPolicy ?? "Default")) {
    throw new InvalidRequest("Unsupported DNS policy value.");
  }
  for (const { resources = {}, imagePullPolicy = "Never" } of all) {
    if (!["Always", "IfNotPresent", "Never"].includes(imagePullPolicy)) {
      throw new InvalidRequest("Unsupported image pull policy value.");
    }
    requirePodResources(resources);
  }
  for (const { resources: { limits = {}, requests = {} } = {} } of containers) {
    for (const type of ["cpu", "memory"]) {
      if ({ ...limits, ...requests }[type] === undefined) throw new InvalidRequest(`${type} is required in resources.`);
    }
  }
  requirePodMetadata(pod.metadata);
}

const VALID: Readonly<Record<string, (value: string) => boolean>> = {
  cpu: (value) => Number(value) > 0 && (Number(value) / POD_CPU_STEP) % 1 === 0,
  memory: (value) => Number(POD_MEMORY.exec(value)?.[1] ?? 0) >= LEAST_MEMORY_MIB,
  "nvidia.com/gpu": (value) => /^[1-9]\d*$/.test(value),
};

export function requirePodResources({ limits = {}, requests = {} }: EksContainerResourceRequirements): void {
  for (const [type, value] of [...Object.entries(limits), ...Object.entries(requests)]) {
    const isValid = VALID[type];
    if (isValid === undefined) throw new InvalidRequest(`${type} is not a supported type for resources.`);
    if (isValid(value)) continue;
    throw new InvalidRequest(
      type === "memory"
        ? `Value ${value} for type memory is not valid.`
        : `Value ${value} for type ${type} in resources is not valid. Provide a valid number and unit.`,
    );
  }
  for (const [type, request] of Object.entries(requests)) {
    const limit = Number.parseFloat(limits[type] ?? request);
    const requested = Number.parseFloat(request);
    if (type === "cpu" && requested > limit) {
      throw new InvalidRequest("cpu request must be <= to cpu limit if both are provided.");
    }
    if (type !== "cpu" && requested !== limit) {
      const name = type.replace("nvidia.com/", "");
      throw new InvalidRequest(`${name} request must be equal to ${name} limit if both are provided.`);
    }
  }
}

/** EksMetadata */
export function requirePodMetadata({ labels = {}, annotations = {}, namespace }: EksMetadata = {}): void {
  if (namespace === "default") {
    throw new InvalidRequest("kubernetesNamespace cannot be the default Kubernetes namespace.");
  }
  if (namespace?.startsWith("kube") === true) {
    throw new InvalidRequest("kubernetesNamespace cannot be a reserved Kubernetes system namespace.");
  }
  if (Object.values(labels).some((value) => value.length > LONGEST_LABEL)) {
    throw new InvalidRequest(`The value of a pod label must have at most ${LONGEST_LABEL} characters.`);
  }
  if (Object.values(annotations).some((value) => value.length > LONGEST_ANNOTATION)) {
    throw new InvalidRequest(`The value of a pod annotation must have at most ${LONGEST_ANNOTATION} characters.`);
  }
}
