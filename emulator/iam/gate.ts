/** Who calls, and whether they may: what the edge asks before a call is answered. */
import type { IncomingHttpHeaders } from "node:http";
import { placeIn } from "../../aws/place";
import type { EdgeRequest, EdgeResponse } from "../edge/messages";
import type { Call } from "../edge/protocol";
import type { CallIdentity } from "../edge/recognise";
import { accessKeyIdOf } from "../edge/recognise";
import { deniedAnswer, faultyKeyAnswer } from "./answers/denied";
import { malformedPolicy } from "./answers/malformed";
import { askedBy } from "./asked";
import type { IamMode } from "./authority-types";
import type { Callers } from "./callers/callers";
import type { Judge } from "./judge";
import { listingDenial } from "./missing-object";
import type { Principal } from "./model";
import { prepare } from "./store/policies";
import type { Store } from "./store/store";

/** Who makes a call, and in which account; undefined: nobody looks. */
export interface Admission {
  readonly identity: CallIdentity;
  readonly caller: Principal;
}

export type Recognition = { readonly admission: Admission } | { readonly refusal: (call: Call) => EdgeResponse };

/** Objects are written with a key of their own by these headers. */
const KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";

export class Gate {
  constructor(
    readonly mode: IamMode,
    readonly store: Store,
    private readonly callers: Callers,
    readonly judge: Judge,
  ) {}

  async recognise(identity: CallIdentity, headers: IncomingHttpHeaders, query: URLSearchParams): Promise<Recognition> {
    const keyId = accessKeyIdOf(headers, query);
    const recognised = await this.callers.recognise(keyId, identity.region);
    if ("caller" in recognised) {
      const { principal, account } = recognised.caller;
      // Also of keys that somebody was issued the account is known now.
      return { admission: { caller: principal, identity: { ...identity, account, accountIsChosen: true } } };
    }
    if (this.mode !== "enforce") {
      const anybody = await this.callers.recognise("", identity.region);
      if ("caller" in anybody) return { admission: { caller: anybody.caller.principal, identity } };
    }
    return {
      refusal: (call) => faultyKeyAnswer(call, "fault" in recognised ? recognised.fault : "unknown", keyId ?? ""),
    };
  }

  /** @returns the answer to a call that is not let through */
  async admit(call: EdgeRequest, caller: Principal): Promise<EdgeResponse | undefined> {
    if (this.mode === "off") return undefined;
    const { region, account } = call.identity;
    const place = placeIn(region, account);
    await prepare(this.store, caller, call.identity.service);
    if (caller.kind === "anonymous" && (await this.isOfNoBucket(call))) return undefined;
    const asks = await askedBy(call, caller, place, this.store);
    const denial = await this.judge.denialOf(place, caller, asks, { headers: call.headers });
    if (denial !== undefined && this.mode === "enforce") return deniedAnswer(call, denial);
    return malformedPolicy(call);
  }

  /** S3 tells everybody that there is no such bucket: names of buckets are all of AWS's, and no secret. */
  private async isOfNoBucket({ identity, url }: EdgeRequest): Promise<boolean> {
    const bucket = identity.service === "s3" ? bucketIn(url) : undefined;
    return bucket !== undefined && (await this.store.bucket(bucket)) === undefined;
  }

  /** A call has been answered, and its client is about to know. */
  changed({ identity: { service }, operation, headers, url }: EdgeRequest): void {
    this.store.answered(service, operation);
    if (service === "s3" && headers[KEY_HEADER] !== undefined) this.store.noteEncrypted(bucketIn(url) ?? "");
  }

  /** @returns another answer, which hides what the caller may not know */
  async hiding(call: EdgeRequest, caller: Principal, status: number): Promise<EdgeResponse | undefined> {
    if (this.mode === "off" || caller.kind === "root") return undefined;
    const { region, account } = call.identity;
    const hidden = await listingDenial(this, call, caller, placeIn(region, account), status);
    return hidden !== undefined && this.mode === "enforce" ? deniedAnswer(call, hidden) : undefined;
  }
}

function bucketIn(url: string): string | undefined {
  return /^\/+([^/?]+)/.exec(url)?.[1];
}
