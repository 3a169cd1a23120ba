import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { fromHcl } from "../framework/hcl-addresses";
import type { BatchContext } from "./context";
import type { Repositories } from "./repositories";

export interface ParametersProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly repositories: Repositories;
}

// Pipelines and Glue jobs write the values; Terraform only makes sure that the parameters exist.
const written = { lifecycle: { ignoreChanges: ["insecure_value"] } };

/**
 * The parameters through which pipelines, Glue jobs and the state machine of a context talk to each other. Their values
 * are `insecure_value`s, which plans show: names and addresses, nothing secret.
 */
export class Parameters {
  /** Address of the image that the processing job of the state machine runs. */
  readonly preprocessingImage: SsmParameter;
  /** Address of the image that the Batch jobs run. */
  readonly contextImage: SsmParameter;
  /** Whether all Batch jobs of a run have ended: `True` or `False`. */
  readonly completeStatus: SsmParameter;
  /** ARN of the job definition that a run submits; the pipeline writes it after it registered a revision. */
  readonly liveJobDefinition: SsmParameter;

  constructor(scope: Construct, { prefix, context, repositories }: ParametersProps) {
    const folder = `/${prefix}-dapf-ssm/${context}`;

    this.preprocessingImage = new SsmParameter(scope, "ecr_preprocessing", {
      name: `${folder}/ecr_preprocessing`,
      description: "Address of the preprocessing image; the state machine runs it, the code-sync pipeline writes it",
      type: "String",
      insecureValue: `${repositories.preprocessing.repositoryUrl}:default`,
      ...written,
    });
    fromHcl(this.preprocessingImage, 'aws_ssm_parameter.ssm_params["ecr_preprocessing"]');
    this.contextImage = new SsmParameter(scope, `ecr_${context}`, {
      name: `${folder}/ecr_${context}`,
      description: `Address of the ${context} image; the Batch jobs run it, the code-sync pipeline writes it`,
      type: "String",
      insecureValue: `${repositories.context.repositoryUrl}:default`,
      ...written,
    });
    fromHcl(this.contextImage, 'aws_ssm_parameter.ssm_params["ecr_context"]');
    this.completeStatus = new SsmParameter(scope, `${context}_complete_status`, {
      name: `${folder}/${context}_complete_status`,
      description: "Whether all Batch jobs of the run have ended; the status-check job writes it",
      type: "String",
      insecureValue: "default",
      ...written,
    });
    fromHcl(this.completeStatus, 'aws_ssm_parameter.ssm_params["context_complete_status"]');
    this.liveJobDefinition = new SsmParameter(scope, `live_${context}_batch_job_definition`, {
      name: `${folder}/live_${context}_batch_job_definition`,
      description: "ARN of the job definition that runs submit; the code-sync pipeline writes it",
      type: "String",
      insecureValue: "default",
      ...written,
    });
    fromHcl(this.liveJobDefinition, 'aws_ssm_parameter.ssm_params["live_context_batch_job_definition"]');
  }

  /** All four. */
  get all(): readonly SsmParameter[] {
    return [this.preprocessingImage, this.contextImage, this.completeStatus, this.liveJobDefinition];
  }
}
