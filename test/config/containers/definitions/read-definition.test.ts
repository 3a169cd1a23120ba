import { ConfigError } from "../../../../config/errors";
import { readDefinition } from "../../../../jobs/container/definitions";

const EC2 = { image: "train", vcpus: 4, memory: 16384 };
const needs = (vcpus: string, memory: string) => [
  { type: "VCPU", value: vcpus },
  { type: "MEMORY", value: memory },
];
const NODES = { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: "0:1", container: EC2 }] };
const definition = (container: object, changes: object = {}) =>
  JSON.stringify({ jobDefinitionName: "train", type: "container", containerProperties: container, ...changes });
const fargate = (container: object) =>
  definition(
    { image: "train", executionRoleArn: "arn:aws:iam::123456789012:role/r", ...container },
    { platformCapabilities: ["FARGATE"] },
  );

describe("a job definition", () => {
  it("says all that it needs in resourceRequirements", () => {
    const text = definition({ ...EC2, resourceRequirements: [{ type: "GPU", value: 1 }] });
    const { containerProperties } = readDefinition("d.json", text);
    expect(containerProperties?.resourceRequirements).toEqual([
      { type: "GPU", value: "1" },
      { type: "MEMORY", value: "16384" },
      { type: "VCPU", value: "4" },
    ]);
    expect(containerProperties).toMatchObject({ vcpus: undefined, memory: undefined });
  });

  it("that was asked of AWS says which parts are AWS's", () => {
    const answer = { jobDefinitionArn: "arn:aws:batch:eu-west-1:123456789012:job-definition/train:1", revision: 1 };
    const read = () => readDefinition("d.json", definition(EC2, { ...answer, status: "ACTIVE" }));
    const rule = "is what AWS Batch tells of a revision, and does not take: leave it out";
    expect(read).toThrow(new RegExp(`jobDefinitionArn ${rule}.*revision ${rule}.*status ${rule}`, "s"));
  });

  it.each([
    ["0.25", "512"],
    ["1", "3072"],
    ["16", "122880"],
  ])("runs on Fargate with %s vCPU and %s MiB", (vcpus, memory) => {
    expect(() => readDefinition("d.json", fargate({ resourceRequirements: needs(vcpus, memory) }))).not.toThrow();
  });

  it.each<[string, string, RegExp]>([
    ["without memory", definition({ image: "i", vcpus: 1 }), /must have MEMORY; add \{"type": "MEMORY"/],
    ["with half a vCPU on EC2", definition({ image: "i", vcpus: 0.5, memory: 512 }), /whole number of vCPUs.*not 0.5/],
    [
      "with a part of a GPU",
      definition({ ...EC2, resourceRequirements: [{ type: "GPU", value: "0.5" }] }),
      /whole number of GPUs/,
    ],
    [
      "with too little memory for Fargate",
      fargate({ resourceRequirements: needs("4", "4096") }),
      /lacks for 4 vCPU, not 4096 \(allowed: 8192,/,
    ],
    [
      "with vCPUs that Fargate lacks",
      fargate({ resourceRequirements: needs("3", "8192") }),
      /lacks, not 3 \(allowed: 0\.25, 0\.5, 1,/,
    ],
    [
      "with a GPU on Fargate",
      fargate({ resourceRequirements: [...needs("1", "2048"), { type: "GPU", value: "1" }] }),
      /cannot have GPU on Fargate/,
    ],
    [
      "without role on Fargate",
      definition({ image: "i", resourceRequirements: needs("1", "2048") }, { platformCapabilities: ["FARGATE"] }),
      /must have executionRoleArn/,
    ],
    [
      "with a reserved variable",
      definition({ ...EC2, environment: [{ name: "AWS_BATCH_X", value: "1" }] }),
      /must not begin with AWS_BATCH/,
    ],
    [
      "without container",
      JSON.stringify({ jobDefinitionName: "d", type: "container" }),
      /must have one of containerProperties/,
    ],
    [
      "with two kinds of containers",
      definition(EC2, { eksProperties: {} }),
      /eksProperties cannot stand beside containerProperties/,
    ],
    [
      "of nodes, with a container of its own",
      definition(EC2, { type: "multinode" }),
      /must have nodeProperties, because type is multinode\n.*containerProperties does not go with type multinode/,
    ],
    [
      "with nodes that its type does not have",
      definition(EC2, { nodeProperties: NODES }),
      /nodeProperties needs type multinode/,
    ],
    [
      "with a rule that nothing meets",
      definition(EC2, { retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "EXIT" }] } }),
      /evaluateOnExit\[0\] must have one of onExitCode, onReason, onStatusReason/,
    ],
    [
      "privileged on Fargate",
      fargate({ resourceRequirements: needs("1", "2048"), privileged: true }),
      /privileged cannot be true on Fargate/,
    ],
    [
      "of an instance type on Fargate",
      fargate({ resourceRequirements: needs("1", "2048"), instanceType: "m5.large" }),
      /instanceType cannot stand in a definition for Fargate/,
    ],
    [
      "with limits of processes on Fargate",
      fargate({ resourceRequirements: needs("1", "2048"), ulimits: [] }),
      /ulimits cannot stand in a definition for Fargate/,
    ],
    [
      "with a type of resource twice",
      definition({ image: "i", resourceRequirements: [...needs("1", "2048"), { type: "VCPU", value: "2" }] }),
      /resourceRequirements\[2\]\.type repeats VCPU/,
    ],
    [
      "with no GPU, said as one",
      definition({ ...EC2, resourceRequirements: [{ type: "GPU", value: "0" }] }),
      /not "0"; leave GPU out for none/,
    ],
    ["with vCPUs in words", definition({ ...EC2, vcpus: "four" }), /vcpus must be a number of vCPUs, not "four"/],
    [
      "with memory in words",
      definition({ ...EC2, memory: "much" }),
      /memory must be a whole number of MiB, 4 or more, not "much" \[/,
    ],
    ["with a short timeout", definition(EC2, { timeout: { attemptDurationSeconds: 59 } }), /must be at least 60/],
    [
      "with rules without attempts",
      definition(EC2, { retryStrategy: { evaluateOnExit: [{ onExitCode: "1", action: "RETRY" }] } }),
      /needs attempts beside it/,
    ],
  ])("%s is refused", (_case, text, message) => {
    expect(() => readDefinition("d.json", text)).toThrow(ConfigError);
    expect(() => readDefinition("d.json", text)).toThrow(message);
  });
});

describe("a job definition of another kind than a container", () => {
  it("is passed on as it is", () => {
    const nodes = { jobDefinitionName: "d", type: "multinode", nodeProperties: NODES };
    expect(readDefinition("d.json", JSON.stringify(nodes))).toEqual(nodes);
  });
});

describe("a job definition for an environment", () => {
  const policy = { file: "environments/dev.ts", limits: { vcpus: 2, timeout: 600 }, requiredTags: ["Project", "Team"] };
  const problemsOf = (more: object) => () => readDefinition("d.json", definition(EC2, more), policy);

  it("is told all that the environment does not allow", () => {
    const refused = problemsOf({ tags: { Team: "" }, timeout: { attemptDurationSeconds: 900 } });
    expect(refused).toThrow(
      /containerProperties must need at most 2 vCPUs \(limits\.vcpus of environments\/dev\.ts\), not 4/,
    );
    expect(refused).toThrow(/timeout\.attemptDurationSeconds must be at most 600 seconds .*, not 900/);
    expect(refused).toThrow(/tags must have Project, Team \(required_tags of environments\/dev\.ts\)/);
  });

  it("has to end some time, and to have tags, where the environment says so", () => {
    expect(problemsOf({})).toThrow(/timeout must have attemptDurationSeconds of at most 600/);
    expect(problemsOf({})).toThrow(/tags must have Project, Team/);
  });

  it("is taken when it keeps to it", () => {
    const small = definition(
      { ...EC2, vcpus: 2 },
      { tags: { Project: "p", Team: "t" }, timeout: { attemptDurationSeconds: 600 } },
    );
    expect(() => readDefinition("d.json", small, policy)).not.toThrow();
  });
});
