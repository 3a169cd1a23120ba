import * as path from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { findScripts } from "../../../modules/batch-construct/scripts";
import { minimal, problemsOf, repositoryWith } from "../../config/support";
import { batchRepository, scripts } from "./support";

const find = (repository: string, context: "training" | "inferencing" = "training") =>
  findScripts(loadEnvironment(repository, "churn"), context);

describe("the scripts of a context", () => {
  test("are dapf's own three, the team's two, and all shared Python", () => {
    const repository = batchRepository({ files: { "utils/io/read.py": "", "utils/query.sql": "" } });

    const found = find(repository);

    expect([found.submit, found.statusCheck, found.cleanUp].map(({ key }) => key)).toEqual([
      "src/python/training/submit_training_job_awsbatch_statetable.py",
      "src/python/training/training_job_awsbatch_status_check.py",
      "src/python/training/clean_up_job.py",
    ]);
    expect(found.evaluation).toMatchObject({
      file: path.join(repository, "model/training_job/evaluation/evaluation_summary.py"),
      key: "src/python/training/evaluation_summary.py",
    });
    expect(found.gatekeeper.key).toBe("src/python/training/gatekeeper.py");
    expect(found.utils.map(({ key }) => key)).toEqual([
      "src/python/utils/io/read.py",
      "src/python/utils/query.sql",
      "src/python/utils/shared.py",
    ]);
  });

  test("are in one file each where they are dapf's own, because S3 has nothing beside them", () => {
    const { cleanUp } = find(batchRepository());

    const made = Buffer.from(cleanUp.content).toString();

    expect(made).toContain("glue/training/clean_up_job.py");
    expect(made).toContain('_SOURCES["dapf_clean_up"]');
    expect(made).not.toContain('_SOURCES["dapf_open_run"]');
  });

  test("include those modules of dapf that the team's Python imports, and what these import", () => {
    const repository = batchRepository({
      files: { "model/training_job/gatekeeper/gatekeeper.py": "from dapf_open_run import open_run\n" },
    });

    const keys = find(repository).library.map(({ key }) => key);

    expect(keys).toContain("src/python/dapf/dapf_open_run.py");
    expect(keys).toContain("src/python/dapf/dapf_store.py");
    expect(keys).not.toContain("src/python/dapf/dapf_submit.py");
  });

  test("include no module of dapf when the team's Python does without", () => {
    expect(find(batchRepository()).library).toEqual([]);
  });

  test("come from the paths that the environment names", () => {
    const repository = batchRepository({
      settings: { training: { evaluation_job_params: { path: "jobs/judge.py" } } },
      files: { "jobs/judge.py": "" },
    });

    expect(find(repository).evaluation.key).toBe("src/python/training/judge.py");
  });
});

describe("a missing script", () => {
  test("is an error that names the file, the setting and the scripts that are there", () => {
    const repository = batchRepository({
      settings: {
        inferencing: {
          ...minimal.inferencing,
          gatekeeper_job_params: { path: "model/inferencing_job/gatekeeper/gate_keeper.py" },
        },
      },
    });

    expect(problemsOf(() => find(repository, "inferencing"))).toEqual([
      {
        file: "environments/churn.tfvars.json",
        path: "inferencing.gatekeeper_job_params.path",
        rule: "must name a Python script that exists, relative to the repository root",
        found: "model/inferencing_job/gatekeeper/gate_keeper.py",
        allowed: ["model/inferencing_job/gatekeeper/gatekeeper.py"],
        hint: "its Glue job cannot run without it",
      },
    ]);
  });

  test("is reported together with whatever else is missing", () => {
    const repository = repositoryWith({ "environments/churn.tfvars.json": minimal });

    expect(problemsOf(() => find(repository)).map(({ path: setting }) => setting)).toEqual([
      "training.evaluation_job_params.path",
      "training.gatekeeper_job_params.path",
      "utils_path",
    ]);
  });

  test("is an error, too, when a folder has its name", () => {
    const repository = batchRepository({
      settings: { training: { evaluation_job_params: { path: "model/training_job" } } },
    });

    expect(problemsOf(() => find(repository))).toHaveLength(1);
  });
});

describe("two scripts of one name", () => {
  test("are an error, because one would take the other's place in S3", () => {
    const repository = batchRepository({
      settings: {
        training: { evaluation_job_params: { path: "a/job.py" }, gatekeeper_job_params: { path: "b/job.py" } },
      },
      files: { "a/job.py": "", "b/job.py": "" },
    });

    expect(problemsOf(() => find(repository))).toMatchObject([
      { path: "training.gatekeeper_job_params.path", found: "b/job.py", hint: "rename the file" },
    ]);
  });

  test("are an error, too, when one of them is dapf's own", () => {
    const repository = batchRepository({
      settings: { training: { evaluation_job_params: { path: "jobs/clean_up_job.py" } } },
      files: { "jobs/clean_up_job.py": "" },
    });

    expect(problemsOf(() => find(repository))).toMatchObject([{ path: "training.evaluation_job_params.path" }]);
  });

  test("are fine when it is one file that does both", () => {
    const both = { path: "model/training_job/gatekeeper/gatekeeper.py" };
    const repository = batchRepository({
      settings: { training: { evaluation_job_params: both, gatekeeper_job_params: both } },
    });

    const found = find(repository);

    expect(found.evaluation.file).toBe(found.gatekeeper.file);
    expect(Object.keys(scripts)).toContain(both.path);
  });
});
