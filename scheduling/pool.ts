import type { Decision } from "./decisions";
import type { PoolEvent } from "./events";
import { defaultOptions, type SchedulingOptions } from "./options";
import type { JobState, Position, QueuePicture } from "./picture";
import type { EnvironmentSettings } from "./settings";

/**
 * One service environment and all queues attached to it: FIFO and fair-share queues by priority, or one queue of quota
 * shares alone. Deterministic: the same events give the same decisions. Knows no clock; every event brings its time.
 */
export class ServicePool {
  readonly options: SchedulingOptions;

  constructor(environment: EnvironmentSettings, options: Partial<SchedulingOptions> = {}) {
    this.options = { ...defaultOptions, ...options };
    void environment;
  }

  /**
   * Takes in what happened and decides what follows from it.
   *
   * @returns what the host has to do, in order
   * @throws SchedulingError when the event makes no sense; nothing has changed then
   */
  handle(event: PoolEvent): Decision[] {
    throw new Error(`not yet: ${event.type}`);
  }

  /** @returns when to send a `tick` at the latest, in milliseconds; undefined: time alone changes nothing */
  nextWakeUp(): number | undefined {
    return undefined;
  }

  /** @returns the first waiting jobs of a queue in the order in which they would go (GetJobQueueSnapshot: 100) */
  frontOfQueue(queue: string, count = 100): Position[] {
    throw new Error(`not yet: ${queue} ${String(count)}`);
  }

  /** @returns the first waiting job of each quota share that has one, by name of the share */
  frontOfQuotaShares(queue: string): Map<string, Position> {
    throw new Error(`not yet: ${queue}`);
  }

  /**
   * @param at milliseconds; fair-share usage fades with time
   * @returns what the queue and its shares use, lend, borrow and wait for
   */
  picture(queue: string, at: number): QueuePicture {
    throw new Error(`not yet: ${queue} ${String(at)}`);
  }

  /** @returns where a job is; undefined when it is unknown, or has ended */
  job(jobId: string): JobState | undefined {
    void jobId;
    return undefined;
  }
}
