/** What containers on ECS and pods on EKS may say, in definitions and in submissions. */
import { choice, flag, list, map, object, text, whole } from "../../fields/field";

const texts = list(text());

export const environment = list(object("KeyValuePair", { name: text({ needed: true }), value: text() }));

/** The deprecated members beside the list. */
export const resourceRequirements = list(
  object("ResourceRequirement", {
    type: choice(["GPU", "MEMORY", "VCPU"], { required: true }),
    value: text({ required: true }),
  }),
);

const secrets = list(object("Secret", { name: text({ required: true }), valueFrom: text({ required: true }) }));

export const volumes = list(
  object("Volume", {
    name: text(),
    host: object("Host", { sourcePath: text() }),
    efsVolumeConfiguration: object("EFSVolumeConfiguration", {
      fileSystemId: text({ required: true }),
      rootDirectory: text(),
      transitEncryption: choice(["ENABLED", "DISABLED"]),
      transitEncryptionPort: whole(),
      authorizationConfig: object("EFSAuthorizationConfig", {
        accessPointId: text(),
        iam: choice(["ENABLED", "DISABLED"]),
      }),
    }),
    s3filesVolumeConfiguration: object("S3FilesVolumeConfiguration", {
      fileSystemArn: text({ required: true }),
      rootDirectory: text(),
      transitEncryptionPort: whole(),
      accessPointArn: text(),
    }),
  }),
);

export const networkConfiguration = object("NetworkConfiguration", { assignPublicIp: choice(["ENABLED", "DISABLED"]) });
export const ephemeralStorage = object("EphemeralStorage", { sizeInGiB: whole({ required: true }) });
export const runtimePlatform = object("RuntimePlatform", { operatingSystemFamily: text(), cpuArchitecture: text() });

/** What containers have in common, whether they are a job of their own or one of a task. */
export const containerRows = {
  command: texts,
  environment,
  mountPoints: list(object("MountPoint", { containerPath: text(), readOnly: flag(), sourceVolume: text() })),
  readonlyRootFilesystem: flag(),
  privileged: flag(),
  ulimits: list(
    object("Ulimit", {
      name: text({ required: true }),
      hardLimit: whole({ required: true }),
      softLimit: whole({ required: true }),
    }),
  ),
  user: text(),
  resourceRequirements,
  linuxParameters: object("LinuxParameters", {
    devices: list(
      object("Device", {
        hostPath: text({ required: true }),
        containerPath: text(),
        permissions: list(choice(["MKNOD", "READ", "WRITE"])),
      }),
    ),
    initProcessEnabled: flag(),
    sharedMemorySize: whole(),
    tmpfs: list(
      object("Tmpfs", {
        containerPath: text({ required: true }),
        size: whole({ required: true }),
        mountOptions: texts,
      }),
    ),
    maxSwap: whole(),
    swappiness: whole(),
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
  image: text({ min: 1, needed: true }),
  vcpus: whole(),
  memory: whole(),
  jobRoleArn: text(),
  executionRoleArn: text(),
  volumes,
  instanceType: text(),
  networkConfiguration,
  fargatePlatformConfiguration: object("FargatePlatformConfiguration", { platformVersion: text() }),
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
          image: text({ required: true, min: 1 }),
          name: text(),
          essential: flag(),
          dependsOn: list(object("TaskContainerDependency", { containerName: text(), condition: text() })),
          firelensConfiguration: object("FirelensConfiguration", {
            type: choice(["fluentbit", "fluentd"], { required: true }),
            options: map(),
          }),
          startTimeout: whole(),
          stopTimeout: whole(),
        }),
        { required: true },
      ),
      ephemeralStorage,
      executionRoleArn: text(),
      platformVersion: text(),
      ipcMode: text(),
      taskRoleArn: text(),
      pidMode: text(),
      networkConfiguration,
      runtimePlatform,
      volumes,
      enableExecuteCommand: flag(),
      networkMode: text(),
    }),
    { required: true },
  ),
});

const podContainer = {
  name: text(),
  command: texts,
  args: texts,
  env: list(object("EksContainerEnvironmentVariable", { name: text({ required: true }), value: text() })),
  resources: object("EksContainerResourceRequirements", { limits: map(), requests: map() }),
};
const podContainers = list(
  object("EksContainer", {
    ...podContainer,
    image: text({ required: true, min: 1 }),
    imagePullPolicy: text(),
    volumeMounts: list(
      object("EksContainerVolumeMount", { name: text(), mountPath: text(), subPath: text(), readOnly: flag() }),
    ),
    securityContext: object("EksContainerSecurityContext", {
      runAsUser: whole(),
      runAsGroup: whole(),
      privileged: flag(),
      allowPrivilegeEscalation: flag(),
      readOnlyRootFilesystem: flag(),
      runAsNonRoot: flag(),
    }),
  }),
);
const metadata = object("EksMetadata", { labels: map(), annotations: map(), namespace: text() });

export const eksProperties = object("EksProperties", {
  podProperties: object("EksPodProperties", {
    serviceAccountName: text(),
    hostNetwork: flag(),
    dnsPolicy: text(),
    imagePullSecrets: list(object("ImagePullSecret", { name: text({ required: true }) })),
    containers: podContainers,
    initContainers: podContainers,
    volumes: list(
      object("EksVolume", {
        name: text({ required: true }),
        hostPath: object("EksHostPath", { path: text() }),
        emptyDir: object("EksEmptyDir", { medium: text(), sizeLimit: text() }),
        secret: object("EksSecret", { secretName: text({ required: true }), optional: flag() }),
        persistentVolumeClaim: object("EksPersistentVolumeClaim", {
          claimName: text({ required: true }),
          readOnly: flag(),
        }),
      }),
    ),
    metadata,
    shareProcessNamespace: flag(),
  }),
});

export const consumableResources = object("ConsumableResourceProperties", {
  consumableResourceList: list(
    object("ConsumableResourceRequirement", { consumableResource: text(), quantity: whole() }),
  ),
});

/** What a submission may override of a container. */
export const containerOverrides = object("ContainerOverrides", {
  vcpus: whole(),
  memory: whole(),
  command: texts,
  instanceType: text(),
  environment,
  resourceRequirements,
});

export const ecsPropertiesOverride = object("EcsPropertiesOverride", {
  taskProperties: list(
    object("TaskPropertiesOverride", {
      containers: list(
        object("TaskContainerOverrides", { name: text(), command: texts, environment, resourceRequirements }),
      ),
    }),
  ),
});

const podOverrides = list(object("EksContainerOverride", { ...podContainer, image: text() }));
export const eksPropertiesOverride = object("EksPropertiesOverride", {
  podProperties: object("EksPodPropertiesOverride", {
    containers: podOverrides,
    initContainers: podOverrides,
    metadata,
  }),
});

export const nodeOverrides = object("NodeOverrides", {
  numNodes: whole(),
  nodePropertyOverrides: list(
    object("NodePropertyOverride", {
      targetNodes: text({ required: true }),
      containerOverrides,
      ecsPropertiesOverride,
      instanceTypes: texts,
      eksPropertiesOverride,
      consumableResourcePropertiesOverride: consumableResources,
    }),
  ),
});

export const nodeProperties = object("NodeProperties", {
  numNodes: whole({ required: true }),
  mainNode: whole({ required: true }),
  nodeRangeProperties: list(
    object("NodeRangeProperty", {
      targetNodes: text({ required: true }),
      container: containerProperties,
      instanceTypes: texts,
      ecsProperties,
      eksProperties,
      consumableResourceProperties: consumableResources,
    }),
    { required: true },
  ),
});
