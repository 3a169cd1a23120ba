/** What the rest of the embedded AWS asks of authorization: credentials of roles, and whether a service may do something as one. */
import type { Place } from "../../aws/place";
import type { Forward } from "../edge/messages";
import type { Ask, Principal } from "./model";

/** `off`: everybody may do everything; `report`: so they may, and what would be denied is listed. */
export type IamMode = "enforce" | "report" | "off";

/** A role that a service takes for a workload. */
export interface RoleWanted {
  /** `glue.amazonaws.com` */
  readonly service: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** What the service takes it for, when its service tells: `aws:SourceArn`, and `aws:SourceAccount` with it. */
  readonly sourceArn?: string | undefined;
}

export interface RoleCredentials {
  /** `ASIA..`; of `off` without the role, the number of the account. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent: they are the account's, because nothing is denied and there is no such role. */
  readonly sessionToken: string | undefined;
  readonly principal: Principal;
}

/** A role is not there, or its trust policy does not let somebody take it. */
export class RoleRefusal extends Error {
  override readonly name = "RoleRefusal";

  constructor(
    readonly roleArn: string,
    /** AWS's sentence of `sts:AssumeRole`. */
    message: string,
  ) {
    super(message);
  }
}

export interface Authority {
  readonly mode: IamMode;

  /**
   * Credentials of a role for a service's workload; the trust policy decides.
   *
   * @throws RoleRefusal
   */
  assume(place: Place, want: RoleWanted): Promise<RoleCredentials>;

  /**
   * Whether a principal may do what a service does in its name or as a role; it is recorded.
   *
   * @returns undefined when it may, else AWS's sentence
   */
  denialOf(place: Place, principal: Principal, asks: readonly Ask[]): Promise<string | undefined>;

  /**
   * Calls that a service makes as a principal: each is asked for and recorded as if that had called, denied in the protocol of
   * the call, and else passed on.
   */
  callingAs(principal: Principal, forward: Forward): Forward;
}
