import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentNames, loadEnvironment, loadEnvironments } from "../../config/loader";
import { describeReferenceData } from "../support/reference-data";

const root = resolve(__dirname, "../..");

describe("the environments of this repository", () => {
  it("are jenkins-pl and one for each branch, and none gets in another's way", () => {
    expect(environmentNames(root)).toEqual(["dev", "jenkins-pl", "production", "uat"]);
    expect(loadEnvironments(root)).toHaveLength(4);
  });

  it("has a jenkins-pl whose names are those of the existing deployment", () => {
    const { prefix, settings } = loadEnvironment(root, "jenkins-pl");
    expect(prefix).toBe("jenkins-pl-apsouth1");
    expect(settings.account_number).toBe("731580992380");
  });

  it("keeps the state of jenkins-pl in the clone, and that of the others in a bucket each", () => {
    const buckets = loadEnvironments(root).map(({ settings }) => settings.state_backend?.bucket);
    expect(buckets.filter((bucket) => bucket === undefined)).toHaveLength(1);
    expect(new Set(buckets).size).toBe(4);
    expect(loadEnvironment(root, "jenkins-pl").settings.state_backend).toBeUndefined();
  });

  it("lets nothing of production that holds data go away with a destroy", () => {
    expect(loadEnvironment(root, "production").settings).toMatchObject({
      ddb_params: { ddb_delete_protection: true },
      s3_configs: { force_destroy: false },
      ecr_attributes: { force_delete: false },
    });
  });
});

describeReferenceData("the tfvars files of teams", ({ account, folder: data }) => {
  const folder = join(data, "environments");

  it.each(readdirSync(folder).filter((file) => file.endsWith(".tfvars.json")))("%s is accepted verbatim", (file) => {
    const environment = loadEnvironment(data, file.replace(".tfvars.json", ""));
    expect(environment.settings.account_number).toBe(account);
    expect(environment.prefix.length).toBeLessThanOrEqual(20);
  });
});

describeReferenceData("the settings in the step-function input map", (data) => {
  const map = data.contract();
  const { repository, athena, parameters } = data.contractEnvironment().settings.step_function_settings;

  it("are those of the sample for training", () => {
    expect(map.training_inputs).toMatchObject({
      repository,
      athenadb_name: athena.training.database,
      athena_pred_or_eval_table_name: athena.evaluation_table,
      dq_table: athena.data_quality_table,
      athenadb_debug_table_name: athena.training.debug_table,
      athenadb_evaluation_summary_table_name: athena.training.evaluation_summary_table,
      athenadb_metadata_table_name: athena.training.metadata_table,
    });
  });

  it("are those of the sample for inferencing", () => {
    expect(map.inference_inputs).toMatchObject({
      repository,
      athenadb_name: athena.training.database,
      athena_pred_or_eval_table_name: athena.evaluation_table,
      dq_table: athena.data_quality_table,
      inference_athenadb_name: athena.inferencing.database,
      inference_athenadb_debug_table_name: athena.inferencing.debug_table,
      inference_athenadb_inference_table_name: athena.inferencing.inference_table,
      inference_athenadb_metadata_table_name: athena.inferencing.metadata_table,
      ssm_approved_model_prefix_path: parameters.approved_model_prefix_path,
      ssm_winning_algo_name: parameters.winning_algo_name,
    });
  });
});
