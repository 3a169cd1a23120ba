import { ConfigError } from "../../config/errors";
import { parseCompute } from "../../config/compute";
import { loadEtlConfig } from "../../config/etl";
import { parseEnvironment } from "../../config/loader";
import { parseTrainingQueues } from "../../config/training-queues";
import { readDefinition } from "../../jobs/container/definitions";
import { readSubmissions } from "../../jobs/container/submissions";
import { readSubmissions as readTraining } from "../../jobs/training/read-submissions";
import type { KindName } from "../../schemas/kinds";
import { context as computeContext, noFolders } from "../config/compute/fixture";
import { repositoryWith } from "../config/support";
import { context } from "../config/training-queues/fixture";
import { flagsIn, yamlAsJson } from "./editor";

const READ: Readonly<Record<Exclude<KindName, "etl-example">, (text: string) => unknown>> = {
  environment: (text) =>
    parseEnvironment({ root: "/r", name: "dev", file: "dev.tfvars.json" }, JSON.parse(text) as unknown),
  "training-queues": (text) => parseTrainingQueues({ file: "q.json", value: JSON.parse(text) as unknown }, context),
  compute: (text) => parseCompute({ file: "c.json", value: JSON.parse(text) as unknown }, computeContext, noFolders),
  etl: (text) =>
    loadEtlConfig(repositoryWith({ "etl.json": JSON.parse(text) as unknown }), ["etl.json"], { prefix: "p" }),
  "job-definition": (text) => readDefinition("d.json", text),
  jobs: (text) => readSubmissions("s.json", text),
  "training-jobs": (content) => readTraining("t.json", { content, defaults: { jobQueue: "q" } }),
};

interface Wrong {
  readonly title: string;
  readonly kind: keyof typeof READ;
  /** The mistakes stand between « and ». */
  readonly text: string;
  /** What is said of each of them. */
  readonly says: readonly string[];
}

const role = "arn:aws:iam::123456789012:role/dunes";

