import * as path from "node:path";
import { ConfigError } from "../../../config/errors";
import { readSubmissions, type ReadOptions } from "../../../jobs/training/read-submissions";
import { temporaryFolder, write, writeJson } from "../../deploy/folders";

const examples = path.resolve(__dirname, "../../../examples/training");
const folder = temporaryFolder();
const example = (name: string) => path.join(examples, name);
const read = (file: string, options: Partial<ReadOptions> = {}) =>
  readSubmissions(file, { defaults: { jobQueue: "queue" }, ...options });

function problemsOf(name: string, value: unknown, options: Partial<ReadOptions> = {}): string {
  const file = path.join(folder, name);
  if (typeof value === "string") write(file, value);
  else writeJson(file, value);
  try {
    read(file, options);
    return "";
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(`${folder}/`, "");
    throw error;
  }
}

describe("the examples", () => {
  test("an estimator becomes a whole CreateTrainingJob request", () => {
    const [job] = read(example("estimator.yaml")).jobs;
    expect(job?.name).toBe("churn-xgboost");
    expect(JSON.parse(job?.request.serviceRequestPayload ?? "")).toEqual({
      TrainingJobName: "churn-xgboost",
      RoleArn: "arn:aws:iam::123456789012:role/jenkins-pl-dapf-training-queues-execution",
      AlgorithmSpecification: {
        TrainingImage: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/churn:1.4",
        TrainingInputMode: "File",
      },
      HyperParameters: { max_depth: "6", eta: "0.2", num_round: "200", dapf_duration_seconds: "2" },
      InputDataConfig: [
        {
          ChannelName: "train",
          DataSource: {
            S3DataSource: {
              S3DataType: "S3Prefix",
              S3Uri: "s3://jenkins-pl-data/churn/train/",
              S3DataDistributionType: "FullyReplicated",
            },
          },
        },
        {
          ChannelName: "validation",
          ContentType: "text/csv",
          DataSource: {
            S3DataSource: {
              S3DataType: "S3Prefix",
              S3Uri: "s3://jenkins-pl-data/churn/validation/",
              S3DataDistributionType: "FullyReplicated",
            },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: "s3://jenkins-pl-models/churn/" },
      ResourceConfig: { InstanceType: "ml.c5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    });
  });

  test("a whole payload is submitted as it is", () => {
    const { jobs, warnings } = read(example("payload.json"), { name: "other-name" });
    expect(jobs).toMatchObject([{ name: "other-name", request: { jobQueue: "queue" } }]);
    expect(jobs[0]?.request.serviceRequestPayload).toContain('"TrainingJobName":"churn-pytorch"');
    expect(warnings).toEqual([]);
  });

  test("a workflow says what comes before what, and has queues of its own", () => {
    const { jobs } = read(example("workflow.yaml"));
    expect(jobs.map(({ name, needs, request }) => [name, needs, request.jobQueue])).toEqual([
      ["train-xgboost", [], "jenkins-pl-c5-fifo"],
      ["train-deep", [], "jenkins-pl-c5-fifo"],
      ["compare", ["train-xgboost", "train-deep"], "jenkins-pl-c5-fifo"],
    ]);
  });
});

const estimator = {
  image_uri: "image",
  role: "arn:aws:iam::123456789012:role/training",
  instance_type: "ml.g5.xlarge",
  output_path: "s3://bucket/models",
};
const PAST = "5cd1f5a2-9c1e-4a0b-8f2d-0d5b8a1c2e3f";
const job = (jobName: string, after: readonly string[] = []) => ({
  jobName,
  serviceRequestPayload: estimator,
  dependsOn: after.map((name) => ({ jobId: `\${${name}}` })),
});

describe("what cannot be submitted", () => {
  test("is a job without a queue", () => {
    expect(problemsOf("a.json", estimator, { defaults: {} })).toBe("a.json:1:1: jobQueue is missing; or give --queue");
  });

  test("is an estimator with a misspelt member; the nearest is named, with line and column", () => {
    const text = "image_uri: i\nrole: r\ninstanc_type: ml.g5.xlarge\noutput_path: s3://b/p\n";
    expect(problemsOf("b.yaml", text)).toContain(
      "b.yaml:3:1: instanc_type is not a known key; did you mean instance_type?",
    );
  });

  test("is a workflow that goes in a ring, with the way", () => {
    const jobs = [job("a", ["c"]), job("b", ["a"]), job("c", ["b"])];
    expect(problemsOf("c.json", { jobs })).toMatch(/jobs\[0\]\.dependsOn waits for itself: a -> c -> b -> a/);
  });

  test("is a workflow with a reference to nobody, or two jobs of a name", () => {
    const problems = problemsOf("d.json", { jobs: [job("train"), job("train"), job("evaluate", ["trian"])] });
    expect(problems).toContain("jobs[1].jobName is the name of jobs[0], too");
    expect(problems).toContain("did you mean train?");
  });

  test("is a priority, a retry strategy or a token that AWS Batch would refuse, all told at once", () => {
    const retryStrategy = { attempts: 11 };
    const problems = problemsOf("e.json", { ...job("a"), schedulingPriority: 10_000, retryStrategy, clientToken: "t" });
    expect(problems).toContain("schedulingPriority must be at most 9999, not 10000");
    expect(problems).toContain("retryStrategy.attempts must be at most 10, not 11");
    expect(problems).toContain("clientToken must be left out: dapf sets it, so that no job is submitted twice");
  });

  test("is a payload file that is not there", () => {
    expect(problemsOf("f.json", { ...job("a"), serviceRequestPayload: "missing.yaml" })).toBe(
      "missing.yaml: does not exist",
    );
  });

  test.each([["[]"], ["3"], ["null"], ["{"], ['{"jobs": 3}'], ['{"jobs": []}']])("is %s", (text) => {
    expect(problemsOf("g.json", text)).toMatch(/^g\.json:/);
  });
});

describe("a payload that is given as a string", () => {
  const payload = '{"TrainingJobName": "t", "HyperParameters": {"note": "a\\tb", "depth": 4}}';
  const complaint = (line: number, column: number, name: string) =>
    `${name}:${line}:${column}: serviceRequestPayload.HyperParameters.depth must be a string, not 4`;
  const column = (text: string, wanted: string) =>
    text
      .split("\n")
      .find((line) => line.includes(wanted))
      ?.indexOf(wanted);

  test("has its mistakes where they stand in the JSON file, escapes counted", () => {
    const text = `{\n "jobName": "a",\n "serviceRequestPayload": /* see */ ${JSON.stringify(payload)}\n}`;
    expect(problemsOf("text.json", text)).toContain(complaint(3, 1 + (column(text, '\\"depth') ?? 0), "text.json"));
  });

  test.each([
    ["double quotes", `serviceRequestPayload: ${JSON.stringify(payload)}`, 2, '\\"depth'],
    ["single quotes", `serviceRequestPayload: '${payload}'`, 2, '"depth'],
    ["a literal block", `serviceRequestPayload: |\n    ${payload.replace("{", "{\n    ")}`, 4, '"depth'],
    ["a folded block", `serviceRequestPayload: !!str >- # text\n   ${payload.replace(" ", "\n   ")}`, 4, '"depth'],
  ])("has them where they stand in YAML, in %s", (_, member, line, wanted) => {
    const text = `jobName: a\n${member}\n`;
    expect(problemsOf("text.yaml", text)).toContain(complaint(line, 1 + (column(text, wanted) ?? 0), "text.yaml"));
  });

  test("that is no JSON is told with the place in the file and in the text", () => {
    const text = JSON.stringify({ jobName: "a", serviceRequestPayload: '{"TrainingJobName": }' });
    expect(problemsOf("text.json", text)).toBe(
      `text.json:1:${text.indexOf("}") + 1}: serviceRequestPayload is not valid JSON: expected a value (string, number, ` +
        'object, list, ...), found "}" in line 1, column 21 of the text',
    );
    expect(problemsOf("text.json", { jobName: "a", serviceRequestPayload: '{"A": 1' })).toContain(
      'expected "," or "}", found its end in line 1, column 8 of the text',
    );
  });

  test("that is of another kind is no path of a file", () => {
    expect(problemsOf("text.json", { jobName: "a", serviceRequestPayload: "A: 1\nB: 2" })).toContain(
      "serviceRequestPayload must be an object, its JSON text, which begins with {, or the path of a file with it",
    );
  });

  test("is one mistake among others", () => {
    const jobs = [
      { ...job("a"), serviceRequestPayload: "{" },
      { ...job("b"), serviceRequestPayload: "none.json" },
    ];
    expect(problemsOf("text.json", { jobs: [...jobs, job("c", ["d"])] }).split("\n")).toHaveLength(3);
  });
});

describe("a dependency that names no job", () => {
  const dependent = (jobId: string) =>
    problemsOf("h.json", { jobs: [job("sort-rows-7"), { ...job("z"), dependsOn: [{ jobId }] }] });

  test.each([
    ["sort-rows-7", "write ${sort-rows-7}"],
    ["rows-7", "was it ${sort-rows-7}? A shell replaces that: quote EOF in the here-document, <<'EOF'"],
    ["", "was it ${name}? A shell replaces that: quote EOF in the here-document, <<'EOF'"],
  ])("%j: %s", (jobId, hint) => {
    expect(dependent(jobId)).toContain(
      `jobs[1].dependsOn[0].jobId must be \${name of a job of the file} or the id of a job, not "${jobId}"; ${hint}`,
    );
  });
});

test("references to jobs of the past stay as they are", () => {
  const file = path.join(folder, "past.json");
  writeJson(file, { jobs: [{ ...job("a"), dependsOn: [{ jobId: PAST }] }] });
  expect(read(file).jobs).toMatchObject([{ needs: [], needsIds: [PAST] }]);
});

describe("an estimator", () => {
  const requestOf = (more: object) => {
    const file = path.join(folder, "estimator.json");
    writeJson(file, { ...estimator, ...more });
    return JSON.parse(read(file).jobs[0]?.request.serviceRequestPayload ?? "") as Record<string, unknown>;
  };

  test("has its name from itself, else from its file", () => {
    expect([requestOf({ base_job_name: "own" }).TrainingJobName, requestOf({}).TrainingJobName]).toEqual([
      "own",
      "estimator",
    ]);
  });

  test("says in words of its own where it runs, how often it is tried and where it keeps on", () => {
    const said = {
      subnets: ["subnet-0123456789abcdef0"],
      security_group_ids: ["sg-0123456789abcdef0"],
      checkpoint_s3_uri: "s3://bucket/checkpoints",
      max_retry_attempts: 3,
      tags: { team: "a" },
      disable_output_compression: true,
    };
    expect(requestOf(said)).toMatchObject({
      VpcConfig: { Subnets: said.subnets, SecurityGroupIds: said.security_group_ids },
      CheckpointConfig: { S3Uri: "s3://bucket/checkpoints" },
      RetryStrategy: { MaximumRetryAttempts: 3 },
      Tags: [{ Key: "team", Value: "a" }],
      OutputDataConfig: { CompressionType: "NONE" },
    });
  });
});

describe("the payload of a submission", () => {
  const submission = (serviceRequestPayload: string) => ({ jobName: "a", serviceRequestPayload });

  test("may be a text of JSON, whose problems are told at its place", () => {
    expect(problemsOf("text.json", submission(JSON.stringify(estimator)))).toBe("");
    expect(problemsOf("text.json", submission(JSON.stringify({ ...estimator, role: 1 })))).toBe(
      'text.json:1:66: serviceRequestPayload.role must be a string, not 1; write it in quotes: "1"',
    );
    expect(problemsOf("text.json", submission("{ broken"))).toContain("serviceRequestPayload is not valid JSON");
  });

  test("may be a file, by its whole path or beside the submission, whose problems are told as its own", () => {
    writeJson(path.join(folder, "payload.json"), estimator);
    expect(problemsOf("by-name.json", submission("payload.json"))).toBe("");
    expect(problemsOf("by-path.json", submission(path.join(folder, "payload.json")))).toBe("");
    write(path.join(folder, "broken.json"), "{");
    expect(problemsOf("by-name.json", submission("broken.json"))).toMatch(/^broken\.json:/);
    expect(problemsOf("by-name.json", submission("."))).toMatch(/: cannot be read \(EISDIR\)$/);
  });

  test("without a name for the job, in itself or its file's, cannot be submitted", () => {
    expect(problemsOf(`${"x".repeat(129)}.json`, estimator)).toContain(
      "needs a name of 1 to 128 letters, digits, _ and -",
    );
  });

  test("of a workflow has no other name than its own", () => {
    expect(problemsOf("jobs.json", { jobs: [job("a")] }, { name: "b" })).toBe(
      "jobs.json: jobs have names of their own; leave out --name",
    );
  });

  test("gets the tags of the command beside its own, which win", () => {
    const file = path.join(folder, "tags.json");
    writeJson(file, { ...job("a"), tags: { team: "own" } });
    const defaults = { jobQueue: "queue", tags: { team: "default", run: "1" } };
    expect(read(file, { defaults }).jobs[0]?.request.tags).toEqual({ team: "own", run: "1" });
  });

  test.each(["aws:team", "AWS:team", "dapf:team"])("has no tag %s, which nobody but AWS or dapf gives", (key) => {
    expect(problemsOf("reserved.json", { ...job("a"), tags: { [key]: "x" } })).toContain(
      "is a key that must not begin with aws: or dapf:",
    );
  });
});
