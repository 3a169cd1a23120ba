/** Decides whether somebody may do what is asked for, and records it. */
import type { Place } from "../../aws/place";
import { type RequestFacts, globalKeys } from "./callers/global-keys";
import { accountOf } from "./callers/callers";
import { sessionFacts } from "./callers/session-facts";
import { decide, denialSentence } from "./decide";
import type { Tags } from "./facts";
import type { Ask, Context, Decision, Principal, Question } from "./model";
import { PolicyError } from "./policy";
import type { Recorder } from "./record/recorder";
import { bearingOn } from "./store/policies";
import type { Store } from "./store/store";

export interface Denial {
  readonly ask: Ask;
  /** AWS's sentence; of a policy that says nothing, what is wrong with it. */
  readonly sentence: string;
}

const NO_TAGS: Tags = new Map();

export class Judge {
  constructor(
    private readonly store: Store,
    private readonly recorder: Recorder,
    /** Whether what comes after the first denial is looked at, too: where the call goes through all the same. */
    private readonly goesOn: boolean,
  ) {}

  /** @returns the first denial */
  async denialOf(
    place: Place,
    principal: Principal,
    asks: readonly Ask[],
    request: Omit<RequestFacts, "region">,
  ): Promise<Denial | undefined> {
    let first: Denial | undefined;
    if (asks.length === 0) return undefined;
    const tags = await this.tagsOf(principal);
    const global = globalKeys(principal, { ...request, region: place.region }, tags);
    for (const ask of asks) {
      const denial = await this.judge(place, principal, ask, global);
      first ??= denial;
      if (first !== undefined && !this.goesOn) return first;
    }
    return first;
  }

  private async judge(
    place: Place,
    principal: Principal,
    ask: Ask,
    global: ReadonlyMap<string, readonly string[]>,
  ): Promise<Denial | undefined> {
    const bearing = await bearingOn(this.store, principal, ask, accountOf(principal) ?? place.account);
    const { policies, resourceAccount } = bearing;
    const isOwnRoot = principal.kind === "root" && principal.account === resourceAccount;
    if (isOwnRoot && policies.resource === undefined) {
      this.recorder.allowed(principal, ask, ask.context, []);
      return undefined;
    }
    const context: Context = new Map([...global, ["aws:resourceaccount", [resourceAccount]], ...ask.context]);
    const question: Question = { principal, ask, resourceAccount, context, policies };
    let decision: Decision;
    try {
      decision = decide(question);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      this.recorder.failed(principal, ask, context, error.message);
      return { ask, sentence: error.message };
    }
    if (decision.isAllowed) {
      this.recorder.allowed(principal, ask, context, decision.allowedBy);
      return undefined;
    }
    const sentence = denialSentence(question, decision);
    this.recorder.denied(principal, ask, context, decision, sentence);
    return { ask, sentence };
  }

  private async tagsOf(principal: Principal): Promise<Tags> {
    if (!this.store.mentions("aws:principaltag/")) return NO_TAGS;
    if (principal.kind === "session") return this.store.tagsOf(principal.roleArn);
    if (principal.kind === "user") return this.store.tagsOf(sessionFacts(principal)?.userArn ?? principal.arn);
    return NO_TAGS;
  }
}
