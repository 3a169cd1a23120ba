/**
 * What containers on ECS and pods on EKS may say, in definitions and in submissions. Words, patterns and ranges are those of
 * the API Reference's page of the type, which objects here are called after, unless another page is named.
 */
import { choice, flag, list, map, object, required, text, whole } from "../../fields/field";
import {
  ABSOLUTE_PATH,
  CPU_ARCHITECTURES,
  EPHEMERAL_STORAGE_GIB,
  LEAST_ULIMIT,
  MOST_CONSUMABLE_RESOURCES,
  MOST_CONTAINERS,
  MOST_NODE_RANGES,
  NODE_COUNT,
  NODE_RANGE,
  OPERATING_SYSTEMS,
  PLATFORM_VERSION,
  PORT,
  SHORTEST_CONTAINER_TIMEOUT_SECONDS,
  SWAPPINESS,
  TMPFS_OPTION,
  ULIMITS,
  USER,
  VOLUME_NAME,
} from "../containers";
import { eksProperties, eksPropertiesOverride } from "./pod";
import { image, texts, variableName, word } from "./words";

/** ContainerOverrides and TaskContainerOverrides, command: "This parameter can't contain an empty string." */
const overridingCommand = list(text({ min: 1 }));

export const environment = list(
  object("KeyValuePair", { name: text({ needed: true, ...variableName }), value: text() }),
  { key: "name" },
);

const absolute = { pattern: ABSOLUTE_PATH, rule: "must be an absolute path" } as const;
const port = whole({ min: PORT.least, max: PORT.most });

/** The deprecated members beside the list. */
export const resourceRequirements = list(
  object("ResourceRequirement", {
    type: choice(["GPU", "MEMORY", "VCPU"], { required: true }),
    value: text({ required: true }),
  }),
  { key: "type" },
);

const secrets = list(object("Secret", { name: text({ required: true }), valueFrom: text({ required: true }) }), {
  key: "name",
});

export const volumes = list(
  object("Volume", {
    name: text({ pattern: VOLUME_NAME, rule: "must have 1 to 255 letters, digits, - and _" }),
    // Host, sourcePath: "If this parameter is empty, then the Docker daemon has assigned a host path for you."
    host: object("Host", { sourcePath: text({ ...absolute, pattern: /^($|\/)/ }) }),
    efsVolumeConfiguration: object("EFSVolumeConfiguration", {
      fileSystemId: text({ required: true, pattern: /^fs-/, rule: "must be the id of a file system, fs-..." }),
      rootDirectory: text({ max: 4096 }),
      transitEncryption: choice(["ENABLED", "DISABLED"]),
      transitEncryptionPort: port,
      authorizationConfig: object("EFSAuthorizationConfig", {
        accessPointId: text(),
        iam: choice(["ENABLED", "DISABLED"]),
      }),
    }),
    s3filesVolumeConfiguration: object("S3FilesVolumeConfiguration", {
      fileSystemArn: text({ required: true }),
      rootDirectory: text(),
      transitEncryptionPort: port,
      accessPointArn: text(),
    }),
  }),
  { key: "name" },
);

export const networkConfiguration = object("NetworkConfiguration", { assignPublicIp: choice(["ENABLED", "DISABLED"]) });
const { least, most } = EPHEMERAL_STORAGE_GIB;
export const ephemeralStorage = object("EphemeralStorage", {
  sizeInGiB: whole({ required: true, min: least, max: most }),
});
export const runtimePlatform = object("RuntimePlatform", {
  operatingSystemFamily: word(...OPERATING_SYSTEMS),
  cpuArchitecture: word(...CPU_ARCHITECTURES),
});
const platformVersion = text({ pattern: PLATFORM_VERSION, rule: "must be LATEST or a version such as 1.4.0" });

/** What containers have in common, whether they are a job of their own or one of a task. */
export const containerRows = {
  command: texts,
  environment,
  mountPoints: list(object("MountPoint", { containerPath: text(absolute), readOnly: flag(), sourceVolume: text() }), {
    key: "containerPath",
  }),
  readonlyRootFilesystem: flag(),
  privileged: flag(),
  ulimits: list(
    object("Ulimit", {
      name: required(word(...ULIMITS)),
      hardLimit: whole({ required: true, min: LEAST_ULIMIT }),
      softLimit: whole({ required: true, min: LEAST_ULIMIT }),
    }),
    { key: "name" },
  ),
  user: text({ pattern: USER, rule: "must be a user, a number or a name, with or without :group" }),
  resourceRequirements,
  linuxParameters: object("LinuxParameters", {
    devices: list(
      object("Device", {
        // No page says that they are absolute, unlike that of a tmpfs.
        hostPath: text({ required: true }),
        containerPath: text(),
        permissions: list(choice(["MKNOD", "READ", "WRITE"])),
      }),
    ),
    initProcessEnabled: flag(),
    sharedMemorySize: whole({ min: 0 }),
    tmpfs: list(
      object("Tmpfs", {
        containerPath: text({ required: true, ...absolute }),
        size: whole({ required: true, min: 1 }),
        mountOptions: list(text({ pattern: TMPFS_OPTION, rule: "must be an option of tmpfs, such as rw or noexec" })),
      }),
    ),
    maxSwap: whole({ min: 0 }),
    swappiness: whole({ min: SWAPPINESS.least, max: SWAPPINESS.most }),
  }),
  logConfiguration: object("LogConfiguration", {
    logDriver: choice(["awsfirelens", "awslogs", "fluentd", "gelf", "journald", "json-file", "splunk", "syslog"], {
      required: true,
    }),
    options: map(),
    secretOptions: secrets,
  }),
  secrets,
  repositoryCredentials: object("RepositoryCredentials", { credentialsParameter: text({ required: true }) }),
};

