/** Temporary credentials that the embedded AWS has issued. */
import { randomBytes, randomInt } from "node:crypto";
import type { RoleCredentials } from "../authority-types";
import type { Principal } from "../model";
import { type SessionFacts, withSession } from "./session-facts";

/** The letters of AWS's ids: base 32. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export interface IssuedCredentials extends RoleCredentials {
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

interface Issued {
  readonly principal: Principal;
  readonly expiresAt: number;
}

/** How many are held; the oldest one goes first, which will have expired long since. */
const MOST = 50_000;

export class IssuedKeys {
  private readonly issued = new Map<string, Issued>();

  issue(of: Principal, session: SessionFacts): IssuedCredentials {
    const principal = withSession(of, session);
    const accessKeyId = `ASIA${Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join("")}`;
    this.issued.set(accessKeyId, { principal, expiresAt: session.expiresAt.getTime() });
    for (const key of this.issued.keys()) {
      if (this.issued.size <= MOST) break;
      this.issued.delete(key);
    }
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(120).toString("base64")}`,
      principal,
      expiresAt: session.expiresAt,
    };
  }

  find(accessKeyId: string): Principal | undefined {
    return this.issued.get(accessKeyId)?.principal;
  }

  hasExpired(accessKeyId: string, now = Date.now()): boolean {
    const issued = this.issued.get(accessKeyId);
    return issued !== undefined && issued.expiresAt <= now;
  }

  clear(): void {
    this.issued.clear();
  }
}
