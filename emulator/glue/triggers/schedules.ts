/** Lets scheduled triggers fire when it is their minute. */
import { firesAt } from "../../../aws/glue/cron-times";
import type { Clock } from "../../clock";
import type { InternalCalls } from "../../edge/internal-calls";
import type { WorkflowService } from "../workflows/workflow-service";
import { allTriggers } from "./definition";
import type { Firing } from "./firing";

const MINUTE_MS = 60_000;

export class Schedules {
  /** `account/region` -> calls in it; only where there has been a scheduled trigger. */
  private readonly places = new Map<string, InternalCalls>();
  private callOff: (() => void) | undefined;

  constructor(
    private readonly firing: Firing,
    private readonly workflows: WorkflowService,
    private readonly clock: Clock,
  ) {}

  /** From now on the triggers of this account and Region are looked at every minute. */
  watch(calls: InternalCalls): void {
    this.places.set(`${calls.place.account}/${calls.place.region}`, calls);
    if (this.callOff === undefined) this.expect(this.nextMinute());
  }

  reset(): void {
    this.places.clear();
    this.callOff?.();
    this.callOff = undefined;
  }

  /** Fires all that are activated and due in the minute of this time, milliseconds since 1970. */
  async fireDue(at: number): Promise<void> {
    for (const calls of this.places.values()) {
      for (const trigger of await allTriggers(calls)) {
        const { Type, State, Schedule = "", WorkflowName } = trigger;
        if (Type !== "SCHEDULED" || State !== "ACTIVATED" || !firesAt(Schedule, new Date(at))) continue;
        if (WorkflowName === undefined) await this.firing.fireAlone(trigger, calls);
        else await this.workflows.startOnTime(WorkflowName, calls);
      }
    }
  }

  private nextMinute(): number {
    return (Math.floor(this.clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
  }

  private expect(minute: number): void {
    this.callOff = this.clock.wake?.(minute, () => {
      // A timer may be early.
      this.expect(Math.max(minute + MINUTE_MS, this.nextMinute()));
      // When moto does not answer, the embedded AWS is ending.
      this.fireDue(minute).catch(() => undefined);
    });
  }
}
