import { readFileSync } from "node:fs";
import { join } from "node:path";
import { computeArns, type ComputeModel, loadCompute, parseCompute, resolvedDefinition } from "../../../config/compute";
import { loadEnvironment } from "../../../config/loader";
import { configErrorOf, minimal, problemsOf, repositoryWith } from "../support";
import type { Changes } from "../training-queues/fixture";
import { at, changed, context, noFolders, valid } from "./fixture";

const parse = (changes: Changes = {}, of: Partial<typeof context> = {}): ComputeModel =>
  parseCompute({ file: "compute.json", value: changed(changes) }, { ...context, ...of }, noFolders);

const load = (files: Readonly<Record<string, unknown>>, settings: object = {}): ComputeModel | undefined => {
  const root = repositoryWith({ ...files, "environments/dev.tfvars.json": { ...minimal, ...settings } });
  return loadCompute(loadEnvironment(root, "dev"));
};

const definition = valid.JobDefinitions.SUM_JD_REGISTER_REQUEST;
const container = `${at.train}.containerProperties`;

describe("loadCompute", () => {
  it("gives nothing for an environment without shared compute", () => {
    expect(load({})).toBeUndefined();
  });

  it.each([
    ["c.json", valid],
    ["c.ts", `export default ${JSON.stringify(valid)};`],
    ["named.ts", "export const ComputeEnvs = {}, Teams = {};"],
    ["c.yaml", JSON.stringify(valid, null, 1)],
  ])("reads %s", (path, content) => {
    expect(load({ [path]: content }, { compute: { path } })).toMatchObject({ file: path, warnings: [] });
  });

  it("reads the example of the documentation, which a file for the other tests repeats", () => {
    const data = readFileSync(join(__dirname, "../../data/compute/lab.compute.yaml"), "utf8");
    const page = readFileSync(join(__dirname, "../../../docs/compute-declarations.md"), "utf8");
    expect(page).toContain(data);
    const files = {
      "lab.yaml": data,
      "jobs/definitions/sum.json": { ...definition, jobDefinitionName: "ml-sum" },
    };
    expect(load(files, { compute: { path: "lab.yaml" } })).toMatchObject({
      teams: [{ key: "ML" }],
      jobDefinitions: [{ key: "TRAIN" }, { key: "sum" }],
    });
  });

  const bad = (path: string, content: string) => problemsOf(() => load({ [path]: content }, { compute: { path } }));

  it.each([
    ["c.json", "", { file: "c.json", line: 1 }],
    ["c.json", "[]", { line: 1, path: "", rule: "must be an object with the groups of shared compute" }],
    ["c.json", '{ "ComputeEnvs": { }', { line: 1 }],
    ["c.yaml", "", { path: "" }],
    ["c.yaml", "ComputeEnvs: [", { line: 1 }],
    ["c.yaml", "JobQueue: {}", { line: 1, column: 1, path: "JobQueue", hint: "did you mean JobQueues?" }],
    ["c.yaml", "Teams: 5", { line: 1, path: "Teams", found: 5 }],
    ["c.yaml", "Teams:\n  ML_TEAM_NAME: ml\n  ML_TEAM_REQUEST: x\n", { line: 3, path: "Teams.ML_TEAM_REQUEST" }],
    ["c.ts", "export const compute = {};", { path: "compute" }],
    ["c.ts", "export default 5;", { found: 5 }],
    ["c.ts", "export default {", { file: "c.ts", rule: expect.stringContaining("c.ts:1") as unknown }],
    ["c.toml", "x = 1", { path: "compute.path", found: "c.toml", rule: expect.stringContaining(".yaml") as unknown }],
  ])("says of %s with %j what is wrong and where", (path, content, problem) => {
    expect(bad(path, content)).toMatchObject([problem]);
  });

  it("reads anchors and merged maps of YAML, and places problems where the text stands", () => {
    const text = [
      "ComputeEnvs:",
      "  A_CE_NAME: a",
      "  A_CE_CREATE_REQUEST:",
      "    computeEnvironmentName: a",
      "    type: MANAGED",
      "    computeResources: &machines { type: EC2, maxvCpus: 4, instanceTypes: [m5] }",
      "  B_CE_NAME: b",
      "  B_CE_CREATE_REQUEST:",
      "    computeEnvironmentName: b",
      "    type: MANAGED",
      "    computeResources: *machines",
      "",
    ].join("\n");
    expect(load({ "c.yaml": text }, { compute: { path: "c.yaml" } })?.computeEnvironments).toHaveLength(2);
    expect(bad("c.yaml", text.replace("[m5]", "[m55]"))).toMatchObject(
      ["A", "B"].map((key) => ({
        line: 6,
        path: `ComputeEnvs.${key}_CE_CREATE_REQUEST.computeResources.instanceTypes[0]`,
        found: "m55",
      })),
    );
  });

  it("places the problems of a JSON file", () => {
    const value = changed({ [`${at.gpuQueue}.priority`]: 1001 });
    expect(problemsOf(() => load({ "c.json": value }, { compute: { path: "c.json" } }))).toMatchObject([
      { file: "c.json", line: 124, column: 7, found: 1001, allowed: ["0..1000"] },
    ]);
  });

  it("names the environment file when the compute file is absent", () => {
    expect(configErrorOf(() => load({}, { compute: { path: "none.ts" } })).message).toBe(
      "none.ts: does not exist; compute.path of environments/dev.tfvars.json names it",
    );
  });

  it("holds definitions to the limits of the environment, and gives them its tags", () => {
    const settings = { limits: { vcpus: 2 }, required_tags: ["project", "Owner"] };
    const problems = problemsOf(() => load({ "c.json": valid }, { compute: { path: "c.json" }, ...settings }));
    expect(problems.map(({ rule }) => rule)).toEqual([
      "must need at most 2 vCPUs (limits.vcpus of environments/dev.tfvars.json)",
      "must have Owner (required_tags of environments/dev.tfvars.json)",
      "must have Owner (required_tags of environments/dev.tfvars.json)",
    ]);
  });
});

