import type { Place } from "../../aws/place";
import type { Statement } from "./document";
import { useOfKey } from "./keys";

const KEY_OF_TOPIC = { sid: "NotificationKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"], services: ["sns"] };

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
  return props.foreignKey === undefined ? [publish] : [publish, useOfKey(props, props.foreignKey, KEY_OF_TOPIC)];
}

/** @returns an address as part of an id: `ml_at_example_com`, and no two the same */
export function addressId(address: string): string {
  const words: Readonly<Record<string, string>> = { ".": "_", "@": "_at_" };
  return address.toLowerCase().replace(/[^a-z0-9]/g, (one) => words[one] ?? `_${one.charCodeAt(0).toString(16)}_`);
}
