import { ESTIMATOR_MARKS, estimatorSchema } from "../jobs/training/estimator";
import { trainingJobRequest } from "../jobs/training/payload/request";
import { submissionShape } from "../jobs/training/submission-shape";
import { describeMembers, type Service } from "./aws-docs";
import { type JsonSchema, jsonSchemaOf } from "./json-schema";
import { workflowOr } from "./workflow";

/** A workflow, a submission, a payload, or a payload in the Estimator's words: its members tell which. */
export function trainingSchema(batch: Service, sagemaker: Service): JsonSchema {
  const request = jsonSchemaOf(trainingJobRequest);
  describeMembers(request, sagemaker, "CreateTrainingJobRequest");
  const submission = jsonSchemaOf(submissionShape);
  describeMembers(submission, batch, "SubmitServiceJobRequest");
  const given = submission.properties?.serviceRequestPayload;
  const payload: JsonSchema = {
    type: ["string", "object"],
    description: `${given?.description ?? ""} Here: the payload, its JSON text, or the path of a file that has it.`,
    minLength: 1,
    if: { type: "object" },
    then: { $ref: "#/definitions/payload" },
  };
  return {
    ...workflowOr({
      if: { anyOf: ["serviceRequestPayload", "jobName"].map((name) => ({ required: [name] })) },
      then: { $ref: "#/definitions/job" },
      else: { $ref: "#/definitions/payload" },
    }),
    definitions: {
      job: { ...submission, properties: { ...submission.properties, serviceRequestPayload: payload } },
      payload: {
        if: { anyOf: ESTIMATOR_MARKS.map((name) => ({ required: [name] })) },
        then: { $ref: "#/definitions/estimator" },
        else: { $ref: "#/definitions/request" },
      },
      estimator: estimatorOf(request),
      request,
    },
  };
}

/** Where the request has what the Estimator calls so: there are its bounds and its page. */
const IN_REQUEST: Readonly<Record<string, readonly string[]>> = {
  image_uri: ["AlgorithmSpecification", "TrainingImage"],
  role: ["RoleArn"],
  instance_type: ["ResourceConfig", "InstanceType"],
  instance_count: ["ResourceConfig", "InstanceCount"],
  output_path: ["OutputDataConfig", "S3OutputPath"],
  output_kms_key: ["OutputDataConfig", "KmsKeyId"],
  hyperparameters: ["HyperParameters"],
  environment: ["Environment"],
  volume_size: ["ResourceConfig", "VolumeSizeInGB"],
  volume_kms_key: ["ResourceConfig", "VolumeKmsKeyId"],
  keep_alive_period_in_seconds: ["ResourceConfig", "KeepAlivePeriodInSeconds"],
  max_run: ["StoppingCondition", "MaxRuntimeInSeconds"],
  max_wait: ["StoppingCondition", "MaxWaitTimeInSeconds"],
  use_spot_instances: ["EnableManagedSpotTraining"],
  checkpoint_s3_uri: ["CheckpointConfig", "S3Uri"],
  checkpoint_local_path: ["CheckpointConfig", "LocalPath"],
  metric_definitions: ["AlgorithmSpecification", "MetricDefinitions"],
  container_entry_point: ["AlgorithmSpecification", "ContainerEntrypoint"],
  container_arguments: ["AlgorithmSpecification", "ContainerArguments"],
  subnets: ["VpcConfig", "Subnets"],
  security_group_ids: ["VpcConfig", "SecurityGroupIds"],
  enable_network_isolation: ["EnableNetworkIsolation"],
  encrypt_inter_container_traffic: ["EnableInterContainerTrafficEncryption"],
  max_retry_attempts: ["RetryStrategy", "MaximumRetryAttempts"],
};

function estimatorOf(request: JsonSchema): JsonSchema {
  const schema = jsonSchemaOf(estimatorSchema);
  const properties = Object.entries(schema.properties ?? {}).map(([name, own]): [string, JsonSchema] => {
    const there = IN_REQUEST[name]?.reduce<JsonSchema | undefined>((at, part) => at?.properties?.[part], request);
    // A list or map of texts takes scalars, which the request has as strings.
    const { items = there?.items, additionalProperties = there?.additionalProperties } = own;
    const inner = { ...(items && { items }), ...(additionalProperties !== undefined && { additionalProperties }) };
    return [name, there === undefined ? own : { ...own, ...there, ...inner }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}
