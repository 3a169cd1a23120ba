/** Every rule of job definitions and submissions is told by the checker, before any call, and kept by the embedded AWS. */
import { ConfigError } from "../../../config/errors";
import { readDefinition } from "../../../jobs/container/definitions";
import { readSubmissions } from "../../../jobs/container/submissions";
import { BatchAccount } from "./account";
import { JobsAccount } from "./jobs/container/jobs-account";

const needs = (VCPU = "1", MEMORY = "2048") => [
  { type: "VCPU", value: VCPU },
  { type: "MEMORY", value: MEMORY },
];
const plain = { image: "kiln", resourceRequirements: needs() };
const definition = (more: object) => ({ jobDefinitionName: "kiln", type: "container", ...more });
const ec2 = (more: object) => definition({ containerProperties: { ...plain, ...more } });
const fargate = (more: object) =>
  definition({
    containerProperties: { ...plain, executionRoleArn: "role", ...more },
    platformCapabilities: ["FARGATE"],
  });
const task = (more: object, changes: object = {}) =>
  definition({ ecsProperties: { taskProperties: [{ containers: [plain], ...more }] }, ...changes });
const containers = (...list: object[]) => task({ containers: list.map((one) => ({ ...plain, ...one })) });
const glaze = { image: "glaze", resources: { limits: { cpu: "1", memory: "64Mi" } } };
const pod = (container: object, more: object = {}) =>
  definition({ eksProperties: { podProperties: { containers: [{ ...glaze, ...container }], ...more } } });
const resources = (limits: object, requests: object = {}) =>
  pod({ resources: { limits: { cpu: "1", memory: "64Mi", ...limits }, requests } });
const nodes = (ranges: readonly (string | object)[], more: object = {}) =>
  definition({
    type: "multinode",
    nodeProperties: {
      numNodes: 3,
      mainNode: 0,
      nodeRangeProperties: ranges.map((one) =>
        typeof one === "string" ? { targetNodes: one, container: plain } : { targetNodes: "0:", ...one },
      ),
      ...more,
    },
  });
