/** A key of a step function's input map that is not as the HCL had it. */
export interface InputMapDifference {
  readonly map: "training" | "inferencing";
  readonly key: string;
  readonly change: "added" | "changed" | "removed";
  /** What it is now, and how to keep what it was. */
  readonly now: string;
}

/** A test compares them with what Terraform plans on a state of the HCL, and with docs/adoption.md. */
export const inputMapDifferences: readonly InputMapDifference[] = [
  {
    map: "training",
    key: "athenadb_name",
    change: "changed",
    now: "`step_function_settings.athena.training.database`; the HCL had `P_operations`",
  },
  {
    map: "training",
    key: "repository",
    change: "changed",
    now: "`step_function_settings.repository`; the HCL had `repo_url`",
  },
  {
    map: "training",
    key: "s3_bucket_name_analytics_etl",
    change: "removed",
    now: "the scripts get it as an argument all the same",
  },
  {
    map: "inferencing",
    key: "athenadb_name",
    change: "added",
    now: "was `training_athenadb_name`",
  },
  {
    map: "inferencing",
    key: "inference_athenadb_debug_table_name",
    change: "changed",
    now: "`step_function_settings.athena.inferencing.debug_table`; the HCL had `debug_inference`",
  },
  {
    map: "inferencing",
    key: "inference_athenadb_name",
    change: "changed",
    now: "`step_function_settings.athena.inferencing.database`; the HCL had `P_operations`",
  },
  {
    map: "inferencing",
    key: "inferencing_event_bus_name",
    change: "added",
    now: "was `training_event_bus_name`",
  },
  {
    map: "inferencing",
    key: "mapping_json_S3_inference_path",
    change: "removed",
    now: "the scripts get it as an argument all the same",
  },
  {
    map: "inferencing",
    key: "mapping_json_S3_path",
    change: "added",
    now: "where inferencing may have a mapping file of its own",
  },
  {
    map: "inferencing",
    key: "repository",
    change: "changed",
    now: "`step_function_settings.repository`; the HCL had `repo_url`",
  },
  {
    map: "inferencing",
    key: "s3_bucket_name_analytics_etl",
    change: "removed",
    now: "the scripts get it as an argument all the same",
  },
  {
    map: "inferencing",
    key: "ssm_approved_model_prefix_path",
    change: "changed",
    now: "`step_function_settings.parameters.approved_model_prefix_path`; the HCL had the full name",
  },
  {
    map: "inferencing",
    key: "ssm_winning_algo_name",
    change: "changed",
    now: "`step_function_settings.parameters.winning_algo_name`; the HCL had the full name",
  },
  {
    map: "inferencing",
    key: "training_athenadb_metadata_table_name",
    change: "removed",
    now: "the scripts get it as an argument all the same",
  },
  {
    map: "inferencing",
    key: "training_athenadb_name",
    change: "removed",
    now: "is `athenadb_name`; the scripts get it as an argument all the same",
  },
  {
    map: "inferencing",
    key: "training_event_bus_name",
    change: "removed",
    now: "is `inferencing_event_bus_name`; the scripts get it as an argument all the same",
  },
];
