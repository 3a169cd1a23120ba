import { loadEtlConfig } from "../../config/etl";
import { describeSharedData } from "../support/reference-data";
import { configErrorOf, repositoryWith } from "./support";

const FILE = "analytics-etl/jobs.json";
const names = { prefix: "churn-dev-euwest1" };
const load = (job: object) => {
  const content = { jobs: { clean: { file_name: "clean.py", ...job } } };
  return loadEtlConfig(repositoryWith({ [FILE]: content }), [FILE], names);
};
const messageOf = (job: object): string => configErrorOf(() => load(job)).message;

const workers = (type: string, count = 2) => ({ worker_type: type, number_of_workers: count });

describe("the size of a job that AWS Glue does not have", () => {
  it("is told with what was found, what is allowed, and who says so", () => {
    expect(messageOf({ type: "pythonshell", max_capacity: 3 })).toBe(
      "analytics-etl/jobs.json:6:7: jobs.clean.max_capacity must be a capacity of Python shell jobs, not 3 (allowed: 0.0625, 1) [AWS Glue Web API Reference, CreateJob]",
    );
  });

  it.each([
    ["workers of a Python shell job", { type: "pythonshell", ...workers("G.1X") }, "worker_type has no place in a job"],
    ["their number", { type: "pythonshell", number_of_workers: 2 }, "number_of_workers has no place in a job"],
    ["a fraction of it", { type: "pythonshell", max_capacity: 0.5 }, "max_capacity must be a capacity of Python shell"],
    [
      "the small streaming workers elsewhere",
      workers("G.025X"),
      "worker_type must be a worker type of jobs of type glueetl",
    ],
    [
      "workers of Ray elsewhere",
      { type: "gluestreaming", ...workers("Z.2X") },
      'of jobs of type gluestreaming, not "Z.2X"',
    ],
    ["other workers of Ray", { type: "glueray", ...workers("G.1X") }, 'type glueray, not "G.1X" (allowed: Z.2X)'],
    ["workers that nobody has", workers("G.3X"), 'worker_type must be one of the allowed values, not "G.3X"'],
    [
      "large workers of an old version",
      { glue_version: "2.0", ...workers("G.4X") },
      "is G.4X, which needs glue_version 3.0",
    ],
    [
      "small workers of an old version",
      { type: "gluestreaming", glue_version: "2.0", ...workers("G.025X") },
      "is G.025X, which needs glue_version 3.0",
    ],
    [
      "capacity since workers came",
      { glue_version: "2.0", max_capacity: 10 },
      "no place in a job of Glue version 2.0; give",
    ],
    ["a fraction for Spark", { glue_version: "1.0", max_capacity: 2.5 }, "must be a whole number from 2 to 100"],
    [
      "too little for Spark",
      { max_capacity: 1 },
      "must be a whole number from 2 to 100 in a job of type glueetl, not 1",
    ],
    ["too much for Spark", { type: "gluestreaming", max_capacity: 101 }, "must be a whole number from 2 to 100"],
    ["capacity for Ray", { type: "glueray", max_capacity: 4 }, "max_capacity has no place in a job of type glueray"],
    ["FLEX of a shell", { type: "pythonshell", execution_class: "FLEX" }, "can only be FLEX in a job of type glueetl"],
    ["FLEX of a stream", { type: "gluestreaming", execution_class: "FLEX" }, "not in one of gluestreaming"],
    [
      "FLEX of an old version",
      { glue_version: "2.0", execution_class: "FLEX" },
      "is FLEX, which needs glue_version 3.0",
    ],
    [
      "FLEX of large workers",
      { execution_class: "FLEX", ...workers("G.8X") },
      'can have, not "G.8X" (allowed: G.1X, G.2X)',
    ],
    ["an old version for Ray", { type: "glueray", glue_version: "3.0" }, "glue_version must be 4.0 or later"],
    [
      "files of a shell",
      { type: "pythonshell", default_arguments: { "--extra-files": "s3://b/x.json" } },
      "jobs.clean.default_arguments.--extra-files has no place in a job of type pythonshell; --extra-py-files brings modules",
    ],
    [
      "files that nobody can take from a shell",
      { type: "pythonshell", non_overridable_arguments: { "--extra-files": "s3://b/x.json" } },
      "[AWS Glue Developer Guide, Using job parameters in AWS Glue jobs]",
    ],
    ["a week and a minute", { timeout: 10081 }, "timeout must be at most 10080, not 10081"],
    ["another Python", { python_version: "3.10" }, 'python_version must be one of the allowed values, not "3.10"'],
    ["eleven retries", { max_retries: 11 }, "max_retries must be at most 10"],
    ["a long description", { description: "x".repeat(2049) }, "description must have at most 2048 characters"],
    ["a bell in a description", { description: "\u0007" }, "description must be text without control characters"],
    ["a long name", { security_configuration: "x".repeat(256) }, "must have at most 255 characters"],
    ["a name of two lines", { security_configuration: "a\nb" }, "must be one line of text"],
  ])("%s", (_, job, message) => {
    expect(messageOf(job)).toContain(message);
  });
});

