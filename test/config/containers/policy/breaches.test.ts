import type { JobDefinition, RegisterJobDefinitionRequest, SubmitJobRequest } from "@aws-sdk/client-batch";
import { renderProblem } from "../../../../config/errors";
import { inFile, type ValueProblem } from "../../../../config/zod-problems";
import {
  definitionBreaches,
  jobBreaches,
  type JobPolicy,
  submissionBreaches,
} from "../../../../config/containers/policy";

const FILE = "environments/small.ts";
const policy: JobPolicy = { file: FILE, limits: { vcpus: 8, memory: 4096, gpus: 1 }, requiredTags: [] };
const limited = (limits: JobPolicy["limits"], requiredTags: string[] = []): JobPolicy => ({
  file: FILE,
  limits,
  requiredTags,
});
const told = (problems: readonly ValueProblem[]) => problems.map((one) => renderProblem(inFile(one, { file: "f" })));

const sized = (vcpus: string, memory = "1024") => ({
  image: "i",
  resourceRequirements: [
    { type: "VCPU" as const, value: vcpus },
    { type: "MEMORY" as const, value: memory },
  ],
});

describe("a definition for an environment with limits", () => {
  const definition = (more: Partial<RegisterJobDefinitionRequest>): RegisterJobDefinitionRequest => ({
    jobDefinitionName: "d",
    type: "container",
    ...more,
  });

  it("of nodes is told how they were counted", () => {
    const nodeRangeProperties = [{ targetNodes: "0:", container: sized("4") }];
    const wide = definition({ nodeProperties: { numNodes: 300, mainNode: 0, nodeRangeProperties } });
    expect(told(definitionBreaches(policy, wide))).toEqual([
      `f: nodeProperties must need at most 8 vCPUs (limits.vcpus of ${FILE}), not 1200; 300 nodes x 4 vCPUs = 1,200 vCPUs`,
      `f: nodeProperties must need at most 4096 MiB of memory (limits.memory of ${FILE}), not 307200; 300 nodes x 1,024 MiB of memory = 307,200 MiB of memory`,
    ]);
  });

  it("of containers in one task is told their sum", () => {
    const containers = [sized("6"), sized("6")].map((one, index) => ({ name: `c${index}`, ...one }));
    expect(
      told(definitionBreaches(policy, definition({ ecsProperties: { taskProperties: [{ containers }] } }))),
    ).toEqual([
      `f: ecsProperties must need at most 8 vCPUs (limits.vcpus of ${FILE}), not 12; (6 + 6) vCPUs = 12 vCPUs`,
    ]);
  });

  it("of a pod is refused what nobody can judge, with its place", () => {
    const containers = [{ image: "i", resources: { limits: { cpu: "9", "nvidia.com/gpu": "2" } } }];
    expect(told(definitionBreaches(policy, definition({ eksProperties: { podProperties: { containers } } })))).toEqual([
      `f: eksProperties must need at most 8 vCPUs (limits.vcpus of ${FILE}), not 9`,
      `f: eksProperties must need at most 1 GPUs (limits.gpus of ${FILE}), not 2`,
      `f: eksProperties.podProperties.containers[0] must say how many MiB of memory it needs: limits.memory of ${FILE} allows 4096`,
    ]);
  });

  it("need not say what no limit is about", () => {
    const containers = [{ image: "i", resources: { limits: { cpu: "8" } } }];
    expect(
      definitionBreaches(limited({ vcpus: 8 }), definition({ eksProperties: { podProperties: { containers } } })),
    ).toEqual([]);
  });

  it("must end and carry its tags whatever its kind is", () => {
    const containers = [{ image: "i" }];
    const endless = definition({ eksProperties: { podProperties: { containers } }, tags: { Project: " " } });
    expect(told(definitionBreaches(limited({ timeout: 600 }, ["Project"]), endless))).toEqual([
      `f: timeout must have attemptDurationSeconds of at most 600 (limits.timeout of ${FILE})`,
      `f: tags must have Project (required_tags of ${FILE})`,
    ]);
  });
});

