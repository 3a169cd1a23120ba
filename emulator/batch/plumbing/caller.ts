/** In whose account a call is made. */
import type { EdgeRequest, Forward } from "../../edge/messages";
import { type Place, placeIn } from "../../../aws/place";

/**
 * The place of a call. The edge knows the account of most callers; a key that IAM or STS issued belongs to the account
 * that moto says it does.
 */
export class Callers {
  /** Key id -> account, for issued keys. They never change hands. */
  private readonly accounts = new Map<string, string>();

  async placeOf(request: EdgeRequest, forward: Forward): Promise<Place> {
    const { account, region, accountIsChosen } = request.identity;
    const keyId = /Credential=([^/,\s]+)/.exec(request.headers.authorization ?? "")?.[1];
    if (accountIsChosen || keyId === undefined) return placeIn(region, account);
    const known = this.accounts.get(keyId) ?? (await accountOfKey(request, keyId, forward)) ?? account;
    this.accounts.set(keyId, known);
    return placeIn(region, known);
  }

  reset(): void {
    this.accounts.clear();
  }
}

async function accountOfKey(request: EdgeRequest, keyId: string, forward: Forward): Promise<string | undefined> {
  const scope = `${keyId}/20260101/${request.identity.region}/sts/aws4_request`;
  const answer = await forward({
    identity: { ...request.identity, service: "sts" },
    operation: "GetCallerIdentity",
    method: "POST",
    url: "/",
    headers: {
      host: "127.0.0.1",
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15"),
  });
  return /<Account>(\d{12})<\/Account>/.exec(answer.body.toString("utf8"))?.[1];
}
