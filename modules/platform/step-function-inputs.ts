import type { Environment } from "../../config/environment";
import { pipelineJobHead } from "../../config/names";
import type { AnalyticsEtl } from "../analytics-etl";
import type { BatchConstruct } from "../batch-construct";
import { mappingKey } from "../batch-construct/buckets";
import type { Common } from "../common";

/** What the maps take their values from. */
export interface StepFunctionInputsProps {
  readonly environment: Environment;
  readonly common: Common;
  readonly analyticsEtl: AnalyticsEtl;
  readonly training: BatchConstruct;
  readonly inferencing: BatchConstruct;
}

/** The input of a state machine: a flat map of strings, some of them tokens. */
export type InputMap = Readonly<Record<string, string>>;

/** The input of the training orchestrator; a run adds `year`, `month` and `day`. */
export function trainingInputs(props: StepFunctionInputsProps): InputMap {
  const { common, environment, training } = props;
  const { athena } = environment.settings.step_function_settings;
  return {
    ...sharedInputs(props, training),
    athenadb_debug_table_name: athena.training.debug_table,
    athenadb_evaluation_summary_table_name: athena.training.evaluation_summary_table,
    athenadb_metadata_table_name: athena.training.metadata_table,
    model_package_group_name: common.modelPackageGroup.modelPackageGroupName,
    ssm_training_complete_status: training.parameters.completeStatus.name,
    train_inputtable_name: training.tables.input.name,
    train_metatable_name: training.tables.meta.name,
    train_statetable_name: training.tables.state.name,
    training_event_bus_name: common.eventBus.name,
  };
}

/** The input of the inferencing orchestrator; a run adds `year`, `month` and `day`. */
export function inferenceInputs(props: StepFunctionInputsProps): InputMap {
  const { common, environment, inferencing } = props;
  const { athena, parameters } = environment.settings.step_function_settings;
  return {
    ...sharedInputs(props, inferencing),
    inference_athenadb_debug_table_name: athena.inferencing.debug_table,
    inference_athenadb_inference_table_name: athena.inferencing.inference_table,
    inference_athenadb_metadata_table_name: athena.inferencing.metadata_table,
    inference_athenadb_name: athena.inferencing.database,
    inference_inputtable_name: inferencing.tables.input.name,
    inference_metatable_name: inferencing.tables.meta.name,
    inference_statetable_name: inferencing.tables.state.name,
    inferencing_event_bus_name: common.eventBus.name,
    ssm_approved_model_prefix_path: parameters.approved_model_prefix_path,
    ssm_inferencing_complete_status: inferencing.parameters.completeStatus.name,
    ssm_winning_algo_name: parameters.winning_algo_name,
  };
}

function sharedInputs(
  { environment, common, analyticsEtl }: StepFunctionInputsProps,
  context: BatchConstruct,
): InputMap {
  const { prefix, settings } = environment;
  const { athena, repository } = settings.step_function_settings;
  return {
    athena_pred_or_eval_table_name: athena.evaluation_table,
    athenadb_name: athena.training.database,
    aws_batch_job_name: pipelineJobHead(prefix),
    aws_batch_job_queue: context.jobQueue.name,
    dq_athena_db: analyticsEtl.dataQualityDatabase.name,
    dq_table: athena.data_quality_table,
    mapping_json_S3_path: `s3://${context.buckets.internal.bucket}/${mappingKey}`,
    region: settings.region,
    repository,
    s3_bucket_name_internal: context.buckets.internal.bucket,
    s3_bucket_name_shared: context.buckets.shared.bucket,
    sns_topic_arn: common.topic.arn,
    step_function_arn: context.stateMachine.arn,
    use_case_name: settings.use_case_name,
  };
}
