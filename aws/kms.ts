/**
 * How a request names a KMS key. Source: AWS Key Management Service Developer Guide, "Key identifiers (KeyId)".
 */
import { partsOfArn } from "./arns";

/** `1234abcd-12ab-34cd-56ef-1234567890ab`, or `mrk-` and 32 hexadecimal digits. */
const KEY_ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
/** CreateAlias, AliasName. */
const ALIAS = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;

/** A key by itself, or by an alias; region and account are missing where the name has none. */
export type KeyName = { readonly region?: string; readonly account?: string } & (
  { readonly keyId: string } | { readonly alias: string }
);

/** @returns what a text names: the id of a key, its alias, or the ARN of either; undefined for any other text */
export function keyNameOf(text: string): KeyName | undefined {
  if (KEY_ID.test(text)) return { keyId: text };
  if (ALIAS.test(text)) return { alias: text };
  const { service, region, account, resource = "" } = partsOfArn(text) ?? {};
  if (service !== "kms" || !region || !account) return undefined;
  const [, keyId = ""] = /^key\/(.+)$/.exec(resource) ?? [];
  if (KEY_ID.test(keyId)) return { region, account, keyId };
  return ALIAS.test(resource) ? { region, account, alias: resource } : undefined;
}
