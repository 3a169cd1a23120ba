/**
 * What is asked of authorization beside the calls of AWS:
 *
 *   GET  /iam/record          everything that was asked for; `?principal=`, `?since=` (ISO 8601) for a part
 *   POST /iam/record/reset    begin anew
 *   POST /iam/assume          credentials of a role for what moto runs; with moto's token
 *   POST /iam/ask             whether somebody may do what moto does in their name; with moto's token
 */
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { placeIn } from "../../aws/place";
import type { Authority } from "./authority-types";
import { RoleRefusal } from "./authority-types";
import { type Callers, rootPrincipal, sessionOf } from "./callers/callers";
import type { Principal } from "./model";
import type { Recorder } from "./record/recorder";
import { reportOf } from "./record/report";
import type { Store } from "./store/store";

export interface RouteAnswer {
  readonly status: number;
  readonly value: unknown;
}

export interface RoutesOptions {
  readonly authority: Authority;
  readonly callers: Callers;
  readonly store: Store;
  readonly recorder: Recorder;
  /** That the moto process has, and nobody else. */
  readonly token: string;
}

const place = { account: z.string().regex(/^\d{12}$/), region: z.string().min(1) };
const assumption = z.object({
  ...place,
  want: z.object({
    service: z.string(),
    roleArn: z.string(),
    sessionName: z.string(),
    sourceArn: z.string().nullish(),
  }),
});
const question = z.object({
  ...place,
  principal: z.string(),
  asks: z.array(
    z.object({
      action: z.string(),
      resource: z.string(),
      context: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    }),
  ),
});

export class IamRoutes {
  constructor(private readonly options: RoutesOptions) {}

  async answer(route: string, query: URLSearchParams, body: string, token: string): Promise<RouteAnswer> {
    switch (route) {
      case "GET /iam/record":
        return this.record(query);
      case "POST /iam/record/reset":
        this.options.recorder.reset();
        return { status: 200, value: {} };
      case "POST /iam/assume":
        return this.ofMoto(token) ?? { status: 200, value: await this.assume(assumption.parse(JSON.parse(body))) };
      case "POST /iam/ask":
        return this.ofMoto(token) ?? { status: 200, value: await this.ask(question.parse(JSON.parse(body))) };
      default:
        return { status: 404, value: { error: `no such control route: ${route}` } };
    }
  }

  private async record(query: URLSearchParams): Promise<RouteAnswer> {
    const given = query.get("since");
    const since = given === null ? undefined : new Date(given);
    if (since !== undefined && Number.isNaN(since.getTime()))
      return { status: 400, value: { error: `since is no time: ${given}` } };
    const { recorder, store, authority } = this.options;
    const principal = query.get("principal") ?? undefined;
    return { status: 200, value: await reportOf(recorder, store, authority.mode, { principal, since }) };
  }

  private async assume({ account, region, want }: z.infer<typeof assumption>): Promise<object> {
    try {
      const wanted = { ...want, sourceArn: want.sourceArn ?? undefined };
      const credentials = await this.options.authority.assume(placeIn(region, account), wanted);
      const { accessKeyId, secretAccessKey, sessionToken, principal } = credentials;
      return {
        credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken ?? "",
          Arn: "arn" in principal ? principal.arn : "",
        },
      };
    } catch (error) {
      if (error instanceof RoleRefusal) return { denied: error.message };
      throw error;
    }
  }

  private async ask({ account, region, principal, asks }: z.infer<typeof question>): Promise<object> {
    const of = await this.principalOf(principal, account, region);
    const asked = asks.map(({ action, resource, context }) => ({
      action,
      resource,
      context: new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()])),
    }));
    return { denied: (await this.options.authority.denialOf(placeIn(region, account), of, asked)) ?? null };
  }

  /** @param name - an access key id, the ARN of a role, or a service */
  private async principalOf(name: string, account: string, region: string): Promise<Principal> {
    if (name.endsWith(".amazonaws.com")) return { kind: "service", service: name };
    if (name.startsWith("arn:")) {
      const role = (await this.options.store.identities()).role(name);
      return sessionOf(name, role?.id ?? "", "service");
    }
    const recognised = await this.options.callers.recognise(name, region);
    return "caller" in recognised ? recognised.caller.principal : rootPrincipal(account, region);
  }

  private ofMoto(token: string): RouteAnswer | undefined {
    const [given, right] = [Buffer.from(token), Buffer.from(this.options.token)];
    if (given.length === right.length && timingSafeEqual(given, right)) return undefined;
    return { status: 403, value: { error: "wrong token" } };
  }
}
