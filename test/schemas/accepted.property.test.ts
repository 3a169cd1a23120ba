/** What a reader takes, no editor finds fault with. */
import fc from "fast-check";
import { parseCompute } from "../../config/compute";
import { ConfigError } from "../../config/errors";
import { parseEnvironment } from "../../config/loader";
import { parseTrainingQueues } from "../../config/training-queues";
import { readDefinition } from "../../jobs/container/definitions";
import { readSubmissions } from "../../jobs/container/submissions";
import { readSubmissions as readTraining } from "../../jobs/training/read-submissions";
import type { KindName } from "../../schemas/kinds";
import { mutatedCompute, validCompute } from "../config/compute/arbitrary";
import { context as computeContext, noFolders } from "../config/compute/fixture";
import { minimal } from "../config/support";
import { mutatedQueues, validQueues } from "../config/training-queues/arbitrary";
import { context } from "../config/training-queues/fixture";
import { nearlyValidDefinitions, nearlyValidSubmissions } from "../emulator/batch/nearly-valid-jobs";
import { READERS, readWith } from "../jobs/files/readers";
import { temporaryFolder } from "../support/temporary-folder";
import { flagsIn, jsonOf, yamlAsJson } from "./editor";

// DAPF_FUZZ_FILES makes it larger or smaller; of each kind.
const FILES = Number(process.env.DAPF_FUZZ_FILES ?? 300);

jest.setTimeout(300_000);

const root = temporaryFolder();

/** Whether a file is taken. What is not is no business of this test. */
function isTaken(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** Values that some members take and most do not. */
const noise = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, [], {}, "", "x", "a-b", "é€𝒳", "retry", "Exit", "0", "3.9", "ENABLED", "ml.c5.xlarge"),
  fc.constantFrom<unknown>(0, 1, -1, 0.5, 3.9, 60, 1e21, true, false, ["a"], ["a", 1], { a: "b" }, { a: 1, b: false }),
);

interface Change {
  readonly steps: readonly number[];
  readonly value: unknown;
  readonly kind: "replace" | "remove" | "add";
  readonly key: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  steps: fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }),
  value: noise,
  kind: fc.constantFrom("replace", "remove", "add"),
  key: fc.constantFrom("$schema", "jobs", "tags", "description", "timeout", "vpc_tags", "constructor", "requiredTags"),
});

/** A deep copy with a change at the end of a walk through it. */
function changed(value: unknown, { steps: [step, ...steps], ...rest }: Change): unknown {
  if (step === undefined || typeof value !== "object" || value === null) return rest.value;
  const entries = Object.entries(value);
  const at = step % Math.max(entries.length, 1);
  const others = entries.flatMap(([key, one], index): [string, unknown][] => {
    if (index !== at) return [[key, one]];
    if (steps.length > 0) return [[key, changed(one, { steps, ...rest })]];
    if (rest.kind === "remove") return [];
    return rest.kind === "replace" ? [[key, rest.value]] : [[key, one], [rest.key, rest.value]]; // prettier-ignore
  });
  return Array.isArray(value) ? others.map(([, one]) => one) : Object.fromEntries(others);
}

const near = (...values: unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...values), fc.array(change, { maxLength: 2 }))
    .map(([value, changes]) => changes.reduce(changed, value));

const payload = {
  TrainingJobName: "churn",
  RoleArn: "arn:aws:iam::123456789012:role/training",
  AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File", ContainerArguments: ["a"] },
  HyperParameters: { depth: "6" },
  InputDataConfig: [
    { ChannelName: "train", DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/p" } } },
  ],
  OutputDataConfig: { S3OutputPath: "s3://bucket/models" },
  ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  VpcConfig: { SecurityGroupIds: ["sg-1"], Subnets: ["subnet-1"] },
  Tags: [{ Key: "team", Value: "churn" }],
};
const estimator = {
  base_job_name: "small",
  image_uri: "image:1",
  role: "arn:aws:iam::123456789012:role/training",
  instance_type: "ml.c5.xlarge",
  instance_count: 2,
  output_path: "s3://bucket/models",
  hyperparameters: { depth: 6, eta: 0.2, on: true },
  inputs: { train: "s3://b/p", test: { s3_data: "s3://b/t", content_type: "text/csv" } },
  max_run: 60,
  volume_size: 5,
  metric_definitions: [{ Name: "auc", Regex: "auc=(.*)" }],
  container_arguments: ["a", 1],
  subnets: ["subnet-1"],
  security_group_ids: ["sg-1"],
  tags: { team: "churn", number: 7 },
};
const submission = {
  jobName: "one",
  jobQueue: "queue",
  serviceRequestPayload: estimator,
  schedulingPriority: 3,
  retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "RETRY", onStatusReason: "spot*" }] },
  tags: { team: "churn" },
};
const workflow = {
  jobs: [submission, { jobName: "two", serviceRequestPayload: payload, dependsOn: [{ jobId: "${one}" }] }],
};

