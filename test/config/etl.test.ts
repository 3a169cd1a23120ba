import { loadEtlConfig, type EtlConfig } from "../../config/etl";
import { jobReference } from "../../config/etl-names";
import { describeReferenceData } from "../support/reference-data";
import { configErrorOf, repositoryWith } from "./support";

const FILE = "analytics-etl/jobs.json";
const names = { prefix: "churn-dev-euwest1" };
const load = (...contents: unknown[]): EtlConfig => {
  const files = contents.map((content, index) => [index === 0 ? FILE : `analytics-etl/more${index}.json`, content]);
  return loadEtlConfig(
    repositoryWith(Object.fromEntries(files) as Record<string, unknown>), // Cast: pairs of path and content.
    files.map(([file]) => String(file)),
    names,
  );
};
const messageOf = (...contents: unknown[]): string => configErrorOf(() => load(...contents)).message;

const job = { file_name: "clean.py", type: "pythonshell", python_version: "3.9", max_capacity: 1 };
const start = { type: "ON_DEMAND", actions: [{ job_name: "clean" }] };

describe("loadEtlConfig", () => {
  it("gives jobs and workflows in the order of the file, with defaults and placeholders left in", () => {
    const args = { "--bucket": "${tfvars_dq_s3_bucket}", "--days": 7 };
    const config = load({
      jobs: { clean: { ...job, default_arguments: args }, a_first: job },
      workflows: { nightly: { triggers: { go: start } } },
    });
    expect(Object.keys(config.jobs)).toEqual(["clean", "a_first"]);
    expect(config.jobs.clean).toMatchObject({
      default_arguments: { "--bucket": "${tfvars_dq_s3_bucket}", "--days": "7" },
      execution_property: { max_concurrent_runs: 1 },
      connections: [],
    });
    expect(config.workflows.nightly?.triggers.go).toMatchObject({ type: "ON_DEMAND", state: "ACTIVATED" });
    expect(config).toMatchObject({ files: [FILE], warnings: [] });
  });

  it("merges files in order, so that a later one can change one argument of a job", () => {
    const config = load({ jobs: { clean: { ...job, timeout: 5 } } }, { jobs: { clean: { timeout: 9 } } });
    expect(config.jobs.clean).toMatchObject({ file_name: "clean.py", timeout: 9 });
  });

  it("takes null for absent, also to take an argument of an earlier file away", () => {
    const config = load(
      { jobs: { clean: { ...job, timeout: 5, description: null } } },
      { jobs: { clean: { timeout: null } } },
    );
    expect(config.jobs.clean).not.toHaveProperty("timeout");
    expect(config.jobs.clean).not.toHaveProperty("description");
  });

  it("names a missing file and the setting that asks for it", () => {
    expect(configErrorOf(() => loadEtlConfig(repositoryWith({}), ["etl/none.json"], names)).message).toBe(
      "etl/none.json: does not exist; analytics_etl.glue_config_paths names it",
    );
  });

  it("says of malformed JSON in which line and column it breaks, for every file", () => {
    expect(messageOf('{\n  "jobs": {\n    "a": {},\n  }\n}', "[").split("\n")).toEqual([
      'analytics-etl/jobs.json:4:3: is not valid JSON: expected a key in double quotes, found "}"',
      'analytics-etl/more1.json:1:2: is not valid JSON: expected a value, or "]", found the end of the file',
    ]);
  });

  it("names file, line and the nearest known one of an unknown placeholder", () => {
    const text = `{\n  "jobs": {\n    "clean": { "file_name": "a.py", "role_arn": "arn:\${tfvars_acount_number}" }\n  }\n}`;
    expect(messageOf(text)).toBe(
      "analytics-etl/jobs.json:3:54: ${tfvars_acount_number} is not a known placeholder; did you mean tfvars_account_number?",
    );
  });

  it("gives problems of merged values the place of the file that has them", () => {
    expect(messageOf({ jobs: { clean: job } }, { jobs: { clean: { timout: 5 } } })).toBe(
      "analytics-etl/more1.json:4:7: jobs.clean.timout is not a known key; did you mean timeout?",
    );
  });

  it("gives a value that two files set the place of the later, which is the one that counts", () => {
    expect(messageOf({ jobs: { clean: job } }, { jobs: { clean: { max_capacity: -1 } } })).toMatch(
      /^analytics-etl\/more1\.json:4:7: jobs\.clean\.max_capacity must be/,
    );
  });

  it("warns of a key that stands twice with the same value", () => {
    const [warning] = load('{ "jobs": { "a": { "file_name": "a.py", "file_name": "a.py" } } }').warnings;
    expect(warning?.message).toBe(
      "analytics-etl/jobs.json:1:41: jobs.a.file_name stands twice in the same object, with the same value; the first is in line 1; keep one of them",
    );
  });

  it("reports every problem of every file at once", () => {
    const problems = messageOf(
      { jobs: { clean: { ...job, file_name: "../clean.py", role_arn: "${tfvars_regoin}" } } },
      { job: {}, workflows: { nightly: { triggers: { go: { type: "DAILY", actions: [] } } } } },
    );
    expect(problems.split("\n")).toHaveLength(5);
  });

  it.each([
    ["my job", 'jobs["my job"] is a key that must begin with a letter or digit'],
    ["_x", "jobs._x is a key that must begin with a letter or digit"],
  ])("refuses the job key %j, from which no address can be made", (key, message) => {
    expect(messageOf({ jobs: { [key]: job } })).toContain(message);
  });
});

