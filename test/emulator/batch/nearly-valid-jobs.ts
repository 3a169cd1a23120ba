/** Files of jobs that keep the rules, and such in which one or two values have become others: some still do, some just do not. */
import * as fc from "fast-check";

const needs = (VCPU: string, MEMORY: string) => [
  { type: "VCPU", value: VCPU },
  { type: "MEMORY", value: MEMORY },
];
const role = "arn:aws:iam::123456789012:role/dunes";

const ec2 = {
  image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dunes:3",
  command: ["python", "sift.py", "Ref::grain"],
  jobRoleArn: role,
  executionRoleArn: role,
  resourceRequirements: [...needs("4", "2048"), { type: "GPU", value: "1" }],
  environment: [{ name: "GRAIN", value: "0042" }],
  secrets: [{ name: "KEY", valueFrom: "dunes/key" }],
  volumes: [
    { name: "sand", host: { sourcePath: "/mnt/sand" } },
    {
      name: "shared",
      efsVolumeConfiguration: {
        fileSystemId: "fs-01234567",
        rootDirectory: "/",
        transitEncryption: "ENABLED",
        transitEncryptionPort: 2049,
        authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
      },
    },
  ],
  mountPoints: [
    { sourceVolume: "sand", containerPath: "/sand", readOnly: true },
    { sourceVolume: "shared", containerPath: "/shared" },
  ],
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  linuxParameters: {
    devices: [{ hostPath: "/dev/fuse", permissions: ["READ", "WRITE"] }],
    sharedMemorySize: 4096,
    maxSwap: 0,
    swappiness: 60,
    tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["rw", "mode=1777"] }],
  },
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/dunes" } },
  privileged: false,
};

const fargate = {
  image: "dunes",
  executionRoleArn: role,
  resourceRequirements: needs("1", "2048"),
  networkConfiguration: { assignPublicIp: "ENABLED" },
  fargatePlatformConfiguration: { platformVersion: "1.4.0" },
  runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
  ephemeralStorage: { sizeInGiB: 100 },
  logConfiguration: { logDriver: "splunk", secretOptions: [{ name: "token", valueFrom: "dunes/token" }] },
};

const task = {
  executionRoleArn: role,
  ipcMode: "task",
  pidMode: "task",
  volumes: [{ name: "sand" }],
  containers: [
    {
      name: "sift",
      image: "dunes",
      essential: true,
      resourceRequirements: needs("1", "512"),
      dependsOn: [{ containerName: "prepare", condition: "SUCCESS" }],
      mountPoints: [{ sourceVolume: "sand", containerPath: "/sand" }],
      stopTimeout: 30,
    },
    { name: "prepare", image: "dunes", essential: false, environment: [{ name: "STEP", value: "1" }] },
  ],
};

const pod = {
  dnsPolicy: "ClusterFirst",
  metadata: { namespace: "dunes", labels: { team: "sand" }, annotations: { note: "dry" } },
  imagePullSecrets: [{ name: "registry" }],
  volumes: [{ name: "scratch", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }],
  containers: [
    {
      name: "sift",
      image: "dunes",
      imagePullPolicy: "IfNotPresent",
      env: [{ name: "GRAIN", value: "3.10" }],
      resources: { limits: { cpu: "1", memory: "2048Mi" }, requests: { cpu: "0.5", memory: "2048Mi" } },
      volumeMounts: [{ name: "scratch", mountPath: "/scratch" }],
    },
  ],
};

const nodes = {
  numNodes: 4,
  mainNode: 0,
  nodeRangeProperties: [
    {
      targetNodes: "0:",
      container: { image: "dunes", instanceType: "c5.large", resourceRequirements: needs("2", "64") },
    },
    { targetNodes: "2:3", container: { image: "dunes", instanceType: "c5.large", vcpus: 1 } },
  ],
};

const retryStrategy = {
  attempts: 3,
  evaluateOnExit: [
    { onExitCode: "137", action: "RETRY" },
    { onStatusReason: "Host EC2*", onReason: "*", action: "EXIT" },
  ],
};
const definition = (name: string, more: object) => ({ jobDefinitionName: name, type: "container", ...more });

const DEFINITIONS = [
  definition("ec2", {
    containerProperties: ec2,
    retryStrategy,
    parameters: { grain: "fine" },
    timeout: { attemptDurationSeconds: 60 },
    tags: { team: "sand" },
    consumableResourceProperties: { consumableResourceList: [{ consumableResource: "licence", quantity: 1 }] },
  }),
  definition("fargate", { containerProperties: fargate, platformCapabilities: ["FARGATE"] }),
  definition("task", { ecsProperties: { taskProperties: [task] } }),
  definition("pod", { eksProperties: { podProperties: pod } }),
  definition("nodes", { type: "multinode", nodeProperties: nodes }),
];