const environment = {
  ...minimal,
  utils_path: "utils",
  training: { evaluation_job_params: { path: "a.py", additional_arguments: { "--a": "b" }, number_of_workers: 3 } },
  monitoring: { glue_data_quality_params: { path: "m.py" } },
  enable_monitoring: true,
  etl_ssm_params: { limit: { value: "5" } },
  athena_databases: { data_quality: { comment: "checks" } },
  batch_compute_environments: { max_vcpus: 16 },
  step_function_settings: { athena: { training: { debug_table: "debug" } } },
  default_tags: { team: "planning", count: 3 },
  training_queues: { path: "queues.yaml" },
  compute: { path: "compute.ts" },
  limits: { vcpus: 4, training: { instance_types: ["ml.g5.*"], hours: 1.5 } },
  required_tags: ["team"],
  state_backend: { bucket: "state-bucket" },
};
const template = {
  jobs: {
    clean: { file_name: "clean.py", worker_type: "G.1X", number_of_workers: 2, default_arguments: { "--a": 1 } },
    shell: { file_name: "s.py", type: "pythonshell", max_capacity: 0.0625, python_version: 3.9, timeout: null },
  },
  workflows: {
    night: {
      description: null,
      triggers: {
        go: { type: "SCHEDULED", schedule: "cron(0 5 * * ? *)", actions: [{ job_name: "clean" }] },
        then: {
          type: "CONDITIONAL",
          predicate: { logical: "ANY", conditions: [{ job_name: "clean", state: "SUCCEEDED" }] },
          actions: [{ job_name: "shell", timeout: null, arguments: { "--x": "y" } }],
        },
      },
    },
  },
};

/** Files as values, and how they are read; `text` is JSON. */
interface Kind {
  readonly kind: KindName;
  readonly files: fc.Arbitrary<unknown>;
  read(text: string): unknown;
}

const reader = (name: string) => {
  const found = READERS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no reader of ${name}`);
  return (text: string) => readWith(found, root, text);
};

const place = { root: "/repository", name: "dev", file: "environments/dev.tfvars.json" };

const KINDS: readonly Kind[] = [
  { kind: "job-definition", files: nearlyValidDefinitions, read: (text) => readDefinition("d.json", text) },
  { kind: "jobs", files: nearlyValidSubmissions, read: (text) => readSubmissions("s.json", text) },
  {
    kind: "training-jobs",
    files: near(payload, estimator, submission, workflow),
    read: (content) => readTraining("t.json", { content, defaults: { jobQueue: "q" }, name: undefined }),
  },
  {
    kind: "training-queues",
    files: fc.oneof(validQueues, mutatedQueues),
    read: (text) => parseTrainingQueues({ file: "q.json", value: JSON.parse(text) as unknown }, context),
  },
  {
    kind: "compute",
    files: fc.oneof(validCompute, mutatedCompute),
    read: (text) => parseCompute({ file: "c.json", value: JSON.parse(text) as unknown }, computeContext, noFolders),
  },
  {
    kind: "environment",
    files: near(environment),
    read: (text) => parseEnvironment(place, JSON.parse(text) as unknown),
  },
  { kind: "etl", files: near(template), read: reader("a template of the ETL") },
];

describe.each(KINDS.map((one) => [one.kind, one] as const))("a file of the kind %s", (kind, { files, read }) => {
  test(`that is read has no mistake (${FILES} files)`, async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(files, async (value) => {
        const text = jsonOf(value);
        if (!isTaken(() => read(text))) return;
        taken += 1;
        expect(await flagsIn(kind, text)).toEqual([]);
      }),
      { numRuns: FILES },
    );
    expect(taken).toBeGreaterThan(FILES / 20);
  });
});

const scalar = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9.+][A-Za-z0-9._+-]{0,18}$/),
  fc.stringMatching(/^-?\d{1,22}$/),
  fc.stringMatching(/^-?\d{1,4}\.\d{1,20}$/),
  fc.stringMatching(/^[1-9]\d{0,6}e[-+]?\d{1,3}$/),
  fc.constantFrom("true", "True", "FALSE", "null", "~", "-0", "+1", ".5", "5.", "1e999"),
);
const JSON_SCALAR = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false|null)$/;

describe.each(READERS.map((one) => [one.name, one] as const))("%s", (_, one) => {
  const isYaml = /\.ya?ml$/.test(one.file);
  const withSchema = one.text.replace("{", '{ "$schema": "../schemas/json/any.json",');

  test("may name its schema", async () => {
    expect(isTaken(() => readWith(one, root, withSchema))).toBe(true);
    expect(await flagsIn(one.kind, withSchema)).toEqual([]);
  });

  test("has no mistake when it is read, whatever scalar stands in it", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(scalar, async (text) => {
        const bare = isYaml || JSON_SCALAR.test(text);
        const content = withSchema.replaceAll(/"place\d"/g, bare ? text : JSON.stringify(text));
        if (!isTaken(() => readWith(one, root, content))) return;
        taken += 1;
        expect(await flagsIn(one.kind, isYaml ? yamlAsJson(content) : content)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(taken).toBeGreaterThan(30);
  });
});

test("what a template of the ETL leaves out with null needs no right name, and everything else does", async () => {
  const entry = { file_name: "a.py" };

  expect(await flagsIn("etl", jsonOf({ jobs: { $schema: null, "bad name": null, good: entry } }))).toEqual([]);
  expect(await flagsIn("etl", jsonOf({ jobs: { "bad name": entry } }))).toMatchObject([
    { message: "must begin with a letter or digit and hold only letters, digits, _ and - (at most 200)" },
  ]);
});