describe("a submission for an environment with limits", () => {
  const said = (more: Partial<SubmitJobRequest>, by = policy) =>
    told(submissionBreaches(by, { jobName: "j", jobQueue: "q", jobDefinition: "d", ...more }, ["jobs", 3]));
  const rule = `must need at most 8 vCPUs (limits.vcpus of ${FILE}), not 64`;
  const { resourceRequirements } = sized("64");
  const task = { taskProperties: [{ containers: [{ name: "a", resourceRequirements }] }] };
  const pod = { podProperties: { containers: [{ name: "a", resources: { requests: { cpu: "64" } } }] } };
  const ofNodes = (one: object) => ({ nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "0:", ...one }] } });

  it.each<[string, Partial<SubmitJobRequest>]>([
    ["containerOverrides", { containerOverrides: { resourceRequirements } }],
    ["ecsPropertiesOverride", { ecsPropertiesOverride: task }],
    ["eksPropertiesOverride", { eksPropertiesOverride: pod }],
    [
      "nodeOverrides.nodePropertyOverrides[0].containerOverrides",
      ofNodes({ containerOverrides: { resourceRequirements } }),
    ],
    ["nodeOverrides.nodePropertyOverrides[0].ecsPropertiesOverride", ofNodes({ ecsPropertiesOverride: task })],
    ["nodeOverrides.nodePropertyOverrides[0].eksPropertiesOverride", ofNodes({ eksPropertiesOverride: pod })],
  ])("is refused by its %s alone, before any call", (member, more) => {
    expect(said(more)).toEqual([`f: jobs[3].${member} ${rule}`]);
  });

  it("need not say what it leaves to its definition", () => {
    expect(said({ containerOverrides: { command: ["go"] } })).toEqual([]);
    expect(said({ eksPropertiesOverride: { podProperties: { containers: [{ name: "a" }] } } })).toEqual([]);
  });

  it("has arrays no larger than the limit of arrays", () => {
    const array = (size: number) => said({ arrayProperties: { size } }, limited({ vcpus: 8, array_size: 100 }));
    expect(array(100)).toEqual([]);
    expect(array(101)).toEqual([
      `f: jobs[3].arrayProperties.size must be at most 100 jobs (limits.array_size of ${FILE}), not 101`,
    ]);
    expect(said({ arrayProperties: { size: 10_000 } })).toEqual([]);
  });

  it("must end in time and carry its tags itself", () => {
    expect(said({ timeout: { attemptDurationSeconds: 601 } }, limited({ timeout: 600 }, ["Project"]))).toEqual([
      `f: jobs[3].timeout.attemptDurationSeconds must be at most 600 seconds (limits.timeout of ${FILE}), not 601`,
      `f: jobs[3].tags must have Project (required_tags of ${FILE})`,
    ]);
  });
});

describe("a job of a definition that somebody else has registered", () => {
  const said = (definition: Partial<JobDefinition>, request: Partial<SubmitJobRequest> = {}, by = policy) =>
    // Cast: of a definition nothing else is read.
    told(
      jobBreaches(
        by,
        { jobName: "j", jobQueue: "q", jobDefinition: "d:7", ...request },
        definition as JobDefinition,
        [],
      ),
    );
  const cluster = (numNodes: number) => ({
    nodeProperties: { numNodes, mainNode: 0, nodeRangeProperties: [{ targetNodes: "0:", container: sized("2") }] },
  });

  it("is counted with what the definition says", () => {
    expect(said(cluster(4))).toEqual([]);
    expect(said(cluster(5))).toEqual([
      `f: jobDefinition must need at most 8 vCPUs (limits.vcpus of ${FILE}), not 10; 5 nodes x 2 vCPUs = 10 vCPUs`,
      `f: jobDefinition must need at most 4096 MiB of memory (limits.memory of ${FILE}), not 5120; 5 nodes x 1,024 MiB of memory = 5,120 MiB of memory`,
    ]);
  });

  it("is counted with what the submission overrides, be it more or less", () => {
    expect(said(cluster(500), { nodeOverrides: { numNodes: 4 } })).toEqual([]);
    expect(said(cluster(1), { nodeOverrides: { numNodes: 5 } })).toHaveLength(2);
    const small = { containerOverrides: { resourceRequirements: sized("1").resourceRequirements } };
    expect(said({ containerProperties: sized("96") }, small)).toEqual([]);
    const side = { name: "side", resourceRequirements: sized("7").resourceRequirements };
    const task = {
      ecsProperties: {
        taskProperties: [
          {
            containers: [
              { name: "main", ...sized("4") },
              { ...side, image: "i" },
            ],
          },
        ],
      },
    };
    expect(said(task)).toHaveLength(1);
    const lower = {
      taskProperties: [{ containers: [{ name: "side", resourceRequirements: sized("4").resourceRequirements }] }],
    };
    expect(said(task, { ecsPropertiesOverride: lower })).toEqual([]);
  });

  it("is refused what nobody says, with the place in the definition; an override may say it", () => {
    const silent = {
      eksProperties: {
        podProperties: { containers: [{ name: "a", image: "i", resources: { limits: { cpu: "1" } } }] },
      },
    };
    expect(said(silent)).toEqual([
      `f: jobDefinition must say in eksProperties.podProperties.containers[0] how many MiB of memory it needs: limits.memory of ${FILE} allows 4096`,
    ]);
    const resources = { limits: { memory: "1Gi" } };
    expect(
      said(silent, { eksPropertiesOverride: { podProperties: { containers: [{ name: "a", resources }] } } }),
    ).toEqual([]);
    expect(said({ containerProperties: { image: "i" } })).toHaveLength(2);
  });

  it("has the end that its definition gives it, and must have one", () => {
    const until = (seconds: number) => ({ ...cluster(1), timeout: { attemptDurationSeconds: seconds } });
    expect(said(until(600), {}, limited({ timeout: 600 }))).toEqual([]);
    expect(said(until(900), {}, limited({ timeout: 600 }))).toEqual([
      `f: timeout.attemptDurationSeconds must be at most 600 seconds (limits.timeout of ${FILE}), not 900`,
    ]);
    expect(said(until(900), { timeout: { attemptDurationSeconds: 60 } }, limited({ timeout: 600 }))).toEqual([]);
    expect(said(cluster(1), {}, limited({ timeout: 600 }))).toEqual([
      `f: timeout must have attemptDurationSeconds of at most 600 (limits.timeout of ${FILE})`,
    ]);
  });
});