const FILES: readonly Wrong[] = [
  {
    title: "an environment with a misspelt key, a Region that is none and an account with a lost zero",
    kind: "environment",
    text: `{
      "use_case_name": "dunes", "env": "dev", "region": «"eu-north-9"», "account_number": «12345678901»,
      "repo_url": "https://example.com/dunes", «"maping_json_path"»: "m.json", "mapping_json_path": "m.json",
      "inferencing": { "batch_vpc": { "vpc_tags": { "Name": "v" }, "subnet_tags": { "Tier": "t" } } },
      "analytics_etl": { "expected_dq_job_count": 2 }
    }`,
    says: ["eu-north-1", "below the minimum", "maping_json_path is not allowed"],
  },
  {
    title: "an environment with a path out of the repository, and a misspelt word",
    kind: "environment",
    text: `{
      "use_case_name": "dunes", "env": "dev", "region": "eu-west-1", "account_number": "123456789012",
      "repo_url": "https://example.com/dunes", "mapping_json_path": «"../m.json"»,
      "inferencing": { "batch_vpc": { "vpc_tags": { "Name": "v" }, "subnet_tags": { "Tier": "t" } } },
      "analytics_etl": { "expected_dq_job_count": 2 },
      "ecr_attributes": { "image_tag_mutability": «"IMUTABLE"» }
    }`,
    says: ["must be a path inside the repository", "IMMUTABLE"],
  },
  {
    title: "queues with a name that is none, a capacity of 0 and a priority that is too high",
    kind: "training-queues",
    text: `{
      "ServiceEnvs": {
        "A_SE_NAME": "dune sand",
        "A_SE_CREATE_REQUEST": {
          "serviceEnvironmentName": «"dune sand"»,
          "serviceEnvironmentType": "SAGEMAKER_TRAINING",
          "capacityLimits": [{ "maxCapacity": «0», "capacityUnit": "NUM_INSTANCES" }]
        }
      },
      "TrainingJobQueues": {
        "A_QUEUE_NAME": "dunes",
        "A_QUEUE_CREATE_REQUEST": {
          "jobQueueName": "dunes", "priority": «1001»,
          "serviceEnvironmentOrder": [{ "order": 1, "serviceEnvironment": "dune sand" }]
        }
      }
    }`,
    says: ["must have 1 to 128 letters", "below the minimum of 1", "above the maximum of 1000"],
  },
  {
    title: "queues with a group, a member and an order that do not exist",
    kind: "training-queues",
    text: `{
      «"ServiceEnv"»: {},
      "SchedulingPolicies": { «"A_SP_REQUEST"»: {} },
      "TrainingJobQueues": {
        "A_QUEUE_NAME": "dunes",
        "A_QUEUE_CREATE_REQUEST": {
          "jobQueueName": "dunes", "priority": 1, "computeEnvironmentOrder": «[]»,
          "serviceEnvironmentOrder": [{ "order": 1, "serviceEnvironment": "arn:aws:batch:ap-south-1:123456789012:service-environment/a" }]
        }
      }
    }`,
    says: ["ServiceEnv is not allowed", "must be *_SP_NAME, *_SP_CREATE_REQUEST", "has no place in a queue of type"],
  },
  {
    title: "shared compute with a type that is none, access that is none and a job of a misspelt member",
    kind: "compute",
    text: `{
      "ComputeEnvs": {
        "A_CE_NAME": "dunes",
        "A_CE_CREATE_REQUEST": {
          "computeEnvironmentName": "dunes", "type": «"managed"», "computeResources": { "type": "EC2", "maxvCpus": 4 },
          "eksConfiguration": «{}»
        }
      },
      "JobDefinitions": {
        "A_JD_NAME": "sift",
        "A_JD_REGISTER_REQUEST": {
          "jobDefinitionName": "sift", "type": "container",
          "containerProperties": { "image": "\${repository.dunes/sift}:3", «"comand"»: [], "vcpus": 1, "memory": 64 }
        }
      },
      "JobRoles": {
        "A_ROLE_NAME": "sifter", "A_ROLE_REQUEST": { "buckets": [{ "bucket": "dunes", "access": «"all"» }] }
      },
      "Teams": { «"A_TEAM"»: "sand" }
    }`,
    says: [
      "MANAGED",
      "runs containers on Amazon ECS",
      "comand is not allowed",
      "read-write",
      "must be *_TEAM_NAME, *_TEAM_REQUEST",
    ],
  },
  {
    title: "a job definition with a misspelt member, a wrong unit and what AWS only tells",
    kind: "job-definition",
    text: `{
      "jobDefinitionName": "dunes", "type": "container", "revision": «3»,
      "containerProperties": {
        "image": "dunes:3", «"comand"»: ["python"],
        "resourceRequirements": [{ "type": «"CPU"», "value": "4" }, { "type": "MEMORY", "value": "2048" }],
        "jobRoleArn": "${role}"
      },
      "timeout": { "attemptDurationSeconds": «30» }
    }`,
    says: ["is what AWS Batch tells of a revision", "comand is not allowed", "VCPU", "minimum of 60"],
  },
  {
    title: "a job definition without a name, and with mistakes in its retries",
    kind: "job-definition",
    text: `«{»
      "type": "container",
      "containerProperties": { "image": "dunes:3", "vcpus": 1, "memory": 64 },
      "retryStrategy": { "attempts": «11», "evaluateOnExit": [{ "action": «"STOP"», "onExitCode": «"1-5"» }] }
    }`,
    says: ['Missing property "jobDefinitionName"', "maximum of 10", '"RETRY", "EXIT"', "must have only digits"],
  },
  {
    title: "a workflow with a job without a queue, and one of which no array can be made",
    kind: "jobs",
    text: `{ "jobs": [
      «{» "jobName": "one", "jobDefinition": "d" },
      { "jobName": «"two words"», "jobDefinition": "d", "jobQueue": "q", "arrayProperties": { "size": «1» } },
      { "jobName": "three", "jobDefinition": "d", "jobQueue": "q", "dependsOn": [{ «"jobID"»: "\${one}" }] }
    ] }`,
    says: ['Missing property "jobQueue"', "must begin with a letter or digit", "minimum of 2", "jobID is not allowed"],
  },
  {
    title: "a payload with a role that is no ARN, a number for a text, and a type that is none",
    kind: "training-jobs",
    text: `{
      "TrainingJobName": "dunes", "RoleArn": «"execution-role-of-dunes"»,
      "AlgorithmSpecification": { "TrainingImage": "i", "TrainingInputMode": «"Files"» },
      "HyperParameters": { "epochs": «3» },
      "OutputDataConfig": { "S3OutputPath": «"/models"» },
      "ResourceConfig": { "InstanceType": «"g5.xlarge"», "InstanceCount": 1, "VolumeSizeInGB": 30 },
      "StoppingCondition": { "MaxRuntimeInSeconds": 3600 },
      "ServerlessJobConfig": «{}»
    }`,
    says: [
      "must be the ARN of an IAM role",
      "FastFile",
      'Expected "string"',
      "must be an S3 address",
      "must be a SageMaker instance type",
      "it needs instances to wait for",
    ],
  },
  {
    title: "a workflow of training jobs, one in the Estimator's words, with a misspelt word and too long a time",
    kind: "training-jobs",
    text: `{ "jobs": [{
      "jobName": "dunes", "jobQueue": "q", "schedulingPriority": «10000», "clientToken": «"mine"»,
      "serviceRequestPayload": {
        "image_uri": "i", "role": "${role}", "instance_type": "ml.c5.xlarge", "output_path": "s3://b/m",
        «"max_runtime"»: 60, "max_run": «9999999»
      }
    }] }`,
    says: ["maximum of 9999", "must be left out: dapf sets it", "max_runtime is not allowed", "maximum of 2419200"],
  },
  {
    title: "a template of the ETL with a worker type, a state and a version that do not exist",
    kind: "etl",
    text: `{
      "jobs": { "sift": { "file_name": «"jobs/sift.py"», "glue_version": «"four"», "worker_type": «"G.3X"», "number_of_workers": 2 } },
      "workflows": { "night": { "triggers": { "then": {
        "type": "CONDITIONAL",
        "predicate": { "conditions": [{ "job_name": "sift", "state": «"DONE"» }] },
        "actions": «[]»
      } } } }
    }`,
    says: ["without folders", "must be a version", "G.4X", "SUCCEEDED", "Expected 1 or more"],
  },
];