const retry = (rule: object) => ({
  ...ec2({}),
  retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "RETRY", ...rule }] },
});
const efs = (more: object) => [{ name: "clay", efsVolumeConfiguration: { fileSystemId: "fs-1", ...more } }];
const windows = { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" };

type Case = readonly [title: string, request: object, checker: RegExp, service: string];

const CASES: readonly Case[] = [
  ["an image with a space", ec2({ image: "my kiln" }), /image must have only letters/, "image must have only letters"],
  ["an image that is a template", ec2({ image: "${A}/kiln" }), /image must have only/, "image must have only letters"],
  ["an image of 256 characters", ec2({ image: "k".repeat(256) }), /at most 255 characters/, "length that is not valid"],
  [
    "an exit code with a comma",
    retry({ onExitCode: "1,2" }),
    /onExitCode must have only digits/,
    "restricted characters",
  ],
  ["an exit code with !", retry({ onExitCode: "!0" }), /onExitCode must have only digits/, "restricted characters"],
  ["a reason that begins with *", retry({ onReason: "*Spot*" }), /onReason must have only/, "restricted characters"],
  [
    "a reason of 513 characters",
    retry({ onStatusReason: "s".repeat(513) }),
    /onStatusReason must have at most 512/,
    "Evaluate on exit condition cannot exceed 512 characters.",
  ],
  [
    "a network on EC2",
    ec2({ networkConfiguration: { assignPublicIp: "ENABLED" } }),
    /networkConfiguration has no place in a definition for EC2; .*\["FARGATE"\]/,
    "networkConfiguration not applicable for EC2.",
  ],
  [
    "a version of Fargate on EC2",
    ec2({ fargatePlatformConfiguration: { platformVersion: "LATEST" } }),
    /fargatePlatformConfiguration has no place/,
    "fargatePlatformConfiguration not applicable for EC2.",
  ],
  [
    "an architecture on EC2",
    ec2({ runtimePlatform: { cpuArchitecture: "ARM64" } }),
    /runtimePlatform has no place in a definition for EC2/,
    "runtimePlatform is not applicable for EC2.",
  ],
  [
    "an architecture in lower case",
    fargate({ runtimePlatform: { cpuArchitecture: "arm64" } }),
    /cpuArchitecture must be one of X86_64, ARM64, not "arm64"/,
    "cpuArchitecture must be one of X86_64, ARM64",
  ],
  [
    "an operating system that there is not",
    fargate({ runtimePlatform: { operatingSystemFamily: "DARWIN" } }),
    /operatingSystemFamily must be one of LINUX/,
    "RuntimePlatform supports only one from",
  ],
  [
    "ARM64 for Windows",
    fargate({ runtimePlatform: { ...windows, cpuArchitecture: "ARM64" } }),
    /cpuArchitecture must be X86_64 for Windows/,
    "Windows supported only by X86_64 cpuArchitecture",
  ],
  [
    "a user in a container of Windows",
    fargate({ runtimePlatform: windows, user: "potter" }),
    /user has no place in a container of Windows/,
    "user is not applicable for Windows containers.",
  ],
  [
    "EFS in a container of Windows",
    fargate({ runtimePlatform: windows, volumes: efs({}) }),
    /efsVolumeConfiguration has no place in a container of Windows/,
    "efsVolumeConfiguration is not applicable for Windows containers.",
  ],
  [
    "a log driver that Fargate lacks",
    fargate({ logConfiguration: { logDriver: "syslog" } }),
    /logDriver is no log driver of Fargate, not "syslog" \(allowed: awslogs, splunk, awsfirelens\)/,
    "Log driver for Fargate is not valid: syslog",
  ],
  ...(
    [
      ["sharedMemorySize", 64],
      ["swappiness", 1],
      ["maxSwap", 1],
      ["tmpfs", [{ containerPath: "/t", size: 1 }]],
      ["devices", [{ hostPath: "/dev/fuse" }]],
    ] as const
  ).map(([member, value]): Case => [
    `${member} on Fargate`,
    fargate({ linuxParameters: { [member]: value } }),
    new RegExp(`linuxParameters\\.${member} has no place on Fargate`),
    `linuxParameter.${member} is not allowed for Fargate.`,
  ]),
  [
    "20 GiB of storage",
    fargate({ ephemeralStorage: { sizeInGiB: 20 } }),
    /sizeInGiB must be at least 21/,
    "between range 21 GiB to 200 GiB",
  ],
  [
    "a path of the host on Fargate",
    fargate({ volumes: [{ name: "clay", host: { sourcePath: "/clay" } }] }),
    /volumes\[0\]\.host\.sourcePath has no place on Fargate/,
    "host.sourcePath should not be set for volumes in Fargate.",
  ],
  [
    "EFS on an old Fargate",
    fargate({ volumes: efs({}), fargatePlatformConfiguration: { platformVersion: "1.3.0" } }),
    /needs platformVersion 1\.4\.0 or later/,
    "EFS is supported for Fargate platform versions 1.4.0 or later, provided 1.3.0",
  ],
  [
    "a volume that is mounted and not there",
    ec2({ volumes: [{ name: "clay" }], mountPoints: [{ sourceVolume: "cley", containerPath: "/c" }] }),
    /sourceVolume names no volume, not "cley"; did you mean clay\?/,
    "Mount point cley must reference a defined volume.",
  ],
  ["two volumes of one name", ec2({ volumes: [{ name: "a" }, { name: "a" }] }), /earlier volume/, "must be unique"],
  [
    "a volume of two kinds",
    ec2({ volumes: [{ ...efs({})[0], host: { sourcePath: "/c" } }] }),
    /efsVolumeConfiguration cannot stand beside host/,
    "only one volume configuration type should be used.",
  ],
  [
    "a port that is none for S3 Files",
    ec2({
      jobRoleArn: "role",
      volumes: [{ name: "a", s3filesVolumeConfiguration: { fileSystemArn: "arn", transitEncryptionPort: 65536 } }],
    }),
    /transitEncryptionPort must be at most 65535/,
    "transitEncryptionPort is not valid: 65536",
  ],
  [
    "a soft limit above the hard limit",
    ec2({ ulimits: [{ name: "nofile", softLimit: 2048, hardLimit: 1024 }] }),
    /ulimits\[0\].softLimit must be at most hardLimit, which is 1024/,
    "The soft limit of ulimit nofile must not be above its hard limit.",
  ],
  [
    "a soft limit without end below a hard limit",
    containers({ ulimits: [{ name: "core", softLimit: -1, hardLimit: 0 }] }),
    /softLimit must be at most hardLimit/,
    "must not be above its hard limit",
  ],
  [
    "a ulimit of less than nothing",
    ec2({ ulimits: [{ name: "nofile", softLimit: -2, hardLimit: 1 }] }),
    /softLimit must be at least -1/,
    "softLimit is not valid: -2",
  ],
  [
    "a ulimit that is given twice",
    ec2({ ulimits: [1, 2].map((limit) => ({ name: "nofile", softLimit: limit, hardLimit: limit })) }),
    /ulimits\[1\].name stands in an earlier entry, too/,
    "Ulimit nofile is given more than once.",
  ],
  [
    "shared memory of less than nothing",
    ec2({ linuxParameters: { sharedMemorySize: -1 } }),
    /sharedMemorySize must be at least 0/,
    "sharedMemorySize is not valid: -1",
  ],
  [
    "a tmpfs with a relative path",
    ec2({ linuxParameters: { tmpfs: [{ containerPath: "scratch", size: 1 }] } }),
    /containerPath must be an absolute path/,
    "containerPath must be an absolute path",
  ],
  [
    "two mount points at one path",
    ec2({
      volumes: [{ name: "clay" }, { name: "sand" }],
      mountPoints: ["clay", "sand"].map((sourceVolume) => ({ sourceVolume, containerPath: "/in" })),
    }),
    /mountPoints\[1\].containerPath is the path of an earlier mount point, too/,
    "Duplicate mount point: /in",
  ],
  [
    "a mount point with a relative path",
    ec2({ volumes: [{ name: "clay" }], mountPoints: [{ sourceVolume: "clay", containerPath: "in" }] }),
    /containerPath must be an absolute path/,
    "containerPath must be an absolute path",
  ],
  [
    "a volume of a relative path",
    ec2({ volumes: [{ name: "clay", host: { sourcePath: "clay" } }] }),
    /sourcePath must be an absolute path/,
    "sourcePath must be an absolute path",
  ],
  [
    "an option that awslogs lacks",
    ec2({ logConfiguration: { logDriver: "awslogs", options: { "awslogs-endpoint": "http://logs" } } }),
    /options.awslogs-endpoint is no option of the log driver awslogs/,
    "Log driver awslogs disallows options: awslogs-endpoint",
  ],
  [
    "two ways to tell the lines of a log apart",
    containers({
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-datetime-format": "%Y", "awslogs-multiline-pattern": "^x" },
      },
    }),
    /awslogs-multiline-pattern cannot stand beside awslogs-datetime-format/,
    "cannot both be configured",
  ],
  [
    "a log group that is made perhaps",
    ec2({ logConfiguration: { logDriver: "awslogs", options: { "awslogs-create-group": "perhaps" } } }),
    /awslogs-create-group must be "true" or "false"/,
    "awslogs-create-group must be true or false.",
  ],
  ["a user that a shell would make", ec2({ user: "$(id -u)" }), /user must be a user, a number/, "user must be a user"],
  [
    "a whole vCPU as a part",
    ec2({ resourceRequirements: needs("1.0") }),
    /whole number of vCPUs, 1 or more, on EC2, not "?1\.0"?.*write it as "1"/s,
    "Value 1.0 for type VCPU in resourceRequirement is not valid. Please provide a numeric value.",
  ],
  [
    "one and a half vCPUs of a task",
    containers({ resourceRequirements: needs("1.5") }),
    /whole number of vCPUs/,
    "Value 1.5 for type VCPU",
  ],
  [
    "S3 Files without a role",
    ec2({ volumes: [{ name: "a", s3filesVolumeConfiguration: { fileSystemArn: "arn" } }] }),
    /s3filesVolumeConfiguration needs jobRoleArn/,
    "A jobRoleArn/taskRoleArn is required when using s3filesVolumeConfiguration.",
  ],
  [
    "a file system that is none",
    ec2({ volumes: efs({ fileSystemId: "clay" }) }),
    /fileSystemId must be the id of a file system/,
    "EFS configuration fileSystemId is not valid: clay.",
  ],
  [
    "a port that is none",
    ec2({ volumes: efs({ transitEncryptionPort: 65_536 }) }),
    /transitEncryptionPort must be at most 65535/,
    "TransitEncryptionPort must be a valid port number.",
  ],
  [
    "IAM for EFS in clear text",
    ec2({ jobRoleArn: "role", volumes: efs({ authorizationConfig: { iam: "ENABLED" } }) }),
    /authorizationConfig needs transitEncryption ENABLED/,
    "EFS IAM authorization requires TransitEncryption to be enabled.",
  ],
  [
    "an access point of EFS in clear text",
    ec2({ volumes: efs({ authorizationConfig: { accessPointId: "fsap-1" } }) }),
    /authorizationConfig needs transitEncryption ENABLED/,
    "EFS IAM access point requires TransitEncryption to be enabled.",
  ],
  [
    "IAM for EFS without a role",
    ec2({ volumes: efs({ transitEncryption: "ENABLED", authorizationConfig: { iam: "ENABLED" } }) }),
    /iam needs jobRoleArn/,
    "EFS IAM authorization requires a jobRoleArn.",
  ],
  [
    "a directory beside an access point",
    ec2({
      volumes: efs({
        rootDirectory: "/clay",
        transitEncryption: "ENABLED",
        authorizationConfig: { accessPointId: "fsap-1" },
      }),
    }),
    /rootDirectory must be \/ or left out/,
    "When using an EFS access point",
  ],
  [
    "a secret without the role that reads it",
    ec2({ secrets: [{ name: "KEY", valueFrom: "kiln/key" }] }),
    /secrets needs executionRoleArn/,
    "executionRoleArn cannot be empty when using secrets or secretOptions",
  ],
  [
    "a secret of the log without the role that reads it",
    ec2({ logConfiguration: { logDriver: "splunk", secretOptions: [{ name: "t", valueFrom: "v" }] } }),
    /secretOptions needs executionRoleArn/,
    "executionRoleArn cannot be empty when using secrets or secretOptions",
  ],
  [
    "a private registry without the role that opens it",
    ec2({ repositoryCredentials: { credentialsParameter: "arn" } }),
    /repositoryCredentials needs executionRoleArn/,
    "executionRoleArn cannot be empty when using repositoryCredentials",
  ],
  [
    "a limit of processes that there is not",
    ec2({ ulimits: [{ name: "files", softLimit: 1, hardLimit: 1 }] }),
    /ulimits\[0\]\.name must be one of core/,
    "ulimits[0].name must be one of core",
  ],
  [
    "a number as a string",
    ec2({ ulimits: [{ name: "nofile", softLimit: "1", hardLimit: 1 }] }),
    /softLimit must be a/,
    "softLimit is not valid",
  ],
  ["negative swap", ec2({ linuxParameters: { maxSwap: -1 } }), /maxSwap must be at least 0/, "must be non-negative."],
  ["a swappiness of 101", ec2({ linuxParameters: { swappiness: 101 } }), /at most 100/, "must be between 0 and 100."],
  [
    "a tmpfs of nothing",
    ec2({ linuxParameters: { tmpfs: [{ containerPath: "/t", size: 0 }] } }),
    /size must be at least 1/,
    "Size of a tmpfs is invalid.",
  ],
  [
    "an option that tmpfs lacks",
    ec2({ linuxParameters: { tmpfs: [{ containerPath: "/t", size: 1, mountOptions: ["readonly"] }] } }),
    /must be an option of tmpfs/,
    "must be an option of tmpfs",
  ],
  [
    "containers for managed instances",
    { ...ec2({}), platformCapabilities: ["MANAGED_INSTANCES"] },
    /use ecsProperties/,
    "Cannot use ECS containerProperties for MANAGED_INSTANCES",
  ],
  [
    "tags for a pod",
    { ...pod({}), propagateTags: true },
    /propagateTags does not go with eksProperties/,
    "propagateTags is",
  ],
  [
    "a platform for a pod",
    { ...pod({}), platformCapabilities: ["EC2"] },
    /platformCapabilities does not go/,
    "for EKS jobs.",
  ],
  [
    "one consumable resource twice",
    {
      ...ec2({}),
      consumableResourceProperties: {
        consumableResourceList: [{ consumableResource: "a" }, { consumableResource: "a" }],
      },
    },
    /is the name of an earlier one/,
    "Cannot have duplicate consumableResource",
  ],

  ["no task", definition({ ecsProperties: { taskProperties: [] } }), /must have one entry/, "Number of taskProperties"],
  ["no container in a task", task({ containers: [] }), /must have 1 to 10 entries/, "must be between 1 and 10"],
  [
    "a task without a role on Fargate",
    task({}, { platformCapabilities: ["FARGATE"] }),
    /must have executionRoleArn on Fargate/,
    "executionRoleArn is required for Fargate jobs.",
  ],
  ["no essential container", containers({ essential: false }), /one that is essential/, "must be set as essential"],
  ["two containers of one name", containers({ name: "a" }, { name: "a" }), /earlier container/, "must be unique"],
  [
    "a container that waits for none of the task",
    containers({ name: "a", dependsOn: [{ containerName: "bb" }] }, { name: "b" }),
    /containerName names no container of the task, not "bb"; did you mean b\?/,
    "containerName bb must reference a defined container.",
  ],
  [
    "a condition that there is not",
    containers({ name: "a", dependsOn: [{ containerName: "b", condition: "HEALTHY" }] }, { name: "b" }),
    /condition must be one of START, COMPLETE, SUCCESS/,
    "TaskContainer dependency HEALTHY is not valid. Valid values are: [START, COMPLETE, SUCCESS]",
  ],
  [
    "waiting for the end of an essential container",
    containers({ name: "a", dependsOn: [{ containerName: "b", condition: "SUCCESS" }] }, { name: "b" }),
    /cannot be SUCCESS for a container that is essential/,
    "can not have condition SUCCESS if the target is essential",
  ],
  [
    "containers that wait for each other",
    containers({ name: "a", dependsOn: [{ containerName: "b" }] }, { name: "b", dependsOn: [{ containerName: "a" }] }),
    /wait for each other: a -> b -> a/,
    "must not be circular",
  ],
  [
    "an ipcMode that there is not",
    task({ ipcMode: "shared" }),
    /ipcMode must be one of/,
    "ipcMode shared is not valid.",
  ],
  ["a pidMode that there is not", task({ pidMode: "none" }), /pidMode must be one of/, "Capability none is not valid."],
  ["a network mode on EC2", task({ networkMode: "host" }), /networkMode has no place/, "networkMode is not applicable"],
  [
    "a long wait on Fargate",
    task(
      { executionRoleArn: "r", containers: [{ ...plain, stopTimeout: 121 }] },
      { platformCapabilities: ["FARGATE"] },
    ),
    /stopTimeout must be at most 120 seconds on Fargate/,
    "stopTimeout must be at most 120 seconds",
  ],

  ["no container in a pod", pod({}, { containers: [] }), /must have 1 to 10 entries/, "Containers must be provided"],
  [
    "a DNS policy that there is not",
    pod({}, { dnsPolicy: "None" }),
    /dnsPolicy must be one of/,
    "Unsupported DNS policy",
  ],
  [
    "a pull policy that there is not",
    pod({ imagePullPolicy: "always" }),
    /imagePullPolicy must/,
    "Unsupported image pull",
  ],
  ["the namespace default", pod({}, { metadata: { namespace: "default" } }), /neither default/, "default Kubernetes"],
  [
    "a namespace of Kubernetes",
    pod({}, { metadata: { namespace: "kube-x" } }),
    /begin with kube/,
    "reserved Kubernetes",
  ],
  ["a long label", pod({}, { metadata: { labels: { a: "x".repeat(64) } } }), /at most 63 characters/, "at most 63"],
  [
    "memory in Gi",
    resources({ memory: "2Gi" }),
    /must be a whole number of MiB.*Mi behind it/,
    "Value 2Gi for type memory",
  ],
  ["a tenth of a cpu", resources({ cpu: "0.1" }), /must be a multiple of 0\.25/, "Value 0.1 for type cpu in resources"],
  ["half a GPU", resources({ "nvidia.com/gpu": "0.5" }), /whole number of GPUs/, "Value 0.5 for type nvidia.com/gpu"],
  ["an unknown resource", resources({ disk: "1" }), /disk is no resource of a pod/, "disk is not a supported type"],
  [
    "a request above its limit",
    resources({}, { cpu: "2" }),
    /must be at most that of limits/,
    "cpu request must be <=",
  ],
  [
    "two sizes of memory",
    resources({}, { memory: "32Mi" }),
    /must be equal to that of/,
    "memory request must be equal",
  ],
  ["a pod without sizes", pod({ resources: {} }), /must have cpu in limits or requests/, "cpu is required"],
  [
    "a mount of no volume",
    pod({ volumeMounts: [{ name: "a" }] }),
    /names no volume of the pod/,
    "must reference a volume",
  ],

  [
    "a main node beyond the last",
    nodes(["0:"], { mainNode: 3 }),
    /mainNode must be less than numNodes/,
    "Main node index",
  ],
  [
    "no nodes",
    nodes(["0:"], { numNodes: 0 }),
    /numNodes must be at least 1/,
    "Number of nodes must be between 1 and 1000.",
  ],
  ["a range beyond the last node", nodes(["0:9"]), /must end at node 2/, "targetNodes 0:9 is out of range"],
  ["a range in words", nodes(["all"]), /must be a node or a range of nodes/, "targetNodes should contain only digits."],
  ["a range that goes down", nodes(["2:1"]), /must be a range that goes upwards/, "targetNodes 2:1 is out of range"],
  ["a node without a range", nodes(["0:1"]), /must have a range for node 2/, "must account for node 2"],
  ["six ranges", nodes(["0:", "0", "1", "2", "0", "1"]), /must have at most 5/, "Maximum allowed size of node range"],
  [
    "a range of nothing",
    nodes([{}]),
    /must have one of container, ecsProperties, eksProperties/,
    "Must specify container",
  ],
  [
    "nodes of two kinds",
    nodes([{ container: plain, eksProperties: {} }]),
    /cannot stand beside container/,
    "can not use both",
  ],
  [
    "a node without memory",
    nodes([{ container: { image: "kiln", vcpus: 1 } }]),
    /must say the MEMORY of node 0/,
    "Memory is",
  ],
  [
    "nodes of two instance types",
    nodes([
      { container: { ...plain, instanceType: "c5.large" } },
      { targetNodes: "1", container: { ...plain, instanceType: "m5.large" } },
    ]),
    /must be that of the other nodes, c5\.large/,
    "All node groups must use the same instance type.",
  ],
  [
    "a network for nodes",
    nodes([{ container: { ...plain, networkConfiguration: {} } }]),
    /for EC2/,
    "not applicable for EC2",
  ],
  [
    "nodes on Fargate",
    { ...nodes(["0:"]), platformCapabilities: ["FARGATE"] },
    /cannot be FARGATE/,
    "does not support MNP",
  ],
  ["characters that tags lack", { ...ec2({}), tags: { team: "a*b" } }, /must have only letters/, "not allowed"],
];

