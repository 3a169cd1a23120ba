import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SagemakerModelPackageGroup } from "@cdktf/provider-aws/lib/sagemaker-model-package-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { Construct } from "constructs";
import { placeIn } from "../../aws/place";
import { alertsOf } from "../../config/alerts";
import type { Environment } from "../../config/environment";
import { at, fromHcl } from "../framework/hcl-addresses";
import { TerraformModule } from "../framework/terraform-module";
import type { Statement } from "../policies/document";
import { publishing } from "../policies/notifications";
import { keyPolicy } from "./key-policy";

export interface CommonProps {
  readonly environment: Environment;
}

/** What all parts of the platform share: the key, the model registry, the event bus and the notification topic. */
export class Common extends TerraformModule {
  /** Encrypts everything at rest that takes a key of ours. */
  readonly key: KmsKey;
  readonly keyAlias: KmsAlias;
  /** Holds the model versions that training registers. */
  readonly modelPackageGroup: SagemakerModelPackageGroup;
  /** Carries the evaluation events of the pipelines. */
  readonly eventBus: CloudwatchEventBus;
  /** Receives the notifications of jobs and pipelines. */
  readonly topic: SnsTopic;
  /** What a role needs that publishes to the topic. */
  readonly publishing: readonly Statement[];

  constructor(scope: Construct, id: string, { environment }: CommonProps) {
    super(scope, id);
    const { prefix, settings } = environment;

    this.key = new KmsKey(this, "key", {
      description: `Encrypts the data of ${prefix} at rest`,
      enableKeyRotation: true,
      policy: keyPolicy({
        prefix,
        region: settings.region,
        account: settings.account_number,
        hasAlarms: alertsOf(settings) !== undefined,
      }),
    });
    fromHcl(this.key, "module.kms_default.aws_kms_key.this[0]");
    this.keyAlias = new KmsAlias(this, "key_alias", {
      name: `alias/${prefix}-kms-key`,
      targetKeyId: this.key.keyId,
    });
    fromHcl(this.keyAlias, `module.kms_default.aws_kms_alias.this${at(`${prefix}-kms-key`)}`);

    this.modelPackageGroup = new SagemakerModelPackageGroup(this, "model_package_group", {
      modelPackageGroupName: `${prefix}-dapf-mpg`,
    });
    fromHcl(this.modelPackageGroup, "aws_sagemaker_model_package_group.mpg");

    this.eventBus = new CloudwatchEventBus(this, "event_bus", { name: `${prefix}-dapf-cb` });
    fromHcl(this.eventBus, "aws_cloudwatch_event_bus.messenger");

    this.topic = new SnsTopic(this, "topic", {
      name: `${prefix}-dapf-notifier`,
      kmsMasterKeyId: settings.kms_master_key_id ?? this.keyAlias.name,
    });
    fromHcl(this.topic, "aws_sns_topic.framework_sns");
    this.publishing = publishing({
      ...placeIn(settings.region, settings.account_number),
      topicArn: this.topic.arn,
      foreignKey: settings.kms_master_key_id,
    });
  }
}
