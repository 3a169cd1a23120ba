import type { Keys } from "./rules";

/** AWS KMS Developer Guide, "kms:EncryptionContext:context-key" and "kms:EncryptionContextKeys". */
export function encryptionContextKeys(context: Readonly<Record<string, string>>): Keys {
  const names = Object.keys(context);
  const pairs = names.map((name) => [`kms:EncryptionContext:${name}`, context[name]] as const);
  return { ...Object.fromEntries(pairs), "kms:EncryptionContextKeys": names };
}