export const containerProperties = object("ContainerProperties", {
  ...containerRows,
  // The API has it optional, because a node may take it from elsewhere; no container runs without one.
  image: text({ needed: true, ...image }),
  vcpus: whole(),
  memory: whole(),
  jobRoleArn: text(),
  executionRoleArn: text(),
  volumes,
  instanceType: text(),
  networkConfiguration,
  fargatePlatformConfiguration: object("FargatePlatformConfiguration", { platformVersion }),
  enableExecuteCommand: flag(),
  ephemeralStorage,
  runtimePlatform,
});

export const ecsProperties = object("EcsProperties", {
  taskProperties: list(
    object("EcsTaskProperties", {
      containers: list(
        object("TaskContainerProperties", {
          ...containerRows,
          image: text({ required: true, ...image }),
          name: text(),
          essential: flag(),
          dependsOn: list(
            object("TaskContainerDependency", {
              containerName: text(),
              condition: word("START", "COMPLETE", "SUCCESS"),
            }),
          ),
          firelensConfiguration: object("FirelensConfiguration", {
            type: choice(["fluentbit", "fluentd"], { required: true }),
            options: map(),
          }),
          startTimeout: whole({ min: SHORTEST_CONTAINER_TIMEOUT_SECONDS }),
          stopTimeout: whole({ min: SHORTEST_CONTAINER_TIMEOUT_SECONDS }),
        }),
        { required: true, most: MOST_CONTAINERS, key: "name" },
      ),
      ephemeralStorage,
      executionRoleArn: text(),
      platformVersion,
      ipcMode: word("host", "task", "none"),
      taskRoleArn: text(),
      pidMode: word("host", "task"),
      networkConfiguration,
      runtimePlatform,
      volumes,
      enableExecuteCommand: flag(),
      networkMode: word("host"),
    }),
    // EcsProperties: "This object is currently limited to one task element."
    { required: true, most: 1 },
  ),
});

export const consumableResources = object("ConsumableResourceProperties", {
  consumableResourceList: list(
    object("ConsumableResourceRequirement", {
      consumableResource: text({ needed: true }),
      quantity: whole({ long: true, min: 0 }),
    }),
    { most: MOST_CONSUMABLE_RESOURCES, key: "consumableResource" },
  ),
});

/** What a submission may override of a container. */
export const containerOverrides = object("ContainerOverrides", {
  vcpus: whole(),
  memory: whole(),
  command: overridingCommand,
  instanceType: text(),
  environment,
  resourceRequirements,
});

export const ecsPropertiesOverride = object("EcsPropertiesOverride", {
  taskProperties: list(
    object("TaskPropertiesOverride", {
      containers: list(
        object("TaskContainerOverrides", {
          name: text(),
          command: overridingCommand,
          environment,
          resourceRequirements,
        }),
      ),
    }),
    // EcsPropertiesOverride: "This object is currently limited to one element."
    { most: 1 },
  ),
});

const nodes = { min: NODE_COUNT.least, max: NODE_COUNT.most } as const;
const targetNodes = text({
  required: true,
  pattern: NODE_RANGE,
  rule: "must be a node or a range of nodes such as 0:3",
});
// NodeRangeProperty: "this list object is currently limited to one element".
const instanceTypes = list(text(), { most: 1 });

export const nodeOverrides = object("NodeOverrides", {
  numNodes: whole(nodes),
  nodePropertyOverrides: list(
    object("NodePropertyOverride", {
      targetNodes,
      containerOverrides,
      ecsPropertiesOverride,
      instanceTypes,
      eksPropertiesOverride,
      consumableResourcePropertiesOverride: consumableResources,
    }),
  ),
});

export const nodeProperties = object("NodeProperties", {
  numNodes: whole({ required: true, ...nodes }),
  mainNode: whole({ required: true, min: 0 }),
  nodeRangeProperties: list(
    object("NodeRangeProperty", {
      targetNodes,
      container: containerProperties,
      instanceTypes,
      ecsProperties,
      eksProperties,
      consumableResourceProperties: consumableResources,
    }),
    { required: true, most: MOST_NODE_RANGES },
  ),
});
