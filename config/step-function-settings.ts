import { z } from "zod";
import { tableName } from "./schema-values";

/** SSM: the last part of a parameter's name, or all of it. */
const parameterName = z.string().regex(/^([\w.-]+|(\/[\w.-]+)+)$/, {
  error: "must have only letters, digits and . _ -, or be a full name such as /team/name",
});

/** The Athena tables that the scripts of both contexts read or write. Their names are the teams' own. */
const athena = z.strictObject({
  /** `athena_pred_or_eval_table_name` of both maps. */
  evaluation_table: tableName.default("evaluation"),
  /** `dq_table` of both maps. */
  data_quality_table: tableName.default("dqresults"),
  training: z
    .strictObject({
      /** `athenadb_name` of both maps. */
      database: tableName.default("default"),
      debug_table: tableName.default("debug"),
      evaluation_summary_table: tableName.default("model_eval_summary"),
      metadata_table: tableName.default("metatable"),
    })
    .prefault({}),
  inferencing: z
    .strictObject({
      /** `inference_athenadb_name`. */
      database: tableName.default("default"),
      /** Misspelt, because the tables of running deployments are called so. */
      debug_table: tableName.default("debug_infernence"),
      inference_table: tableName.default("inference"),
      metadata_table: tableName.default("meta_inference"),
    })
    .prefault({}),
});

/** What the step-function input map says beside the names and ARNs of resources. */
export const stepFunctionSettings = z.strictObject({
  /** The path of the repository at its host; taken from `repo_url` when absent. */
  repository: z.string().min(1).optional(),
  athena: athena.prefault({}),
  /** The two training parameters that an inferencing run reads, as its scripts expect them: usually their last parts. */
  parameters: z
    .strictObject({
      approved_model_prefix_path: parameterName.default("approved_model_prefix_path"),
      winning_algo_name: parameterName.default("winner_algorithm"),
    })
    .prefault({}),
});
