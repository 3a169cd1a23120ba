/** What AWS Batch takes for what containers are made of. Source: API Reference, the page of the type that is named. */
import type { Range } from "./limits";

// ContainerProperties, image: "It can be 255 characters long. It can contain uppercase and lowercase letters, numbers, hyphens
// (-), underscores (_), colons (:), periods (.), forward slashes (/), and number signs (#)", and `[@digest]` further down.
export const IMAGE = /^[A-Za-z0-9\-_:./#@]*$/;
export const LONGEST_IMAGE = 255;
// KeyValuePair: 'Environment variables cannot start with "AWS_BATCH".'
export const VARIABLE_NAME = /^(?!AWS_BATCH)/;
// Volume
export const VOLUME_NAME = /^[A-Za-z0-9_-]{1,255}$/;
// EFSVolumeConfiguration
export const PORT: Range = { least: 0, most: 65_535 };
// EphemeralStorage: GiB.
export const EPHEMERAL_STORAGE_GIB: Range = { least: 21, most: 200 };
// RuntimePlatform
export const OPERATING_SYSTEMS = [
  "LINUX",
  "WINDOWS_SERVER_2019_CORE",
  "WINDOWS_SERVER_2019_FULL",
  "WINDOWS_SERVER_2022_CORE",
  "WINDOWS_SERVER_2022_FULL",
] as const;
export const CPU_ARCHITECTURES = ["X86_64", "ARM64"] as const;
/** "The following parameters can't be set for Windows containers", and efsVolumeConfiguration. */
export const NOT_ON_WINDOWS = ["linuxParameters", "privileged", "user", "ulimits", "readonlyRootFilesystem"] as const;
// FargatePlatformConfiguration, and the ECS Developer Guide, "Fargate platform versions".
export const PLATFORM_VERSION = /^(LATEST|\d+\.\d+\.\d+)$/;
// Ulimit
export const ULIMITS = [
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice"],
  ...["nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack"],
] as const;
/** -1: without a limit (setrlimit(2), RLIM_INFINITY). */
export const LEAST_ULIMIT = -1;
/** Tmpfs: "The absolute file path in the container"; mount points, devices and hosts have such paths, too (Docker). */
export const ABSOLUTE_PATH = /^(\/|[A-Za-z]:[\\/])/;
// ContainerProperties, user; the pattern of each part: nextflow-io/nextflow #2900, "User '$(id' does not match regex".
export const USER = /^[a-z0-9_][a-z0-9_-]{0,30}(:[a-z0-9_][a-z0-9_-]{0,30})?$/;
// User Guide, "Use the awslogs log driver". ECS refuses other options of that name; those that Docker has for all of its
// drivers (mode, tag, labels, ..) are no business of Batch.
export const AWSLOGS_OPTIONS: readonly string[] = [
  ...["awslogs-region", "awslogs-group", "awslogs-stream-prefix", "awslogs-create-group"],
  ...["awslogs-datetime-format", "awslogs-multiline-pattern"],
];
export const isUnknownLogOption = (option: string): boolean =>
  option.startsWith("awslogs-") && !AWSLOGS_OPTIONS.includes(option);
/** The same pages: options of which one only may be configured. */
export const EXCLUSIVE_AWSLOGS_OPTIONS = ["awslogs-datetime-format", "awslogs-multiline-pattern"] as const;
// Tmpfs, mountOptions; the last six take a value (tmpfs(5)).
export const TMPFS_OPTION = new RegExp(
  "^(defaults|ro|rw|suid|nosuid|dev|nodev|exec|noexec|sync|async|dirsync|remount|mand|nomand|atime|noatime|diratime|" +
    "nodiratime|bind|rbind|unbindable|runbindable|private|rprivate|shared|rshared|slave|rslave|relatime|norelatime|" +
    "strictatime|nostrictatime|(mode|uid|gid|nr_inodes|nr_blocks|mpol)(=.+)?)$",
);
// LinuxParameters
export const SWAPPINESS: Range = { least: 0, most: 100 };
/** "This parameter isn't applicable to jobs that are running on Fargate resources." */
export const LINUX_NOT_ON_FARGATE = ["devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness"] as const;
// LogConfiguration has "awslogs and splunk"; the User Guide, "Multiple-container job definitions", awsfirelens too.
export const FARGATE_LOG_DRIVERS = ["awslogs", "splunk", "awsfirelens"] as const;
// TaskContainerProperties: seconds; the most is that of Fargate.
export const SHORTEST_CONTAINER_TIMEOUT_SECONDS = 2;
export const LONGEST_FARGATE_TIMEOUT_SECONDS = 120;
// EcsProperties: "the task element can run up to 10 containers"; EksPodProperties: "limited to 10 elements".
export const MOST_CONTAINERS = 10;
// User Guide, "Specify resources needed to run a job" (resource-aware scheduling).
export const MOST_CONSUMABLE_RESOURCES = 5;
/** CreateConsumableResource, resourceType. */
export const CONSUMABLE_TYPES = ["REPLENISHABLE", "NON_REPLENISHABLE"] as const;
/** UpdateConsumableResource, operation. */
export const CONSUMABLE_OPERATIONS = ["SET", "ADD", "REMOVE"] as const;
// User Guide, "Multi-node parallel jobs": the most nodes of a job, and groups of nodes.
export const NODE_COUNT: Range = { least: 1, most: 1000 };
export const MOST_NODE_RANGES = 5;
// NodeRangeProperty, targetNodes: "0:3", ":n", "n:"; one node by itself is taken, too.
export const NODE_RANGE = /^(\d+|\d*:\d*)$/;
// EksMetadata, namespace; labels and annotations: characters of a value.
export const POD_NAMESPACE = /^(?!default$)(?!kube)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
export const LONGEST_LABEL = 63;
export const LONGEST_ANNOTATION = 255;
// EksContainerResourceRequirements
export const POD_RESOURCES = ["cpu", "memory", "nvidia.com/gpu"] as const;
/** MiB, "using whole integers, with a "Mi" suffix". */
export const POD_MEMORY = /^(\d+)Mi$/;
/** "Values must be an even multiple of 0.25." */
export const POD_CPU_STEP = 0.25;
// ImagePullSecret, EksVolume, EksSecret: "allowed as a DNS subdomain name".
export const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * ECS API Reference, RunTask, overrides: "A total of 8192 characters are allowed for overrides. This limit includes the JSON
 * formatting characters of the override structure." A job of AWS Batch is run by that call.
 */
export const LONGEST_OVERRIDES = 8192;

/**
 * @param overrides - what a submission overrides of the containers of one task
 * @returns how many characters of them RunTask gets at least; sizes are said in another way there, and do not count
 */
export function overridesLength(overrides: readonly { readonly command?: unknown; readonly environment?: unknown }[]) {
  const sent = overrides.filter(({ command, environment }) => command !== undefined || environment !== undefined);
  return sent.reduce((sum, { command, environment }) => sum + JSON.stringify({ command, environment }).length, 0);
}

/**
 * The nodes that a range means. Source: NodeRangeProperty, targetNodes.
 *
 * @returns both ends; undefined for a text that is no range, and for one that goes backwards
 */
export function nodesOf(range: string, numNodes: number): Range | undefined {
  if (!NODE_RANGE.test(range)) return undefined;
  const [from = "", to = from] = range.split(":");
  const least = Number(from === "" ? 0 : from);
  const most = to === "" ? Math.max(numNodes - 1, least) : Number(to);
  return least > most ? undefined : { least, most };
}
