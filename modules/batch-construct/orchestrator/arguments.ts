import { argumentWord, type BatchContext } from "../context";
import type { Template } from "./states";

/** The date that a run adds to its input map, in UTC: `2026`, `02`, `28`. */
export const dateKeys = ["year", "month", "day"] as const;

/** A key of the execution's input, as a JSONPath. */
export const input = (key: string): string => `$.${key}`;

/** Where the state machine keeps the ARN of the job definition that this run submits. */
const jobDefinitionPath = "$.job_definition.arn";

/** What the argument lists take beside the execution's input. */
export interface ArgumentProps {
  readonly context: BatchContext;
  /** Names of SSM parameters. */
  readonly parameters: {
    readonly preprocessingImage: string;
    readonly contextImage: string;
    readonly completeStatus: string;
  };
  /** More arguments for the team's scripts, e.g. `--s3_bucket_name_analytics_etl`. */
  readonly scriptArguments: Readonly<Record<string, string>>;
}

/** Which run it is: every script gets these. */
function runArguments({ context, parameters }: ArgumentProps): Template {
  const word = argumentWord[context];
  return {
    "--execution_id.$": "$$.Execution.Id",
    ...fromInput([
      ...dateKeys,
      "region",
      `${word}_inputtable_name`,
      `${word}_metatable_name`,
      `${word}_statetable_name`,
    ]),
    [`--ssm_${context}_complete_status`]: parameters.completeStatus,
  };
}

/** What a Batch job is submitted with. */
function batchArguments(): Template {
  return {
    "--aws_batch_job_definition_arn.$": jobDefinitionPath,
    ...fromInput([
      "aws_batch_job_name",
      "aws_batch_job_queue",
      "s3_bucket_name_internal",
      "s3_bucket_name_shared",
      "use_case_name",
    ]),
  };
}

export const submitArguments = (props: ArgumentProps): Template => ({ ...runArguments(props), ...batchArguments() });

export const statusCheckArguments = runArguments;

/** Clean-up looks into the queue for jobs that were submitted but not recorded. */
export const cleanUpArguments = (props: ArgumentProps): Template => ({
  ...runArguments(props),
  ...fromInput(["aws_batch_job_queue"]),
});

/**
 * The arguments of the two scripts that a team owns. Their names are a contract with the scripts of existing use cases,
 * misspellings included.
 */
export function teamArguments(props: ArgumentProps): Template {
  const { context, parameters, scriptArguments } = props;
  return {
    ...runArguments(props),
    ...batchArguments(),
    ...fromInput([
      "athena_pred_or_eval_table_name",
      "athenadb_name",
      "dq_athena_db",
      "dq_table",
      "mapping_json_S3_path",
      "repository",
      `${context}_event_bus_name`,
    ]),
    "--email_topic_arn.$": input("sns_topic_arn"),
    [`--ssm_${context}_sagemaker_preprocesing_ecr_url`]: parameters.preprocessingImage,
    [`--ssm_${context}_aws_batch_ecr_url`]: parameters.contextImage,
    ...ofContext[context],
    ...scriptArguments,
  };
}

const ofContext: Readonly<Record<BatchContext, Template>> = {
  training: fromInput([
    "athenadb_debug_table_name",
    "athenadb_evaluation_summary_table_name",
    "athenadb_metadata_table_name",
    "model_package_group_name",
  ]),
  inferencing: {
    ...fromInput([
      "inference_athenadb_debug_table_name",
      "inference_athenadb_inference_table_name",
      "inference_athenadb_metadata_table_name",
      "inference_athenadb_name",
      "ssm_approved_model_prefix_path",
      "ssm_winning_algo_name",
    ]),
    // Existing gatekeepers know these by names that the input map has no keys for.
    "--training_athenadb_name.$": input("athenadb_name"),
    "--training_event_bus_name.$": input("inferencing_event_bus_name"),
  },
};

/** A Glue argument for each key of the input, under the same name. */
function fromInput(keys: readonly string[]): Template {
  return Object.fromEntries(keys.map((key) => [`--${key}.$`, input(key)]));
}
