/** An authority that tests make: which roles there are, who may take them, and what is denied. */
import { partsOfArn } from "../../aws/arns";
import type { Place } from "../../aws/place";
import type { EdgeRequest, Forward } from "../../emulator/edge/messages";
import { protocolError } from "../../emulator/edge/protocol";
import {
  type Authority,
  type IamMode,
  type RoleCredentials,
  RoleRefusal,
  type RoleWanted,
} from "../../emulator/iam/authority-types";
import type { Ask, Principal } from "../../emulator/iam/model";

export interface StandInOptions {
  /** ARN of a role -> the services that may take it. @default every role is there, for everybody */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  /** Actions (`s3:PutObject`) and operations of calls (`GetObject`) that are denied to everybody. @default none */
  readonly denied?: readonly string[];
}

export class StandInAuthority implements Authority {
  readonly mode: IamMode = "enforce";
  readonly taken: RoleWanted[] = [];
  /** `<action> <resource>` of all that services have asked for. */
  readonly asked: string[] = [];
  /** `<session> <operation>` of all calls that were made as a role. */
  readonly called: string[] = [];

  constructor(private readonly options: StandInOptions = {}) {}

  assume(place: Place, want: RoleWanted): Promise<RoleCredentials> {
    this.taken.push(want);
    const trusted = this.options.roles === undefined ? [want.service] : (this.options.roles[want.roleArn] ?? []);
    if (!trusted.includes(want.service)) {
      return Promise.reject(
        new RoleRefusal(want.roleArn, `User: ${want.service} is not authorized to perform: sts:AssumeRole`),
      );
    }
    const name = partsOfArn(want.roleArn)?.resource.split("/").at(-1) ?? "";
    const arn = `arn:aws:sts::${place.account}:assumed-role/${name}/${want.sessionName}`;
    const principal: Principal = {
      kind: "session",
      account: place.account,
      arn,
      id: `AROA:${want.sessionName}`,
      roleArn: want.roleArn,
    };
    const keys = { accessKeyId: "ASIA0000000000000000", secretAccessKey: "secret", sessionToken: "token" };
    return Promise.resolve({ ...keys, principal });
  }

  denialOf(_place: Place, principal: Principal, asks: readonly Ask[]): Promise<string | undefined> {
    this.asked.push(...asks.map(({ action, resource }) => `${action} ${resource}`));
    const denied = asks.find(({ action }) => this.isDenied(action));
    return Promise.resolve(denied && sentence(principal, denied.action, denied.resource));
  }

  callingAs(principal: Principal, forward: Forward): Forward {
    return (request: EdgeRequest) => {
      this.called.push(`${nameOf(principal)} ${request.operation}`);
      if (!this.isDenied(request.operation)) return forward(request);
      const message = sentence(principal, request.operation, request.url);
      return Promise.resolve(protocolError(request, { status: 403, code: "AccessDenied", message }));
    };
  }

  private isDenied(action: string): boolean {
    return this.options.denied?.includes(action) === true;
  }
}

function sentence(principal: Principal, action: string, resource: string): string {
  return `${nameOf(principal)} may not ${action} ${resource}`;
}

function nameOf(principal: Principal): string {
  return principal.kind === "session" ? (principal.arn.split(":").at(-1) ?? "") : principal.kind;
}