describe("a folder of job definitions", () => {
  const compute = { JobDefinitions: { STANDARD_JD_FOLDER: "definitions" } };
  const loadFolder = (files: Readonly<Record<string, unknown>>, more: object = {}) =>
    load({ "c.json": { ...compute, ...more }, ...files }, { compute: { path: "c.json" } });

  it("has a definition in each of its files, whose names are the keys", () => {
    const yaml = "jobDefinitionName: b\ntype: container\ncontainerProperties: { image: i, vcpus: 1, memory: 64 }\n";
    const read = loadFolder({
      "definitions/sum-all.json": `// the sum\n${JSON.stringify(definition)}`,
      "definitions/b.yaml": yaml,
      "definitions/README.md": "no definition",
    });
    expect(read?.jobDefinitions).toMatchObject([
      { key: "b", name: "b", file: "definitions/b.yaml", kind: "EC2" },
      { key: "sum_all", name: "finance-sum", file: "definitions/sum-all.json", kind: "FARGATE" },
    ]);
  });

  it("places problems in its files, those of rules, too", () => {
    const content = JSON.stringify({ ...definition, eksProperties: undefined, platformCapabilities: [] }, null, 1);
    const files = {
      "definitions/a.json": content.replace('"container"', '"containers"'),
      "definitions/b.json": content
        .replace('"busybox"', '"busybox", "jobRoleArn": "nobody"')
        .replace("finance-sum", "other"),
      "definitions/c.json": "{",
    };
    const more = { ComputeEnvs: { X_CE_NAME: "x" } };
    expect(problemsOf(() => loadFolder(files, more))).toMatchObject([
      { file: "c.json", path: "ComputeEnvs.X_CE_CREATE_REQUEST", rule: "is missing; X_CE_NAME needs it" },
      { file: "definitions/a.json", line: 3, path: "type", found: "containers", hint: "did you mean container?" },
      { file: "definitions/b.json", line: 6, path: "containerProperties.jobRoleArn", hint: "JobRoles declares none" },
      { file: "definitions/c.json", line: 1, path: "" },
    ]);
  });

  it.each([
    ["nowhere", {}, "must be a folder, relative to the root of the project"],
    [
      "definitions",
      { "definitions/a.txt": "" },
      "must have files that end in .json, .yaml or .yml, relative to the root",
    ],
    ["definitions", { "definitions/1.json": definition }, "must have only files whose names begin with a letter"],
    ["../definitions", {}, "must be a path inside the repository"],
    [5, {}, "must be a string"],
  ])("is refused when it is %j of %j", (folder, files, rule) => {
    const compute = { "c.json": { JobDefinitions: { A_JD_FOLDER: folder } }, ...files };
    expect(problemsOf(() => load(compute, { compute: { path: "c.json" } }))).toMatchObject([
      { file: "c.json", line: 3, path: "JobDefinitions.A_JD_FOLDER", rule: expect.stringContaining(rule) as unknown },
    ]);
  });

  it("has no file for another command", () => {
    const job = { jobName: "a", jobQueue: "q", jobDefinition: "d" };
    expect(problemsOf(() => loadFolder({ "definitions/a.json": job }))[0]?.rule).toContain(
      "is the file of a container job",
    );
  });

  it("has no key that a member or another file has", () => {
    const files = {
      "definitions/sum.json": definition,
      "definitions/SUM.yaml": JSON.stringify({ ...definition, jobDefinitionName: "other" }),
    };
    expect(problemsOf(() => loadFolder(files))).toMatchObject([
      { rule: "gets the Terraform address of STANDARD_JD_FOLDER/SUM.yaml: both are sum" },
    ]);
  });
});

