/** Who makes a call, by its access key. Nothing on loopback checks a signature. */
import { iamArn, partsOfArn } from "../../../aws/arns";
import { partitionOf } from "../../../aws/partitions";
import { ACCOUNT } from "../../../aws/place";
import { DEFAULT_ACCOUNT, isIssuedKeyId } from "../../edge/recognise";
import type { Principal, RootPrincipal } from "../model";
import type { Store } from "../store/store";
import type { IssuedKeys } from "./issued";

export interface Caller {
  readonly principal: Principal;
  /** 12 digits: in which account the call is made. */
  readonly account: string;
}

/** Why a key is none. */
export type KeyFault = "unknown" | "inactive" | "expired";

export type Recognised = { readonly caller: Caller } | { readonly fault: KeyFault };

export class Callers {
  constructor(
    private readonly store: Store,
    private readonly issued: IssuedKeys,
  ) {}

  /** @param keyId - undefined: the call is anonymous */
  async recognise(keyId: string | undefined, region: string): Promise<Recognised> {
    if (keyId === undefined) return { caller: { principal: { kind: "anonymous" }, account: DEFAULT_ACCOUNT } };
    if (ACCOUNT.test(keyId)) return rootOf(keyId, region);
    if (!isIssuedKeyId(keyId)) return rootOf(DEFAULT_ACCOUNT, region);
    const session = this.issued.find(keyId);
    if (session !== undefined) {
      if (this.issued.hasExpired(keyId)) return { fault: "expired" };
      return { caller: { principal: session, account: accountOf(session) ?? DEFAULT_ACCOUNT } };
    }
    return this.userWith(keyId);
  }

  private async userWith(keyId: string): Promise<Recognised> {
    const identities = await this.store.identities();
    const key = identities.key(keyId);
    const user = key === undefined ? undefined : identities.user(key.user);
    if (key === undefined || user === undefined) return { fault: "unknown" };
    if (!key.active) return { fault: "inactive" };
    const { account, id, name } = user;
    return { caller: { principal: { kind: "user", account, arn: key.user, id, name }, account } };
  }
}

export function rootPrincipal(account: string, region: string): RootPrincipal {
  return { kind: "root", account, arn: iamArn({ partition: partitionOf(region), account }, "root") };
}

function rootOf(account: string, region: string): Recognised {
  return { caller: { principal: rootPrincipal(account, region), account } };
}

export function accountOf(principal: Principal): string | undefined {
  return "account" in principal ? principal.account : undefined;
}

/** A session of a role, by the role's ARN. @param id - `AROA..` */
export function sessionOf(roleArn: string, id: string, sessionName: string): Principal {
  const parts = partsOfArn(roleArn);
  const account = parts?.account ?? DEFAULT_ACCOUNT;
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const arn = `arn:${parts?.partition ?? "aws"}:sts::${account}:assumed-role/${name}/${sessionName}`;
  return { kind: "session", account, arn, id: `${id}:${sessionName}`, roleArn };
}