describe("the size of a job that AWS Glue has", () => {
  it.each<[string, object]>([
    ["the least of a Python shell", { type: "pythonshell", python_version: "3", max_capacity: 0.0625 }],
    ["files of Spark", { default_arguments: { "--extra-files": "s3://b/x.json" } }],
    ["modules of a shell", { type: "pythonshell", default_arguments: { "--extra-py-files": "s3://b/x.py" } }],
    ["one unit of it, whatever its version", { type: "pythonshell", glue_version: "3.0", max_capacity: 1 }],
    ["what it has by default", { type: "pythonshell", python_version: "3.9" }],
    ["what Spark has by default", { glue_version: "4.0", python_version: "3" }],
    ["standard workers", { glue_version: "1.0", ...workers("Standard") }],
    ["workers with much memory", { glue_version: "5.0", ...workers("R.8X") }],
    ["large ones of the newest version", workers("G.16X")],
    ["small ones of a stream", { type: "gluestreaming", glue_version: "4.0", timeout: 0, ...workers("G.025X") }],
    ["capacity of an old version", { glue_version: "1.0", max_capacity: 100 }],
    ["capacity without a version, which AWS may take for an old one", { max_capacity: 2 }],
    ["FLEX", { glue_version: "3.0", execution_class: "FLEX", ...workers("G.2X") }],
    ["STANDARD of a shell", { type: "pythonshell", execution_class: "STANDARD" }],
    ["Ray", { type: "glueray", glue_version: "4.0", python_version: "3.9", ...workers("Z.2X", 1) }],
    ["a week", { timeout: 10080 }],
    ["a description of several lines", { description: "one\ntwo\tthree" }],
    ["a name with placeholders", { security_configuration: "${tfvars_use_case_name}".repeat(20) }],
  ])("%s", (_, job) => {
    expect(load(job).warnings).toEqual([]);
  });
});

describeSharedData("the cases of job sizes", ({ folder }) => {
  it("are each refused", () => {
    const problems = configErrorOf(() => loadEtlConfig(folder, ["cases/glue/job-sizes.json"], names)).problems;
    const jobs = problems.map(({ path }) => path.split(".")[1]);
    expect([...new Set(jobs)]).toEqual(["a", "b", "c", "d", "e", "f"]);
  });
});

test("a trigger cannot give a Python shell job the files that its definition cannot", () => {
  const given = { "--extra-files": "s3://b/x.json" };
  const actions = ["clean", "churn-dev-euwest1-analytics-etl-clean", "spark", "elsewhere"].map((job_name) => ({
    ...{ job_name, arguments: given },
  }));
  const content = {
    jobs: { clean: { file_name: "clean.py", type: "pythonshell" }, spark: { file_name: "spark.py" } },
    workflows: { daily: { triggers: { start: { type: "ON_DEMAND", actions } } } },
  };
  const { problems } = configErrorOf(() => loadEtlConfig(repositoryWith({ [FILE]: content }), [FILE], names));

  expect(problems.map(({ path }) => path)).toEqual([
    "workflows.daily.triggers.start.actions[0].arguments.--extra-files",
    "workflows.daily.triggers.start.actions[1].arguments.--extra-files",
  ]);
});