describe("parseCompute", () => {
  it("gives every declaration with its key, name and request", () => {
    const model = parse();
    expect(model.computeEnvironments[0]).toMatchObject({
      key: "CPU",
      name: "cpu",
      request: valid.ComputeEnvs.CPU_CE_CREATE_REQUEST,
    });
    expect(model.consumableResources[0]?.request).toEqual(valid.ConsumableResources.LICENCE_CR_CREATE_REQUEST);
    expect(
      [model.schedulingPolicies, model.jobQueues, model.jobDefinitions, model.jobRoles, model.teams].map((group) =>
        group.map(({ key }) => key),
      ),
    ).toEqual([["FAIR"], ["CPU", "GPU", "LIGHT"], ["TRAIN", "SUM"], ["TRAINER"], ["ML", "FINANCE"]]);
  });

  it("orders the environments of a queue, and resolves them and its policy", () => {
    const theirs = "arn:aws:batch:eu-west-1:123456789012:compute-environment/theirs";
    const order = [
      { order: 2, computeEnvironment: "arn:aws:batch:eu-west-1:123456789012:compute-environment/cpu" },
      { order: 1, computeEnvironment: theirs },
    ];
    const [queue, gpu] = parse({ [`${at.cpuQueue}.computeEnvironmentOrder`]: order }).jobQueues;
    expect(queue).toMatchObject({
      environments: [
        { kind: "existing", arn: theirs },
        { kind: "declared", key: "CPU" },
      ],
      schedulingPolicy: { kind: "declared", key: "FAIR" },
      scheduling: "FAIR_SHARE",
      kind: "EC2",
    });
    expect(gpu).toMatchObject({ scheduling: "FIFO" });
    expect(gpu).not.toHaveProperty("schedulingPolicy");
  });

  it("says where the network of an environment comes from", () => {
    const network = { vpcTags: { Name: "lab" }, subnetTags: { Tier: "private" } };
    const networks = (changes: Changes) => parse(changes).computeEnvironments.map((one) => one.network);
    expect(networks({})).toEqual([
      { subnets: { kind: "environment" }, securityGroups: { kind: "environment" } },
      { subnets: { kind: "environment" }, securityGroups: { kind: "template" } },
      { subnets: { kind: "given", ids: ["subnet-1"] }, securityGroups: { kind: "given", ids: ["sg-1"] } },
      undefined,
    ]);
    const tags = { kind: "tags", vpcTags: { Name: "lab" } };
    const [cpu, gpu] = networks({
      [`${at.cpu}.network`]: network,
      [`${at.gpu}.network`]: { ...network, securityGroupTags: { Name: "sg" } },
    });
    expect(cpu).toEqual({ subnets: { ...tags, tags: { Tier: "private" } }, securityGroups: { kind: "made" } });
    expect(gpu).toMatchObject({ securityGroups: { ...tags, tags: { Name: "sg" } } });
    expect(parse({ [`${at.cpu}.network`]: network }).computeEnvironments[0]?.request).not.toHaveProperty("network");
  });

  it("says where the roles of an environment come from", () => {
    const rolesOf = (changes: Changes) => parse(changes).computeEnvironments.map((one) => one.roles);
    const [none, made] = [{ kind: "none" }, { kind: "made" }];
    expect(rolesOf({})).toEqual([
      { instance: made, service: none, spotFleet: none },
      { instance: made, service: none, spotFleet: none },
      { instance: none, service: none, spotFleet: none },
      { instance: none, service: made, spotFleet: none },
    ]);
    const role = "arn:aws:iam::123456789012:role/fleet";
    const given = rolesOf({
      [`${at.cpu}.computeResources.instanceRole`]: "ecs",
      [`${at.cpu}.serviceRole`]: role,
      [`${at.gpu}.computeResources.allocationStrategy`]: "BEST_FIT",
    });
    expect(given[0]).toEqual({
      instance: { kind: "given", role: "ecs" },
      service: { kind: "given", role },
      spotFleet: none,
    });
    expect(given[1]?.spotFleet).toEqual(made);
  });

  it("gives a team the tag of its name, unless it has tags", () => {
    expect(parse().teams.map(({ tags }) => tags)).toEqual([{ team: "ml" }, { team: "finance", cost: "42" }]);
  });

  it("tells of each definition which teams may submit it", () => {
    expect(parse().jobDefinitions.map(({ teams }) => teams)).toEqual([["ML"], ["FINANCE"]]);
  });

  it("knows the ARNs of all that has one without a revision", () => {
    expect(computeArns(parse()).jobQueues.get("GPU")).toBe("arn:aws:batch:eu-west-1:123456789012:job-queue/gpu");
    expect(computeArns(parse()).jobRoles.get("TRAINER")).toBe("arn:aws:iam::123456789012:role/trainer");
  });

  it("calls what comes with it after the environment, within what IAM takes", () => {
    const { names } = parse({}, { prefix: "x".repeat(20) });
    const longest = [names.executionRole, names.instanceRole, names.serviceRole, names.spotFleetRole].map(
      (name) => name.length,
    );
    expect(Math.max(...longest)).toBeLessThanOrEqual(64);
    expect(names.teamPolicy("t".repeat(64)).length).toBeLessThanOrEqual(128);
    expect(names.failureTopic("t".repeat(64)).length).toBeLessThanOrEqual(256);
  });

  it.each([
    ["an unknown field", { [`${at.cpu}.computeResource`]: {} }, "computeResource is not a known key"],
    [
      "a pod's cluster",
      { [`${at.cpu}.eksConfiguration`]: {} },
      "runs containers on Amazon ECS, not pods on Amazon EKS",
    ],
    [
      "a node of Kubernetes",
      { [`${at.gpu}.computeResources.launchTemplate.userdataType`]: "EKS_NODEADM" },
      "userdataType has no place here: shared compute runs containers on Amazon ECS",
    ],
    [
      "a node of Kubernetes in an override",
      { [`${at.gpu}.computeResources.launchTemplate.overrides.0.userdataType`]: "EKS_NODEADM" },
      "overrides[0].userdataType has no place here",
    ],
    [
      "a version of Kubernetes",
      { [`${at.gpu}.computeResources.ec2Configuration.0.imageKubernetesVersion`]: "1.31" },
      "imageKubernetesVersion has no place here",
    ],
    [
      "a reason that no time limit has",
      { [`${at.cpuQueue}.jobStateTimeLimitActions.0.reason`]: "UNDETERMINED" },
      "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
    ],
    [
      "a definition that is too large",
      { [`${container}.command`]: ["x".repeat(24 * 1024)] },
      "must have at most 24576 bytes",
    ],
    ["managed instances", { [`${at.cpu}.computeResources.capacityTags`]: {} }, "of type ECS_MANAGED_INSTANCES"],
    ["lower case", { [`${at.cpu}.type`]: "managed" }, "did you mean MANAGED?"],
    [
      "a service environment",
      { [`${at.gpuQueue}.serviceEnvironmentOrder`]: [] },
      "has no place in a queue of containers",
    ],
    ["TERMINATE", { [`${at.cpuQueue}.jobStateTimeLimitActions.0.action`]: "TERMINATE" }, "(allowed: CANCEL)"],
    ["quota shares", { [`${at.fair}.quotaSharePolicy`]: {} }, "quota shares are for training jobs"],
    ["a resource without a quantity", { [`${at.licence}.totalQuantity`]: undefined }, "totalQuantity is missing"],
    ["a wildcard", { [`${at.trainer}.buckets.0.prefix`]: "raw/*" }, "without a / before it and without *"],
    ["access that is none", { [`${at.trainer}.tables.0.access`]: "readwrite" }, "did you mean read-write?"],
    ["no listener", { [`${at.ml}.notify`]: ["ml"] }, "must be an e-mail address, or the ARN of a topic"],
    ["a limit that is none", { [`${at.ml}.limits.gpu`]: 3 }, "did you mean gpus?"],
    [
      "two names",
      { "ComputeEnvs.CPU_CE_NAME": "CPU" },
      "must be the same as CPU_CE_CREATE_REQUEST.computeEnvironmentName",
    ],
    [
      "a definition of Fargate without its sizes",
      { [`${at.sum}.containerProperties.resourceRequirements`]: [] },
      "must have VCPU",
    ],
  ])("refuses %s, and says who does", (_, changes, message) => {
    const error = configErrorOf(() => parse(changes));
    expect(error.message).toContain(message);
    expect(error.problems.map(({ source }) => source)).not.toContain(undefined);
  });

  it("reports names, shapes, links and rules at once", () => {
    const problems = problemsOf(() =>
      parse({
        "Teams.X_TEAM_NAME": "x",
        [`${at.cpu}.computeResources.maxvCpus`]: "many",
        [`${at.gpuQueue}.computeEnvironmentOrder.0.computeEnvironment`]: "gpus",
        [`${at.gpu}.computeResources.instanceTypes`]: ["g5.xlarge", "g5.12xlarge", "g5.11xlarge"],
        [`${container}.image`]: "${repositry.x}",
        [`${at.sum}.timeout`]: { attemptDurationSeconds: 5 },
      }),
    );
    expect(problems.map(({ path, rule, hint }) => [path, rule, hint])).toEqual([
      ["Teams.X_TEAM_REQUEST", "is missing; X_TEAM_NAME needs it", undefined],
      [`${at.cpu}.computeResources.maxvCpus`, "must be a number", undefined],
      [`${container}.image`, "names nothing", "did you mean repository?"],
      [`${at.sum}.timeout.attemptDurationSeconds`, "must be at least 60", undefined],
      [
        `${at.gpuQueue}.computeEnvironmentOrder[0].computeEnvironment`,
        "must be the name of a compute environment in ComputeEnvs, or an ARN",
        "did you mean gpu?",
      ],
      [
        `${at.gpu}.computeResources.instanceTypes[2]`,
        "must be an instance type or family that AWS Batch has, such as m5.large or c5",
        "did you mean g5.12xlarge?",
      ],
    ]);
  });
});