const submission = (more: object) => ({ jobName: "sift", jobQueue: "containers", jobDefinition: "train", ...more });

const SUBMISSIONS = [
  submission({
    containerOverrides: {
      command: ["sift"],
      environment: [{ name: "GRAIN", value: "012345678901" }],
      resourceRequirements: needs("2", "1024"),
    },
    retryStrategy,
    parameters: { grain: "coarse" },
    tags: { team: "sand" },
    timeout: { attemptDurationSeconds: 3600 },
    arrayProperties: { size: 2 },
  }),
  submission({
    ecsPropertiesOverride: {
      taskProperties: [{ containers: [{ name: "sift", command: ["x"], resourceRequirements: needs("1", "64") }] }],
    },
  }),
  submission({
    eksPropertiesOverride: {
      podProperties: {
        metadata: { labels: { team: "sand" } },
        containers: [{ name: "sift", env: [{ name: "A", value: "1" }], resources: { limits: { memory: "64Mi" } } }],
      },
    },
  }),
  submission({
    nodeOverrides: {
      numNodes: 4,
      nodePropertyOverrides: [{ targetNodes: "0:3", containerOverrides: { command: ["x"], vcpus: 2 } }],
    },
  }),
];

/** Values at the borders of rules, or right elsewhere in a file. */
const NUMBERS = [
  -1,
  0,
  1,
  2,
  3,
  4,
  5,
  20,
  21,
  100,
  101,
  120,
  121,
  200,
  201,
  1000,
  1001,
  65_535,
  65_536,
  0.25,
  1.5,
  2 ** 31,
];
const TEXTS = [
  ...[
    "",
    " ",
    "a b",
    "*",
    "1*",
    "*1",
    "1,2",
    "!0",
    "12",
    "0:9",
    "3:1",
    ":",
    "5",
    "2:",
    "sand",
    "nope",
    "default",
    "kube-x",
  ],
  ...[
    "ENABLED",
    "DISABLED",
    "arm64",
    "ARM64",
    "X86_64",
    "WINDOWS_SERVER_2022_CORE",
    "EC2",
    "FARGATE",
    "MANAGED_INSTANCES",
  ],
  ...[
    "awslogs",
    "syslog",
    "START",
    "COMPLETE",
    "HEALTHY",
    "host",
    "none",
    "nofile",
    "files",
    "retry",
    "multinode",
    "1.3.0",
  ],
  ...[
    "AWS_BATCH_X",
    "VCPU",
    "MEMORY",
    "GPU",
    "0.25",
    "0.5",
    "4",
    "2048",
    "2Gi",
    "4096Mi",
    "3Mi",
    "1e3",
    "0x10",
    "Ref::x",
  ],
  ...["fs-1", "dunes@sha256:00", "${X}/dunes", "Über", "x".repeat(256), "9".repeat(513), "y".repeat(9000)],
];
const KEYS = [
  "privileged",
  "readonly",
  "parameters",
  "instanceType",
  "host",
  "platformVersion",
  "networkMode",
  "memory",
];

/** What is done to a value: which, and how. */
const change = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 5 }));
const files = (originals: readonly object[]) =>
  fc
    .tuple(fc.constantFrom(...originals), fc.array(change, { maxLength: 2 }))
    .map(([original, changes]) => changes.reduce<object>(changed, structuredClone(original)));

export const nearlyValidDefinitions = files(DEFINITIONS);
export const nearlyValidSubmissions = files(SUBMISSIONS);

function changed(file: object, [where, what, how]: readonly [number, number, number]): object {
  const places = placesIn(file);
  const place = places[where % Math.max(places.length, 1)];
  if (place === undefined) return file;
  const { parent, key, value } = place;
  const one = <T>(of: readonly T[]): T | undefined => of[what % of.length];
  if (how === 0) Reflect.deleteProperty(parent, key);
  else if (how === 1 && Array.isArray(value))
    Reflect.set(parent, key, [...(value as unknown[]), ...(value as unknown[])]);
  else if (how === 2 && !Array.isArray(parent))
    Reflect.set(parent, one(KEYS) ?? key, one([...TEXTS, true, ...NUMBERS]));
  else Reflect.set(parent, key, one(replacementsFor(value)));
  return file;
}

function replacementsFor(value: unknown): readonly unknown[] {
  if (typeof value === "number") return [...NUMBERS, String(value)];
  if (typeof value === "string") return [...TEXTS, 1];
  if (typeof value === "boolean") return [!value, "true"];
  return [[], {}, "text", null];
}

interface Place {
  readonly parent: object;
  readonly key: string;
  readonly value: unknown;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { parent: value, key, value: child as unknown },
    ...placesIn(child),
  ]);
}
