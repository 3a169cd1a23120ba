import { ConfigError } from "../../../../config/errors";
import { readDefinition } from "../../../../jobs/container/definitions";

const EC2 = { image: "train", vcpus: 4, memory: 16384 };
const needs = (vcpus: string, memory: string) => [
  { type: "VCPU", value: vcpus },
  { type: "MEMORY", value: memory },
];
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