/** The text without its marks, and what stood between them. */
function unmarked(marked: string): { text: string; places: { offset: number; at: string }[] } {
  const parts = marked.split(/[«»]/);
  const places = parts.flatMap((at, index) => {
    return index % 2 === 0 ? [] : [{ offset: parts.slice(0, index).join("").length, at }];
  });
  return { text: parts.join(""), places };
}

describe("an editor underlines the mistakes, and nothing else, in", () => {
  test.each(FILES.map((file) => [file.title, file] as const))("%s", async (_, { kind, text: marked, says }) => {
    const { text, places } = unmarked(marked);
    const flags = (await flagsIn(kind, text)).sort((a, b) => a.offset - b.offset);
    expect(flags.map(({ at, offset }) => ({ at, offset }))).toEqual(places);
    expect(flags.map(({ message }) => message)).toEqual(says.map((one): unknown => expect.stringContaining(one)));
    expect(() => READ[kind](text)).toThrow(ConfigError);
  });

  test("there are eleven, of all kinds", () => {
    expect(FILES).toHaveLength(11);
    expect(new Set(FILES.map(({ kind }) => kind))).toEqual(new Set(Object.keys(READ)));
  });
});

describe("of YAML with anchors, an editor", () => {
  const workflow = (queue: string) => `
base: &base { jobDefinition: d, jobQueue: ${queue} }
jobs:
  - { <<: *base, jobName: one }
  - { <<: *base, jobName: two, dependsOn: [{ jobId: "\${one}" }] }
`;

  test("finds no mistake where the reader finds none", async () => {
    expect(readSubmissions("w.yaml", workflow("q")).graph.nodes).toHaveLength(2);
    expect(await flagsIn("jobs", yamlAsJson(workflow("q")))).toEqual([]);
  });

  test("finds what is wrong", async () => {
    expect(await flagsIn("jobs", yamlAsJson(workflow("[q]")))).toHaveLength(2);
  });
});
