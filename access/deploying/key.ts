import { serviceIn } from "../../aws/service-names";
import type { Grant } from "../grant";
import { arn, inRegion, type Scope, tagged, tagging } from "../scope";

const IDS = "A key's ARN ends in an id: the tags that everything of the environment carries name it.";

/** The key, as Terraform reads it. */
export function readKey(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadKey",
      actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      resources: [keys(scope)],
      conditions: tagged(scope),
      reason: "Terraform reads the environment's key.",
      unnamed: IDS,
    },
    {
      sid: "ListAliases",
      actions: ["kms:ListAliases"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform finds the key's alias so.",
      unnamed: "AWS restricts this to no resource (Service Authorization Reference).",
    },
  ];
}

/** The key, as Terraform makes, changes and removes it. */
export function writeKey(scope: Scope): Grant[] {
  return [
    {
      sid: "NewKey",
      actions: ["kms:CreateKey", "kms:TagResource"],
      resources: ["*"],
      conditions: tagging(scope),
      reason: "Terraform makes the environment's key, and tags it in the request that makes it.",
      unnamed: "A key has no ARN before it is there.",
    },
    {
      sid: "Key",
      actions: [
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:DisableKeyRotation",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      resources: [keys(scope)],
      conditions: tagged(scope),
      reason: "Terraform changes the key, and schedules its deletion.",
      unnamed: IDS,
    },
    {
      sid: "AliasOfKey",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      resources: [arn(scope, "kms", `alias/${scope.prefix}-*`)],
      reason: "An alias needs the right on itself and on its key.",
    },
    {
      sid: "KeyOfTables",
      // DynamoDB Developer Guide, "DynamoDB encryption at rest: usage notes", "Authorizing use of your customer managed key".
      actions: ["kms:CreateGrant"],
      resources: [keys(scope)],
      conditions: {
        StringEquals: { ...tagged(scope).StringEquals, "kms:ViaService": serviceIn(scope.place.region, "dynamodb") },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
      reason: "DynamoDB gives itself a grant on the key in the name of whoever makes an encrypted table.",
      unnamed: IDS,
    },
  ];
}

const keys = (scope: Scope): string => arn(scope, "kms", "key/*");
