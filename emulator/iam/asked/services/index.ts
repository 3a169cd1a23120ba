/** The services whose calls are asked for by rules of their own; all others follow from the Service Authorization Reference alone. */
import type { ServiceRules } from "../rules";
import { API_GATEWAY } from "./apigateway";
import { ATHENA } from "./athena";
import { BATCH } from "./batch";
import { CLOUD_CONTROL } from "./cloud-control";
import { CLOUDFORMATION } from "./cloudformation";
import { DYNAMODB } from "./dynamodb";
import { EC2 } from "./ec2";
import { ECR } from "./ecr";
import { ECS } from "./ecs";
import { EVENTS } from "./events";
import { GLUE } from "./glue";
import { IAM } from "./iam";
import { KMS } from "./kms";
import { LAMBDA } from "./lambda";
import { LOGS } from "./logs";
import { SAGEMAKER } from "./sagemaker";
import { SCHEDULER } from "./scheduler";
import { SECRETS_MANAGER } from "./secretsmanager";
import { SNS } from "./sns";
import { SQS } from "./sqs";
import { SSM } from "./ssm";
import { STATES } from "./states";
import { STS } from "./sts";

/** By signing name. */
const RULES: Readonly<Record<string, ServiceRules>> = {
  apigateway: API_GATEWAY,
  athena: ATHENA,
  batch: BATCH,
  cloudcontrolapi: CLOUD_CONTROL,
  cloudformation: CLOUDFORMATION,
  dynamodb: DYNAMODB,
  ec2: EC2,
  ecr: ECR,
  ecs: ECS,
  events: EVENTS,
  glue: GLUE,
  iam: IAM,
  kms: KMS,
  lambda: LAMBDA,
  logs: LOGS,
  sagemaker: SAGEMAKER,
  scheduler: SCHEDULER,
  secretsmanager: SECRETS_MANAGER,
  sns: SNS,
  sqs: SQS,
  ssm: SSM,
  states: STATES,
  sts: STS,
  // Signing names that differ from the prefix of the actions: Service Authorization Reference, "service prefix" of each page.
  awsssoportal: { prefix: "sso" },
  // Amazon CloudFront API Reference, CreateDistributionWithTags.
  cloudfront: { operations: { CreateDistributionWithTags: ["CreateDistribution", "TagResource"] } },
  email: { prefix: "ses" },
  "iot-jobs-data": { prefix: "iotjobsdata" },
  iotdata: { prefix: "iot" },
  ioteventsdata: { prefix: "iotevents" },
  iotsecuredtunneling: { prefix: "iot" },
  monitoring: { prefix: "cloudwatch" },
  tagging: { prefix: "tag" },
};

const NO_RULES: ServiceRules = {};

export function rulesOf(service: string): ServiceRules {
  return Object.hasOwn(RULES, service) ? (RULES[service] ?? NO_RULES) : NO_RULES;
}

/**
 * Calls that nobody has to sign: the token that they bring speaks for the caller (STS API Reference, AssumeRoleWithSAML and
 * AssumeRoleWithWebIdentity; Cognito identity pools and user pools, "public" operations).
 */
export const UNSIGNED: ReadonlySet<string> = new Set([
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "ConfirmForgotPassword",
  "ConfirmSignUp",
  "ForgotPassword",
  "GetCredentialsForIdentity",
  "GetId",
  "GetOpenIdToken",
  "InitiateAuth",
  "ResendConfirmationCode",
  "RespondToAuthChallenge",
  "SignUp",
]);
