import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Environment } from "../../config/environment";
import type { BatchInferencing } from "../batch-inferencing";
import { sharedModules, type Monitored, type MonitoringScripts } from "./scripts";

export interface ArgumentsProps {
  readonly environment: Environment;
  readonly scripts: MonitoringScripts;
  /** Holds the scripts and the shared Python. */
  readonly scriptBucket: S3Bucket;
  /** Name of the Athena database that the results go to. */
  readonly database: string;
  readonly inferencing: BatchInferencing;
}

/** The default arguments of a Glue job. */
export type JobArguments = Readonly<Record<string, string>>;

/** What the monitoring jobs are told; an environment's own arguments come last and win. */
export function argumentsOf(props: ArgumentsProps): Readonly<Record<Monitored, JobArguments>> {
  const { environment, scripts, scriptBucket, database, inferencing } = props;
  const { settings } = environment;
  const folder = `s3://${scriptBucket.bucket}/src/python`;

  const shared = sharedModules(environment, scriptBucket.bucket);
  const everyJob = {
    "--additional-python-modules": "pythena==1.6.0",
    "--eap_central_bucket": settings.eap_dq_bucket_name,
    "--same_account_monitoring_athena_db": database,
    ...(shared.length === 0 ? {} : { "--extra-py-files": shared.join(",") }),
  };
  const thresholds = { "--threshold_data_path": `${folder}/monitoring/model_quality_threshold.csv` };

  return {
    data_quality: {
      ...everyJob,
      // Misspelt, because the scripts of running deployments read it so.
      "--dashboard_consoilidated_dq_tablename": "ml-dd-dataquality",
      ...scripts.data_quality.additionalArguments,
    },
    feature_store: {
      ...everyJob,
      "--additional-python-modules": "sagemaker==2.187.0,pythena==1.6.0,sagemaker-feature-store-pyspark-3-1",
      // Too large for a repository: the team puts it there once.
      "--extra-jars": `${folder}/utils/sagemaker-feature-store-spark-sdk.jar`,
      ...scripts.feature_store.additionalArguments,
    },
    inferencing_model_quality: {
      ...everyJob,
      ...thresholds,
      "--inferencing_shared_bucketname": inferencing.construct.buckets.shared.bucket,
      "--usecase_name": settings.use_case_name,
      ...scripts.inferencing_model_quality.additionalArguments,
    },
    training_model_quality: {
      ...everyJob,
      ...thresholds,
      "--model_quality_prefix": "model-quality",
      ...scripts.training_model_quality.additionalArguments,
    },
  };
}