describe("a trigger that names an unknown job", () => {
  const config = load({
    jobs: { clean: job },
    workflows: {
      nightly: {
        triggers: {
          go: { ...start, actions: [{ job_name: "claen" }] },
          then: {
            type: "CONDITIONAL",
            predicate: { conditions: [{ job_name: "other-team-import", state: "SUCCEEDED" }] },
            actions: [{ job_name: "clean" }],
          },
        },
      },
    },
  });

  it("is a warning that lists place and nearest key of each", () => {
    expect(config.warnings[0]?.message.split("\n").slice(1)).toEqual([
      'analytics-etl/jobs.json:17:15: workflows.nightly.triggers.go.actions[0].job_name names the job "claen", which the configuration does not define; did you mean clean?',
      'analytics-etl/jobs.json:26:17: workflows.nightly.triggers.then.predicate.conditions[0].job_name names the job "other-team-import", which the configuration does not define; the nearest key is clean',
    ]);
  });

  it("is one more when a trigger waits for it, because it does not fire when somebody else starts the job", () => {
    expect(config.warnings[1]?.message).toBe(
      'analytics-etl/jobs.json:21:9: workflows.nightly.triggers.then never fires: it waits for "other-team-import", which no trigger of the workflow starts [AWS Glue Developer Guide, Blueprint and workflow restrictions in AWS Glue]',
    );
  });

  it("carries the facts of each", () => {
    expect(config.warnings[0]?.problems).toHaveLength(2);
  });
});

describe("jobReference", () => {
  const config = load({ jobs: { clean_Orders: job } });

  it("knows a job by its key", () => {
    expect(jobReference(config, "clean_Orders", names)).toEqual({ kind: "own", key: "clean_Orders" });
  });

  it("knows a job of the configuration by its full name", () => {
    const name = "churn-dev-euwest1-analytics-etl-clean-orders";
    expect(jobReference(config, name, names)).toEqual({ kind: "own", key: "clean_Orders" });
  });

  it("knows it by a full name that is made of placeholders with known values", () => {
    const known = { tfvars_use_case_name: "churn" };
    const name = "${tfvars_use_case_name}-dev-euwest1-analytics-etl-clean-orders";
    expect(jobReference(config, name, { ...names, known })).toEqual({ kind: "own", key: "clean_Orders" });
    expect(jobReference(config, name, names)).toEqual({ kind: "existing", name });
  });

  it("takes every other name for the full name of an existing job", () => {
    expect(jobReference(config, "toString", names)).toEqual({ kind: "existing", name: "toString" });
  });
});

describeReferenceData("the configuration of a team", ({ counts, folder, prefix, twice }) => {
  const config = loadEtlConfig(folder, ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"], {
    prefix,
  });

  it("loads verbatim", () => {
    const triggers = Object.values(config.workflows).flatMap((one) => Object.keys(one.triggers));
    expect([Object.keys(config.jobs).length, Object.keys(config.workflows).length, triggers.length]).toEqual([
      counts.jobs,
      counts.workflows,
      counts.triggers,
    ]);
  });

  it("warns of the three references to jobs that it does not define, with the nearest key of each", () => {
    const unknown = config.warnings.flatMap(({ problems }) => problems).filter(({ path }) => path.endsWith("job_name"));
    expect(unknown).toHaveLength(3);
    expect(unknown.every(({ hint, line }) => hint !== undefined && line !== undefined)).toBe(true);
  });

  it("warns of the argument that stands twice with the same value", () => {
    expect(config.warnings.map(({ message }) => message).join("\n")).toMatch(twice);
  });
});
