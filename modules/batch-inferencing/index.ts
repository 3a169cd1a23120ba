import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { AnalyticsEtl } from "../analytics-etl";
import { BatchConstruct } from "../batch-construct";
import { BatchSecurityGroup } from "../batch-construct/security-group";
import type { BatchTraining } from "../batch-training";
import type { Common } from "../common";
import { mappingKey } from "../batch-construct/buckets";
import { TerraformModule } from "../framework/terraform-module";
import { batchVpc } from "./batch-vpc";

export interface BatchInferencingProps {
  readonly environment: Environment;
  readonly common: Common;
  readonly analyticsEtl: AnalyticsEtl;
  /** Inferencing applies the models that training made. */
  readonly training: BatchTraining;
}

/** Inferencing: the batch construct in a VPC that the team has, with a security group of its own. */
export class BatchInferencing extends TerraformModule {
  readonly construct: BatchConstruct;

  constructor(scope: Construct, id: string, props: BatchInferencingProps) {
    super(scope, id);
    const { environment, common, analyticsEtl, training } = props;
    const { prefix, settings } = environment;
    const { athena } = settings.step_function_settings;

    const { vpcId, subnetIds } = batchVpc(this, settings.inferencing.batch_vpc);
    const { group } = new BatchSecurityGroup(this, { prefix, context: "inferencing", vpcId });

    this.construct = new BatchConstruct(this, "inferencing_construct", {
      context: "inferencing",
      environment,
      common,
      subnetIds,
      securityGroupIds: [group.id],
      inputBuckets: [analyticsEtl.bucket, training.construct.buckets.internal, training.construct.buckets.shared],
      inputParameterArns: [
        analyticsEtl.expectedJobCount,
        training.winnerAlgorithm,
        training.approvedModelPrefixPath,
      ].map(({ arn }) => arn),
      scriptArguments: {
        // Inferencing has no mapping file of its own unless the team puts one where its input map says.
        "--mapping_json_S3_inference_path": `s3://${training.construct.buckets.internal.bucket}/${mappingKey}`,
        "--s3_bucket_name_analytics_etl": analyticsEtl.bucket.bucket,
        "--training_athenadb_metadata_table_name": athena.training.metadata_table,
      },
      databases: [...new Set([athena.training.database, athena.inferencing.database, ...analyticsEtl.databaseNames])],
    });
  }
}
