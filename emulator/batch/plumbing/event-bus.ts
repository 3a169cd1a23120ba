/** Puts what service jobs go through on EventBridge of moto. */
import { InternalCalls } from "../../edge/internal-calls";
import type { Forward } from "../../edge/messages";
import type { Place } from "../../../aws/place";
import type { Outlet } from "./outlet";
import type { JobEvent } from "../jobs/service/job-events";

/** PutEvents: at most 10 entries a call. */
const MOST_ENTRIES = 10;

interface Waiting {
  readonly place: Place;
  readonly event: JobEvent;
}

/**
 * In the order in which things happened. Nobody waits for it: a target of the event may call Batch, whose answer would wait
 * for the target.
 */
export class EventBus implements Outlet {
  private waiting: Waiting[] = [];
  private isSending = false;

  /** @param forward - reaches moto */
  constructor(private readonly forward: Forward) {}

  put(place: Place, event: JobEvent): void {
    this.waiting.push({ place, event });
    if (!this.isSending) void this.send();
  }

  reset(): void {
    this.waiting = [];
  }

  private async send(): Promise<void> {
    this.isSending = true;
    // All that happens at this moment goes together.
    await Promise.resolve();
    for (let group = this.nextGroup(); group !== undefined; group = this.nextGroup()) {
      const calls = new InternalCalls(this.forward, group.place);
      // Whatever becomes of the events, the jobs go on.
      await calls.jsonAnswer("events", "AWSEvents.PutEvents", { Entries: group.entries }).catch(() => undefined);
    }
    this.isSending = false;
  }

  /** The next events of one account and Region. */
  private nextGroup() {
    const place = this.waiting[0]?.place;
    if (place === undefined) return undefined;
    const end = this.waiting.findIndex(({ place: other }) => !isSame(place, other));
    const size = Math.min(end < 0 ? this.waiting.length : end, MOST_ENTRIES);
    return { place, entries: this.waiting.splice(0, size).map(({ event }) => entryOf(event)) };
  }
}

function entryOf({ detailType, at, jobArn, detail }: JobEvent) {
  return {
    Source: "aws.batch",
    DetailType: detailType,
    Time: at / 1000,
    Resources: [jobArn],
    Detail: JSON.stringify(detail),
  };
}

function isSame(one: Place, other: Place): boolean {
  return one.account === other.account && one.region === other.region;
}