describe("what a definition names", () => {
  const resolve = (changes: Changes = {}) => {
    const [train] = parse(changes).jobDefinitions;
    if (train === undefined) throw new Error("there is no definition");
    return resolvedDefinition(train, ({ kind, name = "own" }) => `<${kind} ${name}>`);
  };

  it("is put in its place", () => {
    expect(resolve().containerProperties).toMatchObject({
      image: "<repository churn/train>:1.4",
      jobRoleArn: "<role trainer>",
      executionRoleArn: "<execution_role own>",
      secrets: [{ valueFrom: "<secret churn/key>:password::" }],
      volumes: [{ efsVolumeConfiguration: { fileSystemId: "<file_system churn-data>" } }],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "<log_group own>",
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": "ml-train",
        },
      },
    });
  });

  it("leaves what is given alone: roles, logs, ARNs, and other texts", () => {
    const role = "arn:aws:iam::123456789012:role/theirs";
    const logConfiguration = { logDriver: "json-file" };
    const request = resolve({
      [`${container}.executionRoleArn`]: role,
      [`${container}.logConfiguration`]: logConfiguration,
      [`${container}.command`]: ["sh", "-c", "echo ${role.trainer}"],
      [`${at.train}.parameters`]: { image: "${repository.x}" },
    });
    expect(request.containerProperties).toMatchObject({
      executionRoleArn: role,
      logConfiguration,
      command: ["sh", "-c", "echo ${role.trainer}"],
    });
    expect(request.parameters).toEqual({ image: "${repository.x}" });
  });

  it("may be named in tasks and nodes, too", () => {
    const task = {
      containers: [
        {
          name: "c",
          image: "${repository.a/b}",
          resourceRequirements: definition.containerProperties.resourceRequirements,
        },
      ],
      taskRoleArn: "trainer",
    };
    const ecs = { jobDefinitionName: "ml-train", type: "container", ecsProperties: { taskProperties: [task] } };
    expect(resolve({ [at.train]: ecs }).ecsProperties?.taskProperties).toMatchObject([
      {
        taskRoleArn: "<role trainer>",
        executionRoleArn: "<execution_role own>",
        containers: [
          { image: "<repository a/b>", logConfiguration: { options: { "awslogs-group": "<log_group own>" } } },
        ],
      },
    ]);
    const range = { targetNodes: "0:", container: { image: "i", vcpus: 1, memory: 64, jobRoleArn: "trainer" } };
    const nodes = {
      jobDefinitionName: "ml-train",
      type: "multinode",
      nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [range] },
    };
    expect(resolve({ [at.train]: nodes }).nodeProperties?.nodeRangeProperties).toMatchObject([
      { container: { jobRoleArn: "<role trainer>", executionRoleArn: "<execution_role own>" } },
    ]);
  });

  it.each([
    ["image", "${secret.churn/key}", "cannot name a secret here"],
    ["image", "${repository.Churn}", "must have behind repository the name of a repository of Amazon ECR"],
    ["image", "${repository.churn", "has a reference without an end"],
    ["image", "${repository}", "must have behind repository"],
    ["jobRoleArn", "${rol.trainer}", "names nothing"],
    ["executionRoleArn", "${execution_role.mine}", "must have behind execution_role no name: there is one"],
  ])("is refused in %s when it is %s", (member, text, rule) => {
    expect(problemsOf(() => parse({ [`${container}.${member}`]: text }))).toMatchObject([
      {
        path: `${container}.${member}`,
        rule: expect.stringContaining(rule) as unknown,
        found: text,
        allowed: expect.anything() as unknown,
        source: "docs/compute-declarations.md, What definitions name",
      },
    ]);
  });
});
