import { arnOf, isArn } from "../../aws/arns";
import { keyNameOf } from "../../aws/kms";
import type { Place } from "../../aws/place";
import { serviceIn } from "../../aws/service-names";
import type { Statement } from "./document";

/** How a key is used. */
export interface UseOfKey {
  readonly sid: string;
  readonly actions: readonly string[];
  /** What encrypts with it, as `s3`: nobody uses the key but through these, in the key's Region. */
  readonly services: readonly string[];
}

/** @param key id, alias or ARN of a key; without a Region in it that of the place */
export function useOfKey(place: Place, key: string, { sid, actions, services }: UseOfKey): Statement {
  const name = keyNameOf(key);
  const where = {
    partition: place.partition,
    region: name?.region ?? place.region,
    account: name?.account ?? place.account,
  };
  const [first = "", ...others] = services.map((service) => serviceIn(where.region, service));
  const through = { "kms:ViaService": others.length === 0 ? first : [first, ...others] };
  const statement = { Sid: sid, Effect: "Allow", Action: actions } as const;
  if (name === undefined || "keyId" in name) {
    const arn = name === undefined && isArn(key) ? key : arnOf(where, "kms", `key/${name?.keyId ?? key}`);
    return { ...statement, Resource: [arn], Condition: { StringEquals: through } };
  }
  return {
    ...statement,
    // An alias is no resource of these actions: AWS KMS Developer Guide, "Use aliases to control access to KMS keys".
    Resource: [arnOf(where, "kms", "key/*")],
    Condition: { StringEquals: through, "ForAnyValue:StringEquals": { "kms:ResourceAliases": name.alias } },
  };
}
