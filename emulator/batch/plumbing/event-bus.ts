/** Puts what jobs go through on EventBridge of moto. */
import { InternalCalls } from "../../edge/internal-calls";
import { type Forward, jsonIn } from "../../edge/messages";
import type { Place } from "../../../aws/place";
import type { BatchEvent } from "./batch-event";
import type { Outlet } from "./outlet";

/** PutEvents: at most 10 entries a call. */
const MOST_ENTRIES = 10;

/** For how long moto is not asked again whether somebody listens, unless somebody has begun to: milliseconds. */
const STILL_TRUE = 1000;

interface Waiting {
  readonly place: Place;
  readonly event: BatchEvent;
}

interface Known {
  readonly hasRules: boolean;
  readonly at: number;
}

/**
 * In the order in which things happened. Nobody waits for it: a target of the event may call Batch, whose answer would wait
 * for the target. Where no rule is, nothing is sent: thousands of jobs would keep moto busy for nobody.
 */
export class EventBus implements Outlet {
  private waiting: Waiting[] = [];
  private isSending = false;
  /** Account and Region -> whether the default bus has rules. */
  private known = new Map<string, Known>();

  /**
   * @param forward - reaches moto
   * @param now - milliseconds, of any fixed moment
   */
  constructor(
    private readonly forward: Forward,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether there may be a rule for an event of this account and Region. */
  isHeard(place: Place): boolean {
    return this.fresh(place)?.hasRules !== false;
  }

  put(place: Place, event: BatchEvent): void {
    this.waiting.push({ place, event });
    if (!this.isSending) void this.send();
  }

  /** There may be other rules than before. */
  rulesChanged(): void {
    this.known = new Map();
  }

  reset(): void {
    this.waiting = [];
    this.rulesChanged();
  }

  private async send(): Promise<void> {
    this.isSending = true;
    // All that happens at this moment goes together.
    await Promise.resolve();
    for (let group = this.nextGroup(); group !== undefined; group = this.nextGroup()) {
      const calls = new InternalCalls(this.forward, group.place);
      if (!(await this.hasRules(calls))) continue;
      const entries = group.events.map(entryOf);
      // Whatever becomes of the events, the jobs go on.
      await calls.jsonAnswer("events", "AWSEvents.PutEvents", { Entries: entries }).catch(() => undefined);
    }
    this.isSending = false;
  }

  private async hasRules(calls: InternalCalls): Promise<boolean> {
    const { known } = this;
    const before = this.fresh(calls.place);
    if (before !== undefined) return before.hasRules;
    const answer = await calls.jsonAnswer("events", "AWSEvents.ListRules", { Limit: 1 }).catch(() => undefined);
    const { Rules: rules } = answer === undefined ? {} : jsonIn(answer.body);
    const hasRules = Array.isArray(rules) && rules.length > 0;
    // Into the map that was there when moto was asked: what has changed since then is not overlooked.
    known.set(keyOf(calls.place), { hasRules, at: this.now() });
    return hasRules;
  }

  /** What moto said a moment ago. */
  private fresh(place: Place): Known | undefined {
    const known = this.known.get(keyOf(place));
    return known !== undefined && this.now() - known.at < STILL_TRUE ? known : undefined;
  }

  /** The next events of one account and Region. */
  private nextGroup() {
    const place = this.waiting[0]?.place;
    if (place === undefined) return undefined;
    const next = this.waiting.slice(0, MOST_ENTRIES);
    const end = next.findIndex(({ place: other }) => !isSame(place, other));
    const group = this.waiting.splice(0, end < 0 ? next.length : end);
    return { place, events: group.map(({ event }) => event) };
  }
}

function entryOf({ detailType, at, resources, detail }: BatchEvent) {
  return {
    Source: "aws.batch",
    DetailType: detailType,
    Time: at / 1000,
    Resources: resources,
    Detail: JSON.stringify(detail),
  };
}

const keyOf = ({ account, region }: Place): string => `${account}/${region}`;

function isSame(one: Place, other: Place): boolean {
  return keyOf(one) === keyOf(other);
}
