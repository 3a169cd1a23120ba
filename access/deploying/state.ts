import { partsOfArn } from "../../aws/arns";
import { stateKey } from "../../config/state-key";
import type { Conditions, Grant } from "../grant";
import { arn, bucket, type Scope } from "../scope";

/**
 * The Terraform state in S3. Source: Terraform, "Backend Type: s3", "Permissions Required".
 *
 * @param use `read` for outputs, `lock` for a plan, which nobody must disturb, `write` for a deploy
 */
export function stateGrants(scope: Scope, use: "read" | "lock" | "write"): Grant[] {
  const remote = scope.settings.state_backend;
  if (remote === undefined) return [];
  const key = stateKey({ name: scope.environment, settings: scope.settings });
  const unnamed = "The bucket and the key are those that state_backend names.";
  const grants: Grant[] = [
    {
      sid: "StateBucket",
      actions: ["s3:ListBucket"],
      resources: [bucket(scope, remote.bucket)],
      conditions: { StringLike: { "s3:prefix": [`${key}*`, "env:/*", ""] } },
      reason: "Terraform looks whether there is a state.",
      unnamed,
    },
    {
      sid: "State",
      actions: use === "write" ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"],
      resources: [bucket(scope, `${remote.bucket}/${key}`)],
      reason: use === "write" ? "Terraform reads the state and writes it back." : "Terraform reads the state.",
      unnamed,
    },
  ];
  if (use !== "read") {
    grants.push({
      sid: "StateLock",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [bucket(scope, `${remote.bucket}/${key}.tflock`)],
      reason: "The lock beside the state, which keeps others away while a plan is made or applied.",
      unnamed,
    });
  }
  return [...grants, ...stateKeyGrants(scope, use)];
}

/** The customer's key of the state, when there is one. */
function stateKeyGrants(scope: Scope, use: "read" | "lock" | "write"): Grant[] {
  const id = scope.settings.state_backend?.kms_key_id;
  if (id === undefined) return [];
  const { resource, conditions } = keyOf(scope, id);
  return [
    {
      sid: "StateKey",
      actions: use === "read" ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [resource],
      ...(conditions === undefined ? {} : { conditions }),
      reason: "The state is encrypted with the key that state_backend.kms_key_id names.",
      unnamed: "A key's ARN ends in an id.",
    },
  ];
}

/** A key by id, ARN or alias. IAM takes no alias for a resource: KMS Developer Guide, "Using aliases to control access". */
function keyOf(scope: Scope, id: string): { readonly resource: string; readonly conditions?: Conditions } {
  const alias = partsOfArn(id)?.resource ?? id;
  if (!alias.startsWith("alias/")) return { resource: id.startsWith("arn:") ? id : arn(scope, "kms", `key/${id}`) };
  return {
    resource: arn(scope, "kms", "key/*"),
    conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } },
  };
}
