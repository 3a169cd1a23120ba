/** Gives services the credentials of roles, and tells them what they may do in the name of others. */
import { placeIn, type Place } from "../../aws/place";
import type { EdgeRequest, EdgeResponse, Forward } from "../edge/messages";
import { askedBy } from "./asked";
import { deniedAnswer } from "./answers/denied";
import type { Authority, IamMode, RoleCredentials, RoleWanted } from "./authority-types";
import { RoleRefusal } from "./authority-types";
import { rootPrincipal, sessionOf } from "./callers/callers";
import type { IssuedKeys } from "./callers/issued";
import type { Judge } from "./judge";
import type { Ask, Principal } from "./model";
import { prepare } from "./store/policies";
import type { Store } from "./store/store";
import { denialOfService } from "./trust/trust";
import { listingDenial } from "./missing-object";

/** How long a service's workload has credentials: longer than anything runs here. */
const WORKLOAD_HOURS = 36;
const LONGEST_SESSION_NAME = 64;

export class IamAuthority implements Authority {
  constructor(
    readonly mode: IamMode,
    readonly store: Store,
    readonly judge: Judge,
    private readonly issued: IssuedKeys,
  ) {}

  async assume(place: Place, want: RoleWanted): Promise<RoleCredentials> {
    const { roleArn, sessionName, service } = want;
    const role = (await this.store.identities()).role(roleArn);
    if (role === undefined) {
      if (this.mode === "off") return credentialsOfAccount(place);
      throw new RoleRefusal(
        roleArn,
        `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
    }
    if (this.mode !== "off") {
      const denial = await denialOfService(this.judge, place, want);
      if (denial !== undefined && this.mode === "enforce") throw new RoleRefusal(roleArn, denial.sentence);
    }
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + WORKLOAD_HOURS * 3_600_000);
    const principal = sessionOf(roleArn, role.id, sessionName.slice(0, LONGEST_SESSION_NAME));
    return this.issued.issue(principal, { tags: new Map(), transitive: new Set(), issuedAt, expiresAt });
  }

  async denialOf(place: Place, principal: Principal, asks: readonly Ask[]): Promise<string | undefined> {
    if (this.mode === "off") return undefined;
    const denial = await this.judge.denialOf(place, principal, asks, {});
    return this.mode === "enforce" ? denial?.sentence : undefined;
  }

  callingAs(principal: Principal, forward: Forward): Forward {
    if (this.mode === "off") return forward;
    return async (request: EdgeRequest): Promise<EdgeResponse> => {
      const { region, account } = request.identity;
      const place = placeIn(region, account);
      await prepare(this.store, principal, request.identity.service);
      const asks = await askedBy(request, principal, place, this.store);
      const denial = await this.judge.denialOf(place, principal, asks, { headers: request.headers });
      if (denial !== undefined && this.mode === "enforce") return deniedAnswer(request, denial);
      const answer = await forward(request);
      this.store.answered(request.identity.service, request.operation);
      const hidden = await listingDenial(this, request, principal, place, answer.status);
      return hidden !== undefined && this.mode === "enforce" ? deniedAnswer(request, hidden) : answer;
    };
  }
}

function credentialsOfAccount({ account, region }: Place): RoleCredentials {
  return {
    accessKeyId: account,
    secretAccessKey: "test",
    sessionToken: undefined,
    principal: rootPrincipal(account, region),
  };
}
