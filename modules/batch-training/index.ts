import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { AnalyticsEtl } from "../analytics-etl";
import { BatchConstruct } from "../batch-construct";
import { BatchSecurityGroup } from "../batch-construct/security-group";
import type { Common } from "../common";
import { TerraformModule } from "../framework/terraform-module";
import { Endpoints } from "./endpoints";
import { EvaluationEvents } from "./evaluation-events";
import { ModelApproval } from "./model-approval";
import { Network } from "./network";

export interface BatchTrainingProps {
  readonly environment: Environment;
  readonly common: Common;
  readonly analyticsEtl: AnalyticsEtl;
}

/** Training: a VPC of its own, the batch construct in it, and what an approved model leaves behind. */
export class BatchTraining extends TerraformModule {
  readonly network: Network;
  /** What machines get that may be in the same VPC: its private subnets and the group that reaches the endpoints. */
  readonly sharedNetwork: { readonly subnetIds: string[]; readonly securityGroupIds: string[] };
  readonly construct: BatchConstruct;
  readonly evaluationEvents: EvaluationEvents;
  readonly modelApproval: ModelApproval;
  /** The algorithm of the model that was approved last. */
  readonly winnerAlgorithm: SsmParameter;
  /** Where in S3 that model is. */
  readonly approvedModelPrefixPath: SsmParameter;

  constructor(scope: Construct, id: string, { environment, common, analyticsEtl }: BatchTrainingProps) {
    super(scope, id);
    const { prefix, settings } = environment;
    const { athena } = settings.step_function_settings;

    this.network = new Network(this, { prefix });
    const { group } = new BatchSecurityGroup(this, { prefix, context: "training", vpcId: this.network.vpc.id });
    this.sharedNetwork = {
      subnetIds: this.network.privateSubnets.map(({ id }) => id),
      securityGroupIds: [group.id],
    };
    new Endpoints(this, { prefix, region: settings.region, network: this.network, securityGroup: group });

    this.construct = new BatchConstruct(this, "training_construct", {
      context: "training",
      environment,
      common,
      ...this.sharedNetwork,
      inputBuckets: [analyticsEtl.bucket],
      inputParameterArns: [analyticsEtl.expectedJobCount.arn],
      scriptArguments: { "--s3_bucket_name_analytics_etl": analyticsEtl.bucket.bucket },
      databases: [athena.training.database, ...analyticsEtl.databaseNames],
    });

    this.evaluationEvents = new EvaluationEvents(this, { environment, common });
    this.modelApproval = new ModelApproval(this, { environment, common });
    this.winnerAlgorithm = this.modelApproval.winnerAlgorithm;
    this.approvedModelPrefixPath = this.modelApproval.approvedModelPrefixPath;
  }
}
