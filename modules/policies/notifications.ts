import { arnOf } from "../../aws/arns";
import { keyNameOf } from "../../aws/kms";
import type { Place } from "../../aws/place";
import { serviceIn } from "../../aws/service-names";
import type { Statement } from "./document";

/** A topic, and the key that encrypts it. */
export interface EncryptedTopic extends Place {
  readonly topicArn: string;
  /** Id, alias or ARN of a key that is not the environment's own, whose policy lets publishers use it through the topic. */
  readonly foreignKey?: string | undefined;
}

/**
 * Publishing to a topic. Publishers of an encrypted one use its key: SNS Developer Guide, "Setting up Amazon SNS topic
 * encryption with server-side encryption", `kms:GenerateDataKey*` and `kms:Decrypt`.
 */
export function publishing(props: EncryptedTopic): Statement[] {
  const publish: Statement = {
    Sid: "Notifications",
    Effect: "Allow",
    Action: ["sns:Publish"],
    Resource: [props.topicArn],
  };
  return props.foreignKey === undefined ? [publish] : [publish, useOfKey(props, props.foreignKey)];
}

function useOfKey(place: Place, key: string): Statement {
  const name = keyNameOf(key);
  const where = {
    partition: place.partition,
    region: name?.region ?? place.region,
    account: name?.account ?? place.account,
  };
  const through = { StringEquals: { "kms:ViaService": serviceIn(place.region, "sns") } };
  const statement = {
    Sid: "NotificationKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  } as const;
  if (name !== undefined && "keyId" in name) {
    return { ...statement, Resource: [arnOf(where, "kms", `key/${name.keyId}`)], Condition: through };
  }
  return {
    ...statement,
    // An alias is no resource of these actions: AWS KMS Developer Guide, "Use aliases to control access to KMS keys".
    Resource: [arnOf(where, "kms", "key/*")],
    Condition: { ...through, "ForAnyValue:StringEquals": { "kms:ResourceAliases": name?.alias ?? key } },
  };
}
