import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readDeclarations } from "../../../config/declarations/declarations-file";
import { loadEtlConfig } from "../../../config/etl";
import { loadEnvironment } from "../../../config/loader";
import { readTextFile } from "../../../config/text-file";
import { parseTrainingQueues } from "../../../config/training-queues/parse";
import { readDefinition } from "../../../jobs/container/definitions";
import { readSubmissions } from "../../../jobs/container/submissions";
import { readSubmissions as readTraining } from "../../../jobs/training/read-submissions";
import type { KindName } from "../../../schemas/kinds";
import { minimal } from "../../config/support";
import { context, valid } from "../../config/training-queues/fixture";

/** A reader of files, and a file with places for a scalar: `"place1"`, `"place2"`, ... */
export interface Reader {
  readonly name: string;
  /** Of the files that it reads, as editors know them. */
  readonly kind: KindName;
  /** Path in a folder of tests. */
  readonly file: string;
  /** JSON, which is YAML, too. */
  readonly text: string;
  read(root: string): unknown;
  /** What stands in the places in what was read. */
  values(read: never): readonly unknown[];
}

const json = (value: unknown): string => JSON.stringify(value, null, 1);

/** Cast: each reader is made with what it reads. */
const reader = <T>(
  one: Omit<Reader, "values"> & { read(root: string): T; values(read: T): readonly unknown[] },
): Reader => one as Reader;

const estimator = {
  image_uri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/i:1",
  role: "arn:aws:iam::123456789012:role/r",
  instance_type: "ml.c5.xlarge",
  output_path: "s3://b/o/",
  hyperparameters: { h: "place1" },
  environment: { E: "place2" },
  tags: { t: "place3" },
  container_arguments: ["place4"],
};

interface Payload {
  HyperParameters: Record<string, unknown>;
  Environment: Record<string, unknown>;
  Tags: { Value: unknown }[];
  AlgorithmSpecification: { ContainerArguments: unknown[] };
}

const training = (file: string) => (root: string) =>
  readTraining(join(root, file), { defaults: { jobQueue: "q" } }).jobs.map(({ request }) => ({
    request,
    payload: JSON.parse(request.serviceRequestPayload) as Payload, // Cast: of the estimator above.
  }));

const queues = {
  ...valid,
  SchedulingPolicies: {
    ...valid.SchedulingPolicies,
    G6_SP_CREATE_REQUEST: { ...valid.SchedulingPolicies.G6_SP_CREATE_REQUEST, tags: { t: "place1" } },
  },
};

const container = {
  submission: {
    jobName: "a",
    jobQueue: "q",
    jobDefinition: "d",
    parameters: { p: "place1" },
    containerOverrides: { command: ["place2"], environment: [{ name: "E", value: "place3" }] },
    tags: { t: "place4" },
  },
  definition: {
    jobDefinitionName: "d",
    type: "container",
    parameters: { p: "place1" },
    containerProperties: {
      image: "i",
      command: ["place2"],
      vcpus: 1,
      memory: 64,
      environment: [{ name: "E", value: "place3" }],
      logConfiguration: { logDriver: "awslogs", options: { o: "place4" } },
    },
    tags: { t: "place5" },
  },
};

const submitted = (name: string, file: string, of: (job: unknown) => unknown): Reader =>
  reader({
    name,
    kind: "jobs",
    file,
    text: json(of(container.submission)),
    read: (root) => readSubmissions(file, readTextFile(root, file)).graph.nodes.map(({ request }) => request),
    values: (jobs) =>
      jobs.flatMap(({ parameters, containerOverrides, tags }) => [
        parameters?.p,
        containerOverrides?.command?.[0],
        containerOverrides?.environment?.[0]?.value,
        tags?.t,
      ]),
  });

const defined = (name: string, file: string): Reader =>
  reader({
    name,
    kind: "job-definition",
    file,
    text: json(container.definition),
    read: (root) => readDefinition(file, readTextFile(root, file)),
    values: ({ parameters, containerProperties, tags }) => [
      parameters?.p,
      containerProperties?.command?.[0],
      containerProperties?.environment?.[0]?.value,
      containerProperties?.logConfiguration?.options?.o,
      tags?.t,
    ],
  });

const trained = (name: string, file: string): Reader =>
  reader({
    name,
    kind: "training-jobs",
    file,
    text: json(estimator),
    read: training(file),
    values: (jobs) =>
      jobs.flatMap(({ payload }) => [
        payload.HyperParameters.h,
        payload.Environment.E,
        payload.Tags[0]?.Value,
        payload.AlgorithmSpecification.ContainerArguments[0],
      ]),
  });

const declared = (name: string, file: string): Reader =>
  reader({
    name,
    kind: "training-queues",
    file,
    text: json(queues),
    read: (root) => parseTrainingQueues(readDeclarations(root, file, "a test"), context),
    values: ({ schedulingPolicies }) =>
      schedulingPolicies.flatMap(({ key, request }) => (key === "G6" ? request.tags?.t : [])),
  });

/** Every reader of files that people write. */
export const READERS: readonly Reader[] = [
  submitted("a submission in JSON", "a.json", (job) => job),
  submitted("a submission in YAML", "a.yaml", (job) => job),
  submitted("a workflow in YAML", "w.yml", (job) => ({ jobs: [job] })),
  defined("a job definition in JSON", "d.json"),
  defined("a job definition in YAML", "d.yaml"),
  trained("an estimator in JSON", "e.json"),
  trained("an estimator in YAML", "e.yaml"),
  reader({
    name: "a training job in YAML",
    kind: "training-jobs",
    file: "t.yaml",
    text: json({ jobName: "t", serviceRequestPayload: estimator, tags: { t: "place5" } }),
    read: training("t.yaml"),
    values: (jobs) =>
      jobs.flatMap(({ payload, request }) => [payload.HyperParameters.h, payload.Environment.E, request.tags?.t]),
  }),
  declared("training queues in JSON", "q.json"),
  declared("training queues in YAML", "q.yaml"),
  reader({
    name: "a template of the ETL",
    kind: "etl",
    file: "etl.json",
    text: json({
      jobs: {
        a: {
          file_name: "a.py",
          default_arguments: { "--a": "place1" },
          non_overridable_arguments: { "--b": "place2" },
        },
      },
      workflows: {
        w: {
          default_run_properties: { p: "place3" },
          triggers: { s: { type: "ON_DEMAND", actions: [{ job_name: "a" }] } },
        },
      },
    }),
    read: (root) => loadEtlConfig(root, ["etl.json"], { prefix: "churn-dev-euwest1", known: {} }),
    values: ({ jobs, workflows }) => [
      jobs.a?.default_arguments["--a"],
      jobs.a?.non_overridable_arguments["--b"],
      workflows.w?.default_run_properties.p,
    ],
  }),
  reader({
    name: "an environment",
    kind: "environment",
    file: "environments/dev.tfvars.json",
    text: json({
      ...minimal,
      default_tags: { t: "place1" },
      etl_ssm_params: { p: { value: "place2" } },
      training: { evaluation_job_params: { additional_arguments: { "--a": "place3" } } },
    }),
    read: (root) => loadEnvironment(root, "dev").settings,
    values: ({ default_tags, etl_ssm_params, training: { evaluation_job_params } }) => [
      default_tags.t,
      etl_ssm_params.p?.value,
      evaluation_job_params.additional_arguments["--a"],
    ],
  }),
];

/** Reads a file of a reader with other content. */
export function readWith({ file, read }: Reader, root: string, content: string): unknown {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
  return read(root);
}
