import { serviceIn } from "../../aws/service-names";
import { placeIn } from "../../aws/place";
import { arnOf, iamArn } from "../../aws/arns";
import { historyLogGroup } from "../../config/job-history/names";

/** What the key policy names. */
export interface KeyPolicyProps {
  readonly prefix: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Whether alarms of CloudWatch publish to the topic. */
  readonly hasAlarms: boolean;
}

/**
 * The policy of the environment's key. In a key policy the resource `*` is the key itself, the only one AWS allows
 * there (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html).
 *
 * - The account administers and uses it through IAM policies; without this statement nobody could, not even root.
 * - Whoever may use an encrypted bucket, table or topic of this account may use the key through it, as with the keys
 *   that AWS manages (aws/s3, aws/dynamodb). So a role that is not ours (the processing role that an environment names,
 *   a reader of the shared bucket) keeps the access that it had before the data was encrypted with this key.
 * - CloudWatch Logs may use it for the log groups of this environment.
 * - EventBridge may use it to deliver to the encrypted topic, as SNS documents it: without aws:SourceAccount or
 *   aws:SourceArn, which are "not supported for EventBridge-to-encrypted topics" (SNS Developer Guide, "Enable
 *   compatibility between event sources from AWS services and encrypted topics"). The topic's policy says whose events.
 * - CloudWatch may do so for the alarms of this environment (the same page).
 */
export function keyPolicy({ prefix, region, account, hasAlarms }: KeyPolicyProps): string {
  const place = placeIn(region, account);
  const logGroup = (name: string) => arnOf(place, "logs", `log-group:${name}`);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AccountThroughIam",
        Effect: "Allow",
        Principal: { AWS: iamArn(place, "root") },
        Action: [...administration, ...use],
        Resource: "*",
      },
      {
        Sid: "ThroughBucketsTablesAndTopics",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: use,
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": account,
            "kms:ViaService": ["dynamodb", "s3", "sns"].map((service) => serviceIn(region, service)),
          },
        },
      },
      {
        Sid: "LogGroupsOfThisEnvironment",
        Effect: "Allow",
        Principal: { Service: serviceIn(region, "logs") },
        Action: use,
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": [
              logGroup(`${prefix}/batch/*`),
              logGroup(`/aws/vendedlogs/states/${prefix}-*`),
              logGroup(`/aws/lambda/${prefix}-*`),
              logGroup(historyLogGroup(prefix)),
            ],
          },
        },
      },
      {
        Sid: "EventsToTheTopic",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
      },
      ...(hasAlarms
        ? [
            {
              Sid: "AlarmsToTheTopic",
              Effect: "Allow",
              Principal: { Service: "cloudwatch.amazonaws.com" },
              Action: ["kms:Decrypt", "kms:GenerateDataKey"],
              Resource: "*",
              Condition: {
                StringEquals: { "aws:SourceAccount": account },
                ArnLike: { "aws:SourceArn": arnOf(place, "cloudwatch", `alarm:${prefix}-*`) },
              },
            },
          ]
        : []),
    ],
  });
}

const use = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];
