/**
 * What a service does with a customer managed key in the name of the caller, so that the caller needs it. Each row has its page.
 * AWS managed keys are not asked: their key policies let everybody of the account use them through their service.
 */
import { type ApiCall, objectIn, textIn, textsIn } from "./api-call";
import { encryptionContextKeys } from "./encryption-context";
import type { Keys, Need } from "./rules";
import { tableNamed } from "./services/dynamodb-tables";
import { keyArn } from "./services/kms";
import { secretArn } from "./services/secretsmanager";
import { queueArn } from "./services/sqs";
import { parameterArn } from "./services/ssm";

/** Some use of a key: of the one that a live resource has, or of one that the request names. */
interface Use {
  readonly actions: readonly string[];
  /** ARN of what is encrypted. */
  readonly resource?: string | undefined;
  /** Name of a key in the request. */
  readonly key?: string | undefined;
  /** Encryption context. */
  readonly context?: Readonly<Record<string, string>>;
}

const WRITE = ["kms:GenerateDataKey", "kms:Decrypt"];
const READ = ["kms:Decrypt"];

type Uses = (call: ApiCall) => readonly Use[] | Promise<readonly Use[]>;

/** Signing name -> the uses of a call of it. */
const USES: Readonly<Record<string, Uses>> = {
  // Amazon SNS Developer Guide, "Configure AWS KMS permissions".
  sns: ({ operation = "", params }) => {
    const topic = textIn(params, "topicarn", "targetarn");
    if (!operation.startsWith("Publish") || topic === undefined) return [];
    return [{ actions: WRITE, resource: topic, context: { "aws:sns:topicArn": topic } }];
  },
  // Amazon SQS Developer Guide, "Key management": Configuring AWS KMS permissions.
  sqs: (call) => {
    const queue = queueArn(call);
    const actions = /^SendMessage/.test(call.operation ?? "") ? WRITE : call.operation === "ReceiveMessage" ? READ : [];
    return queue === undefined ? [] : [{ actions, resource: queue, context: { "aws:sqs:arn": queue } }];
  },
  // AWS Systems Manager User Guide, "How AWS Systems Manager Parameter Store uses AWS KMS".
  ssm: parameterUses,
  // AWS Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
  secretsmanager: async (call) => {
    const { operation = "", params } = call;
    const name = textIn(params, "secretid", "name");
    if (name === undefined) return [];
    const [resource, key] = [await secretArn(call, name), textIn(params, "kmskeyid")];
    const context = { SecretARN: resource };
    if (operation === "GetSecretValue" || operation === "BatchGetSecretValue")
      return [{ actions: READ, resource, context }];
    return /^(Create|Put|Update)Secret/.test(operation) ? [{ actions: WRITE, resource, key, context }] : [];
  },
  // Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes" and "Managing encrypted tables in DynamoDB".
  dynamodb: tableUses,
  // AWS Lambda Developer Guide, "Securing Lambda environment variables".
  lambda: ({ operation = "", params }) => {
    const key = textIn(params, "kmskeyarn");
    const isMade = /^(CreateFunction|UpdateFunctionConfiguration)/.test(operation);
    return isMade && key !== undefined ? [{ actions: ["kms:CreateGrant", "kms:Encrypt", "kms:Decrypt"], key }] : [];
  },
  // Amazon SageMaker AI Developer Guide, "API Permissions: Actions, Permissions, and Resources Reference": "required only if ..
  // VolumeKmsKeyId".
  sagemaker: ({ operation = "", params }) => {
    const resources = [
      objectIn(params, "resourceconfig"),
      objectIn(objectIn(params, "processingresources"), "clusterconfig"),
    ];
    const keys = resources.flatMap((config) => textsIn(config, "volumekmskeyid"));
    if (!operation.startsWith("Create")) return [];
    return [...keys, ...textsIn(params, "kmskeyid")].map((key) => ({ actions: ["kms:CreateGrant"], key }));
  },
  // Amazon ECR User Guide, "Encryption at rest": Required IAM permissions.
  ecr: ({ operation, params }) => {
    const key = textIn(objectIn(params, "encryptionconfiguration"), "kmskey");
    if (operation !== "CreateRepository" || key === undefined) return [];
    return [{ actions: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"], key }];
  },
  // AWS Step Functions Developer Guide, "Encrypting your data at rest with Step Functions".
  states: ({ operation = "", params }) => {
    const machine = textIn(params, "statemachinearn");
    const key = textIn(objectIn(params, "encryptionconfiguration"), "kmskeyid");
    if (/^(Create|Update)StateMachine$/.test(operation) && key !== undefined)
      return [{ actions: ["kms:DescribeKey", ...WRITE], key }];
    if (!/^Start(Sync)?Execution$/.test(operation) || machine === undefined) return [];
    return [{ actions: WRITE, resource: machine, context: { "aws:states:stateMachineArn": machine } }];
  },
  // Amazon Kinesis Data Streams Developer Guide, "Permissions to use user-generated KMS keys".
  kinesis: ({ operation = "", params }) => {
    const stream = textIn(params, "streamarn");
    const actions = operation.startsWith("PutRecord")
      ? ["kms:GenerateDataKey"]
      : operation === "GetRecords"
        ? READ
        : [];
    return stream === undefined ? [] : [{ actions, resource: stream, context: { "aws:kinesis:arn": stream } }];
  },
};

export async function encryptionNeeds(call: ApiCall): Promise<readonly Need[]> {
  const uses = (await USES[call.service]?.(call)) ?? [];
  return (await Promise.all(uses.map((use) => needsOf(call, use)))).flat();
}

async function needsOf(call: ApiCall, { actions, resource, key, context = {} }: Use): Promise<readonly Need[]> {
  if (actions.length === 0) return [];
  const arn = key === undefined ? await keyOf(call, resource) : await customerKey(call, key);
  return arn === undefined ? [] : keyNeeds(call, actions, arn, context);
}

async function keyOf({ facts }: ApiCall, resource: string | undefined): Promise<string | undefined> {
  return resource === undefined ? undefined : facts.kmsKeyOf(resource);
}

/** @returns undefined for a key that AWS manages */
export async function customerKey(call: ApiCall, key: string): Promise<string | undefined> {
  if (/(^|:)alias\/aws\//.test(key)) return undefined;
  const arn = await keyArn(call, key);
  return (await call.facts.isAwsManagedKey(arn)) ? undefined : arn;
}

/** @param service - the name before `.<region>.amazonaws.com` in `kms:ViaService` */
export function keyNeeds(
  call: ApiCall,
  actions: readonly string[],
  key: string,
  context: Readonly<Record<string, string>>,
  service = call.service,
): readonly Need[] {
  const keys: Keys = {
    // AWS KMS Developer Guide, "kms:ViaService": always amazonaws.com, whatever the partition.
    "kms:ViaService": `${service}.${call.place.region}.amazonaws.com`,
    "kms:CallerAccount": "account" in call.caller ? call.caller.account : undefined,
    ...encryptionContextKeys(context),
  };
  // AWS KMS Developer Guide, "kms:GrantIsForAWSResource": a service that is integrated with KMS asks in the name of the caller.
  const ofGrant: Keys = { ...keys, "kms:GrantIsForAWSResource": "true" };
  return actions.map((action) => ({ action, resource: key, keys: action === "kms:CreateGrant" ? ofGrant : keys }));
}

/** Key of a SecureString: `KeyId` of the request, or that of the parameter. */
function parameterUses(call: ApiCall): readonly Use[] {
  const { operation = "", params } = call;
  const names = textsIn(params, "name", "names", "path").map((name) => parameterArn(call, name));
  if (operation === "PutParameter" && textIn(params, "type") === "SecureString") {
    // Those of the advanced tier have a data key of their own.
    const actions = textIn(params, "tier") === "Advanced" ? ["kms:GenerateDataKey"] : ["kms:Encrypt"];
    const key = textIn(params, "keyid");
    return names.flatMap((resource) =>
      key === undefined ? [] : [{ actions, key, context: { PARAMETER_ARN: resource } }],
    );
  }
  if (!operation.startsWith("GetParameter") || textIn(params, "withdecryption") !== "true") return [];
  return names.map((resource) => ({ actions: READ, resource, context: { PARAMETER_ARN: resource } }));
}

const ITEMS = /^(Get|Put|Update|Delete)Item$|^(Query|Scan)$/;

/** DynamoDB works on a table in the name of who calls, and makes itself a grant when the table gets its key. */
function tableUses(call: ApiCall): readonly Use[] {
  const { operation = "", params } = call;
  const name = textIn(params, "tablename");
  const key = textIn(objectIn(params, "ssespecification"), "kmsmasterkeyid");
  const several = /^Batch(Get|Write)Item$/.test(operation) ? Object.keys(objectIn(params, "requestitems")) : [];
  if (/^(Create|Update)Table$/.test(operation) && key !== undefined)
    return [{ actions: ["kms:DescribeKey", "kms:CreateGrant"], key, context: tableContext(call, name ?? "") }];
  const tables = ITEMS.test(operation) && name !== undefined ? [name] : several;
  return tables.map((table) => ({
    actions: READ,
    resource: tableNamed(call, table),
    context: tableContext(call, table),
  }));
}

function tableContext({ place }: ApiCall, table: string): Readonly<Record<string, string>> {
  return {
    "aws:dynamodb:tableName": table.slice(table.lastIndexOf("/") + 1),
    "aws:dynamodb:subscriberId": place.account,
  };
}
