import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadCompute } from "../../../config/compute";
import { parseJobFile } from "../../../config/job-files/job-file";
import { loadEnvironment } from "../../../config/loader";
import { isRetried } from "../../../aws/batch/job-retries";
import { describeSharedData } from "../../support/reference-data";

const root = resolve(__dirname, "../../..");
const folder = "examples/compute/definitions";
const compute = loadCompute(loadEnvironment(root, "jenkins-pl"));
const standard = compute?.jobDefinitions.filter(({ file }) => file.startsWith(folder)) ?? [];

const exits = {
  reclaimed: { exitCode: undefined, reason: undefined, statusReason: "Host EC2 (instance i-0123) terminated." },
  failed: { exitCode: 1, reason: undefined, statusReason: "Essential container in task exited" },
  outOfMemory: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage", statusReason: "" },
};

describe("the standard job definitions", () => {
  it("are declared by jenkins-pl, which has no warning", () => {
    expect(compute?.warnings).toEqual([]);
    expect(standard.map(({ name, kind }) => [name, kind])).toEqual([
      ["model-evaluation", "EC2"],
      ["model-training", "EC2"],
      ["risk-analysis", "FARGATE"],
      ["risk-preprocessing", "FARGATE"],
    ]);
  });

  it.each(standard.map((one) => [one.name, one] as const))("%s ends by itself, and says who pays", (_, { request }) => {
    expect(request.timeout?.attemptDurationSeconds).toBeGreaterThan(0);
    expect(request).toMatchObject({
      propagateTags: true,
      tags: { Project: expect.stringMatching(/./), CostCentre: expect.stringMatching(/\d/) },
    });
  });

  it.each(standard.map((one) => [one.name, one] as const))("%s names its role and its image", (_, one) => {
    expect(one.references.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\$\{repository\.[a-z/]+\}:\d/),
        expect.stringMatching(/^\$\{role\.jenkins-pl-apsouth1-(ml|finance)-jobs\}$/),
      ]),
    );
  });

  it.each(standard.filter(({ kind }) => kind === "EC2").map((one) => [one.name, one] as const))(
    "%s is tried again when its instance is reclaimed",
    (_, { request }) => {
      expect(isRetried(exits.reclaimed, 1, request.retryStrategy)).toBe(true);
    },
  );

  it.each(standard.map((one) => [one.name, one] as const))("%s is not tried again when it is wrong", (_, one) => {
    expect(one.request.retryStrategy?.attempts).toBeGreaterThan(1);
    expect(isRetried(exits.failed, 1, one.request.retryStrategy)).toBe(false);
    expect(isRetried(exits.outOfMemory, 1, one.request.retryStrategy)).toBe(false);
  });
});

test("what docs/compute.md shows of the compute file stands in it", () => {
  const page = readFileSync(join(root, "docs/compute.md"), "utf8");
  const file = plain(readFileSync(join(root, "environments/jenkins-pl.compute.ts"), "utf8"));
  const shown = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = ""]) => plain(text));

  expect(shown).toHaveLength(2);
  expect(shown.filter((text) => !file.includes(text))).toEqual([]);
});

/** Without how far lines are indented. */
const plain = (text: string) => text.replaceAll(/^ +/gm, "");

/** What the jobs of a file are submitted to. */
function namesIn(file: string, text: string): { queues: Set<string>; definitions: Set<string> } {
  const { value } = parseJobFile(file, text);
  // Cast: a file of a job, or of a workflow of some.
  const { jobs = [value] } = value as { jobs?: unknown[] };
  const found = jobs as { jobQueue?: string; jobDefinition?: string; jobDefinitionName?: string }[]; // Cast: as above.
  const texts = (values: (string | undefined)[]) => new Set(values.filter((one) => one !== undefined));
  return {
    queues: texts(found.map(({ jobQueue }) => jobQueue)),
    definitions: texts(found.flatMap((one) => [one.jobDefinition, one.jobDefinitionName])),
  };
}

const declared = {
  queues: new Set(compute?.jobQueues.map(({ name }) => name)),
  definitions: new Set(compute?.jobDefinitions.map(({ name }) => name)),
};

const expectDeclared = (file: string, text: string) => {
  const { queues, definitions } = namesIn(file, text);
  expect(definitions.size).toBeGreaterThan(0);
  expect([...queues].filter((name) => !declared.queues.has(name))).toEqual([]);
  expect([...definitions].filter((name) => !declared.definitions.has(name))).toEqual([]);
};

describe("jenkins-pl declares the queues and definitions of", () => {
  const examples = join(root, "examples/compute");
  const files = readdirSync(examples).filter((name) => /\.(json|yaml)$/.test(name));

  it.each(files)("examples/compute/%s", (file) => {
    expectDeclared(file, readFileSync(join(examples, file), "utf8"));
  });

  describeSharedData("../shared/data/jobs", ({ folder: data, read }) => {
    it.each(readdirSync(join(data, "jobs")))("%s", (file) => {
      expectDeclared(file, read(`jobs/${file}`));
    });
  });
});
