import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSubmissions } from "../../../jobs/container/submissions";
import { readSubmissions as readTraining } from "../../../jobs/training/read-submissions";
import { readTextFile } from "../../../config/text-file";
import { configErrorOf } from "../support";
import { describeSharedData } from "../../support/reference-data";
import { temporaryFolder } from "../../support/temporary-folder";

const read = (content: string, file = "w.yaml") =>
  readSubmissions(file, content).graph.nodes.map(({ request }) => request);
const messageOf = (content: string, file?: string): string => configErrorOf(() => read(content, file)).message;

describe("a workflow in YAML", () => {
  const DEFAULTS = "base: &base\n  jobQueue: q\n  jobDefinition: d\n  timeout: { attemptDurationSeconds: 60 }\n";

  it("may have keys beside its jobs that are there for their anchors", () => {
    const jobs = "jobs:\n  - { <<: *base, jobName: a }\n  - { <<: *base, jobName: b, jobQueue: other }\n";
    expect(read(DEFAULTS + jobs)).toMatchObject([
      { jobName: "a", jobQueue: "q", timeout: { attemptDurationSeconds: 60 } },
      { jobName: "b", jobQueue: "other" },
    ]);
    const inside =
      "shared:\n  tags: &tags { team: a }\njobs:\n  - { jobName: a, jobQueue: q, jobDefinition: d, tags: *tags }\n";
    expect(read(inside)).toMatchObject([{ jobName: "a", tags: { team: "a" } }]);
  });

  it("may have no other keys: without an anchor, or with one that nothing uses", () => {
    const jobs = "jobs:\n  - { jobName: a, jobQueue: q, jobDefinition: d }\n";
    expect(messageOf(`extra: { x: 1 }\n${jobs}`)).toContain("w.yaml:1:1: extra is not a known key");
    expect(messageOf(DEFAULTS + jobs)).toContain("w.yaml:1:1: base is not a known key");
  });

  it("is wrong where it was merged from", () => {
    const wrong = DEFAULTS.replace("60", "6") + "jobs:\n  - { <<: *base, jobName: a }\n";
    expect(messageOf(wrong)).toMatch(
      /^w\.yaml:4:14: jobs\[0\]\.timeout\.attemptDurationSeconds must be at least 60, not 6/,
    );
  });

  it("takes merge keys for training jobs, too", () => {
    const file = join(temporaryFolder(), "t.yaml");
    const content = `
base: &base
  image_uri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/i:1
  role: arn:aws:iam::123456789012:role/r
  instance_type: ml.c5.xlarge
  output_path: s3://b/o/
jobs:
  - { jobName: a, serviceRequestPayload: { <<: *base, hyperparameters: { depth: 06, eta: 0.10 } } }
`;
    writeFileSync(file, content);
    const [job] = readTraining(file, { defaults: { jobQueue: "q" } }).jobs;
    expect(JSON.parse(job?.request.serviceRequestPayload ?? "")).toMatchObject({
      HyperParameters: { depth: "06", eta: "0.10" },
    });
  });
});

describe("the needs of a container", () => {
  const needs = (overrides: string) =>
    read(`{ jobName: a, jobQueue: q, jobDefinition: d, containerOverrides: { ${overrides} } }`)[0]?.containerOverrides
      ?.resourceRequirements;
  const listed = (type: string, value: string) => `resourceRequirements: [{ type: ${type}, value: ${value} }]`;

  it("go as they are written", () => {
    expect(needs(listed("VCPU", "2.50"))).toEqual([{ type: "VCPU", value: "2.50" }]);
    expect(needs(listed("MEMORY", "2048"))).toEqual([{ type: "MEMORY", value: "2048" }]);
  });

  it("are numbers in the deprecated members", () => {
    expect(needs("vcpus: 4.0, memory: 2e3")).toEqual([
      { type: "MEMORY", value: "2000" },
      { type: "VCPU", value: "4" },
    ]);
  });

  it.each([
    listed("MEMORY", "2048.0"),
    listed("MEMORY", "2e3"),
    listed("GPU", "01"),
    listed("VCPU", '" 4 "'),
    listed("VCPU", '"0x10"'),
    "memory: 02048",
    "memory: 9007199254740993.5",
  ])("are refused when they are no plain numbers: %s", (overrides) => {
    expect(configErrorOf(() => needs(overrides)).message).toMatch(/must be a (whole )?number of/);
  });
});

describeSharedData("small inputs that went wrong (../shared/data/cases)", ({ folder }) => {
  const inCases = (file: string) => join(folder, "cases", file);

  it("a workflow with merge keys is read", () => {
    const file = inCases("yaml-merge/merge.yaml");
    expect(read(readTextFile("", file), file).map(({ jobName, jobDefinition }) => [jobName, jobDefinition])).toEqual([
      ["m1", "bom-crlf"],
      ["m2", "bom-crlf"],
    ]);
  });

  it("every ambiguous scalar is to be quoted, and all others are as they are written", () => {
    const file = inCases("numbers/num.yaml");
    const text = readTextFile("", file);
    expect(configErrorOf(() => read(text, file)).problems.map(({ path }) => path)).toEqual(
      ["hex", "oct", "yes", "yes", "on", "on", "t", "d", "u"].map((key) => `parameters.${key}`),
    );
    const mended = text
      .replace(/(?<=hex: |oct: |t: |d: |u: )[^,}]+/g, '"$&"')
      .replace(/yes: yes, on: on/, '"yes": "yes"');
    expect(read(mended, file)).toMatchObject([
      {
        parameters: { acct: "012345678901", ver: "1.10", hex: "0x1F", sci: "1e3", commit: "1234e56", u: "1_000" },
        containerOverrides: { environment: [{ value: "012345678901" }, { value: "7390e12" }, { value: "3.10" }] },
        tags: { CostCenter: "0042" },
      },
    ]);
  });

  it("the hyperparameters of an estimator are as they are written", () => {
    const [job] = readTraining(inCases("numbers/51-est.yaml"), { defaults: { jobQueue: "q" } }).jobs;
    expect(JSON.parse(job?.request.serviceRequestPayload ?? "")).toMatchObject({
      HyperParameters: { run: "20240101123456789", acct: "012345678901", sha: "7390e12", ver: "1.10" },
      Environment: { acct: "012345678901" },
    });
  });

  it("a file in Latin-1 is an error with the place of its first letter that is none of UTF-8", () => {
    const file = inCases("encoding/l1.json");
    expect(configErrorOf(() => readTextFile("", file)).message).toContain(
      ":1:122: has the byte 0xFC, which is not UTF-8",
    );
  });
});
