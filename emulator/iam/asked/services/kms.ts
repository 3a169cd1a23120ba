/**
 * Source: AWS KMS Developer Guide, "AWS KMS permissions" and "Condition keys for AWS KMS"; Service Authorization Reference, "Actions,
 * resources, and condition keys for AWS Key Management Service".
 */
import { arnOf, isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, memberOf, objectIn, placeOf, scalarText, textIn, textsIn } from "../api-call";
import { encryptionContextKeys } from "../encryption-context";
import type { Keys, Need, ServiceRules } from "../rules";

export const KMS: ServiceRules = {
  operations: { ReEncrypt: reEncrypt },
  finders: {
    alias: (call) => textsIn(call.params, "aliasname").map((name) => arnHere(call, "kms", name)),
    key: async (call) => {
      const named = textIn(call.params, "keyid", "targetkeyid") ?? keyOfCiphertext(call, "ciphertextblob");
      if (named !== undefined) return [await keyArn(call, named)];
      // An alias that is deleted or turned to another key is asked for on the key that it has.
      const alias = textIn(call.params, "aliasname");
      return alias === undefined ? undefined : [await keyArn(call, alias)];
    },
  },
  keys: keysOf,
};

/** @param name - id, ARN, `alias/name` or the ARN of an alias */
export async function keyArn(call: ApiCall, name: string): Promise<string> {
  if (isArn(name) && !name.includes(":alias/")) return name;
  const place = placeOf(call, name);
  const short = isArn(name) ? name.slice(name.indexOf(":alias/") + 1) : name;
  const live = await call.facts.arnOf("kms:key", place, short);
  if (live !== undefined) return live;
  return arnOf(place, "kms", short.startsWith("alias/") ? "key/*" : `key/${short}`);
}

async function reEncrypt(call: ApiCall): Promise<readonly Need[]> {
  const source = textIn(call.params, "sourcekeyid") ?? keyOfCiphertext(call, "ciphertextblob") ?? "*";
  const destination = textIn(call.params, "destinationkeyid") ?? "*";
  const needs = [
    { action: "kms:ReEncryptFrom", name: source, context: "sourceencryptioncontext" },
    { action: "kms:ReEncryptTo", name: destination, context: "destinationencryptioncontext" },
  ];
  return Promise.all(
    needs.map(async ({ action, name, context }) => ({
      action,
      resource: await keyArn(call, name),
      keys: encryptionContextKeys(textMap(call, context)),
    })),
  );
}

/** A ciphertext begins with the id of its key in the embedded AWS, as it does, in another form, in AWS. */
function keyOfCiphertext(call: ApiCall, member: string): string | undefined {
  const blob = memberOf(call.params, member);
  const bytes = typeof blob === "string" ? Buffer.from(blob, "base64") : blob instanceof Uint8Array ? blob : undefined;
  const id = bytes === undefined ? "" : Buffer.from(bytes.subarray(0, 36)).toString("latin1");
  return /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(id) ? id : undefined;
}

function keysOf(call: ApiCall): Keys {
  const { params, caller } = call;
  const named = textIn(params, "keyid");
  const alias = named?.includes("alias/") === true ? named.slice(named.indexOf("alias/")) : undefined;
  const constraints = objectIn(params, "constraints");
  return {
    "kms:CallerAccount": "account" in caller ? caller.account : undefined,
    "kms:RequestAlias": alias,
    "kms:KeySpec": textIn(params, "keyspec", "customermasterkeyspec"),
    "kms:KeyOrigin": textIn(params, "origin"),
    "kms:GrantOperations": textsIn(params, "operations"),
    "kms:GrantConstraintType": Object.keys(constraints),
    "kms:BypassPolicyLockoutSafetyCheck": textIn(params, "bypasspolicylockoutsafetycheck"),
    ...encryptionContextKeys(textMap(call, "encryptioncontext")),
  };
}

function textMap(call: ApiCall, member: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectIn(call.params, member));
  return Object.fromEntries(entries.map(([key, value]) => [key, scalarText(value) ?? ""]));
}
