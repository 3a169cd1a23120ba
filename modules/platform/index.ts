import { createRequire } from "node:module";
import * as path from "node:path";
import { ResourcegroupsGroup } from "@cdktf/provider-aws/lib/resourcegroups-group";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App, Fn, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { alertsOf } from "../../config/alerts";
import { loadCompute } from "../../config/compute/load";
import type { Environment } from "../../config/environment";
import { projectFile } from "../../config/project-file";
import { loadTrainingQueues } from "../../config/training-queues";
import { Access } from "../access";
import { boundRoles } from "../access/bounded";
import type * as AlertsModule from "../alerts";
import { AnalyticsEtl } from "../analytics-etl";
import { mappingKey } from "../batch-construct/buckets";
import { BatchInferencing } from "../batch-inferencing";
import { BatchTraining } from "../batch-training";
import { Common } from "../common";
import { assetHash, assetPath } from "../framework/assets";
import { at, fromHcl } from "../framework/hcl-addresses";
import { HIDDEN_ID } from "../framework/readable-stack";
import { RootModule } from "../framework/root-module";
import { TerraformModule } from "../framework/terraform-module";
import { History } from "../history";
import { objectTags } from "../storage/object-tags";
import { Monitoring } from "../monitoring";
import type * as Compute from "../shared-compute";
import { TrainingQueues } from "../training-queues";
import { requireRoomForRules } from "./event-rules";
import { queuesOfPlatform } from "./queues";
import { awsProvider, awsProviderVersion } from "./provider";
import { stateBackend } from "./state-backend";
import { inferenceInputs, trainingInputs, type InputMap } from "./step-function-inputs";

const requireModule = createRequire(__filename);

export interface PlatformStackProps {
  readonly environment: Environment;
  /** Whether the stack is for the embedded AWS. */
  readonly embedded: boolean;
}

/** Everything of one environment: the root module, its modules, and what ties them together. */
export class PlatformStack extends RootModule {
  constructor(scope: Construct, id: string, { environment, embedded }: PlatformStackProps) {
    super(scope, id);
    const { prefix, settings } = environment;

    const provider = awsProvider(this, environment, embedded);
    this.addOverride("terraform.required_providers.aws.version", awsProviderVersion(provider));
    const workingDirectory = path.resolve(App.of(this).outdir, "stacks", id);
    stateBackend(this, { environment, embedded, workingDirectory });

    const access = settings.access === undefined ? undefined : new Access(this, "access", { environment });
    const common = new Common(this, "common", { environment });
    const analyticsEtl = new AnalyticsEtl(this, "analytics_etl", { environment, common });
    const training = new BatchTraining(this, "batch_training", { environment, common, analyticsEtl });
    const inferencing = new BatchInferencing(this, "batch_inferencing", {
      environment,
      common,
      analyticsEtl,
      training,
    });
    const parts = { environment, common, analyticsEtl, training, inferencing };
    const monitoring = settings.enable_monitoring ? new Monitoring(this, "monitoring", parts) : undefined;

    const declarations = loadTrainingQueues(environment);
    if (declarations !== undefined) {
      const { buckets, repositories } = training.construct;
      new TrainingQueues(new TerraformModule(this, "training_queues"), HIDDEN_ID, {
        declarations,
        prefix,
        buckets: [buckets.internal, buckets.shared],
        inputBuckets: [analyticsEtl.bucket],
        repositories: [repositories.preprocessing, repositories.context],
        executionRoleName: settings.training_queues?.execution_role_name,
      });
    }

    const compute = loadCompute(environment);
    if (compute !== undefined) {
      // As its declarations, loaded when needed only. Cast: it is the module whose types these are.
      const { SharedCompute } = requireModule("../shared-compute") as typeof Compute;
      new SharedCompute(new TerraformModule(this, "shared_compute"), HIDDEN_ID, {
        declarations: compute,
        network: training.sharedNetwork,
        logKeyArn: common.key.arn,
        logRetentionDays: settings.log_retention_days,
        topicKeyId: settings.kms_master_key_id ?? common.keyAlias.name,
        keepRevisions: settings.compute?.keep_revisions,
        environment: environment.name,
      });
    }
    const alerts = alertsOf(settings);
    if (alerts !== undefined) {
      // As shared compute.
      const { Alerts } = requireModule("../alerts") as typeof AlertsModule;
      new Alerts(this, "alerts", { ...parts, alerts, monitoring, declared: { training: declarations, compute } });
    }

    if (settings.job_history.enabled) {
      const contexts = [training.construct, inferencing.construct];
      const queues = queuesOfPlatform(environment, contexts, declarations, compute);
      new History(this, "history", { environment, common, queues });
    }

    requireRoomForRules(this, environment);

    const group = new ResourcegroupsGroup(this, "resource_group", {
      name: `${prefix}-rg`,
      resourceQuery: {
        query: JSON.stringify({
          ResourceTypeFilters: ["AWS::AllSupported"],
          TagFilters: [
            { Key: "project", Values: [settings.use_case_name] },
            { Key: "repo_url", Values: [settings.repo_url] },
          ],
        }),
      },
    });
    fromHcl(group, "aws_resourcegroups_group.test");

    const mapping = projectFile(environment, settings.mapping_json_path, "mapping_json_path");
    const uploaded = new S3Object(this, "mapping_json", {
      bucket: training.construct.buckets.internal.bucket,
      key: mappingKey,
      source: assetPath(this, mapping),
      sourceHash: assetHash(this, mapping),
      ...objectTags(settings),
    });
    fromHcl(uploaded, "aws_s3_object.upload_mapping_json");

    const maps = {
      environment,
      common,
      analyticsEtl,
      training: training.construct,
      inferencing: inferencing.construct,
    };
    const [trainingMap, inferencingMap] = [trainingInputs(maps), inferenceInputs(maps)];
    training.construct.orchestrator.checkInput(trainingMap);
    inferencing.construct.orchestrator.checkInput(inferencingMap);
    this.publishInputs(prefix, trainingMap, inferencingMap);
    if (access !== undefined) boundRoles(this, access);
  }

  /** Makes the input maps known: as a Terraform output, and as two parameters that `dapf run` and Jenkins read. */
  private publishInputs(prefix: string, training: InputMap, inferencing: InputMap): void {
    const parameter = (name: string, inputs: InputMap) =>
      fromHcl(
        new SsmParameter(this, name, {
          name: `/${prefix}-dapf-ssm/${name}`,
          type: "String",
          insecureValue: Fn.jsonencode(inputs),
        }),
        `aws_ssm_parameter.step_function_inputs${at(name)}`,
      );
    const parameters = [
      parameter("inferencing_step_function_inputs", inferencing),
      parameter("training_step_function_inputs", training),
    ];
    new TerraformOutput(this, "step_function_inputs", {
      description: "The input maps of the state machines, and the parameters that hold them",
      value: {
        inference_inputs: inferencing,
        ssm_params: parameters.map(({ name }) => name),
        training_inputs: training,
      },
    });
  }
}