describe("a job definition", () => {
  it.each(CASES)("with %s is refused by the checker and by the embedded AWS", (_title, request, checker, service) => {
    const read = () => readDefinition("d.json", JSON.stringify(request));
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(checker);
    expect(() => new BatchAccount().call("RegisterJobDefinition", request)).toThrow(service);
  });

  it.each<[string, object]>([
    [
      "a digest of its image",
      ec2({ image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:${"0".repeat(64)}` }),
    ],
    ["an exit code that ends with *, and an action in lower case", retry({ onExitCode: "1*", action: "retry" })],
    ["a reason with a colon and a tab", retry({ onReason: "CannotPullContainerError:\t*" })],
    ["32 vCPUs on Fargate", fargate({ resourceRequirements: needs("32", "249856") })],
    [
      "an option of tmpfs with a value",
      ec2({ linuxParameters: { tmpfs: [{ containerPath: "/t", size: 1, mountOptions: ["mode=1777"] }] } }),
    ],
    ["an empty host volume on Fargate", fargate({ volumes: [{ name: "scratch", host: {} }] })],
    ["nested ranges of nodes", nodes(["0:", "1:2", ":0"])],
    ["a task on managed instances", task({ networkMode: "host" }, { platformCapabilities: ["MANAGED_INSTANCES"] })],
    ["a pod", pod({})],
  ])("with %s is taken by both", (_title, request) => {
    const read = readDefinition("d.json", JSON.stringify(request));
    expect(() =>
      new BatchAccount().call("RegisterJobDefinition", JSON.parse(JSON.stringify(read)) as object),
    ).not.toThrow();
  });

  it("tells of a key at a wrong level where it belongs, and of any other the nearest", () => {
    expect(() => readDefinition("d.json", JSON.stringify(ec2({ parameters: {} })))).toThrow(
      /containerProperties\.parameters is not a known key; it belongs to the job definition itself, beside containerProperties \[AWS/,
    );
    expect(() => readDefinition("d.json", JSON.stringify(ec2({ sharedMemorySize: 64 })))).toThrow(
      /it belongs to containerProperties\.linuxParameters \[AWS Batch API Reference, ContainerProperties\]/,
    );
    expect(() => readDefinition("d.json", JSON.stringify(ec2({ mountPoints: [{ readonly: true }] })))).toThrow(
      /readonly is not a known key; did you mean readOnly\? \[AWS Batch API Reference, MountPoint\]/,
    );
  });
});

const submission = (more: object) => ({ jobName: "bake", jobQueue: "containers", jobDefinition: "train", ...more });
const ofNodes = (override: object, numNodes = 2) =>
  submission({ nodeOverrides: { numNodes, nodePropertyOverrides: [override] } });

describe("a submission", () => {
  it.each<Case>([
    [
      "rules without attempts",
      submission({ retryStrategy: { evaluateOnExit: [{ action: "EXIT", onReason: "*" }] } }),
      /evaluateOnExit needs attempts beside it/,
      "RetryAttempts must be provided with retry strategy.",
    ],
    [
      "an exit code that is none",
      submission({ retryStrategy: { attempts: 1, evaluateOnExit: [{ action: "EXIT", onExitCode: "!1" }] } }),
      /onExitCode must have only digits/,
      "restricted characters",
    ],
    [
      "a variable of Batch",
      submission({ containerOverrides: { environment: [{ name: "AWS_BATCH_X", value: "1" }] } }),
      /must not begin with AWS_BATCH/,
      "must not begin with AWS_BATCH",
    ],
    [
      "an empty string in the command",
      submission({ containerOverrides: { command: ["sh", ""] } }),
      /command\[1\] must have at least 1 character/,
      "command[1] has a length that is not valid",
    ],
    [
      "a variable of Batch for a task",
      submission({
        ecsPropertiesOverride: {
          taskProperties: [{ containers: [{ environment: [{ name: "AWS_BATCH_X" }] }] }],
        },
      }),
      /must not begin with AWS_BATCH/,
      "must not begin with AWS_BATCH",
    ],
    [
      "little memory for a task",
      submission({
        ecsPropertiesOverride: {
          taskProperties: [{ containers: [{ resourceRequirements: needs("1", "1") }] }],
        },
      }),
      /must be a whole number of MiB, 4 or more/,
      "Memory must be at least 4 Mib",
    ],
    [
      "memory in Gi for a pod",
      submission({
        eksPropertiesOverride: { podProperties: { containers: [{ resources: { limits: { memory: "1Gi" } } }] } },
      }),
      /must be a whole number of MiB/,
      "Value 1Gi for type memory",
    ],
    [
      "a range beyond its nodes",
      ofNodes({ targetNodes: "0:5" }),
      /must end at node 1/,
      "targetNodes 0:5 is out of range",
    ],
    [
      "half a GPU for nodes",
      ofNodes({ targetNodes: "0", containerOverrides: { resourceRequirements: [{ type: "GPU", value: "0.5" }] } }),
      /whole number of GPUs/,
      "Value 0.5 for type GPU",
    ],
  ])("with %s is refused by the checker and by the embedded AWS", (_title, request, checker, service) => {
    expect(() => readSubmissions("s.json", JSON.stringify(request))).toThrow(checker);
    expect(() => new JobsAccount().call("SubmitJob", request)).toThrow(service);
  });

  it("with overrides over 8192 characters is refused by the checker; the embedded AWS takes it, and its job fails", () => {
    const request = (length: number) => submission({ containerOverrides: { command: ["x".repeat(length)] } });
    const frame = '{"command":[""]}'.length;
    expect(() => readSubmissions("s.json", JSON.stringify(request(8192 - frame)))).not.toThrow();
    expect(() => readSubmissions("s.json", JSON.stringify(request(8193 - frame)))).toThrow(
      /containerOverrides has 8193 characters of command and environment as JSON; ECS takes at most 8192/,
    );
    const batch = new JobsAccount();
    const [right, wrong] = [8192, 8193].map((length) => batch.submit(request(length - frame)));
    batch.begin();
    expect(batch.job(right ?? "").status).toBe("RUNNING");
    expect(batch.job(wrong ?? "")).toMatchObject({
      status: "FAILED",
      statusReason: "Container Overrides length must be at most 8192",
    });
  });
});
