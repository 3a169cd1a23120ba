/**
 * What one firing of an on-demand or scheduled trigger sets off: the jobs and crawlers that it starts, those that conditional
 * triggers start when these end, and so on. "All jobs or crawlers in a dependency chain must be descendants of a single scheduled
 * or on-demand trigger" (Developer Guide, AWS Glue triggers).
 */
import type { Origin } from "../job";
import type { Crawl } from "./crawls";
import type { Condition, Trigger } from "./definition";

/** A job or crawler of the chain that has come to its end. */
export interface Ending {
  readonly kind: "JOB" | "CRAWLER";
  readonly name: string;
  readonly state: string;
  /** Of a job. */
  readonly runId?: string;
}

/** An action that was begun. */
export type Begun =
  | { readonly kind: "JOB"; readonly name: string; readonly origin: Origin }
  | { readonly kind: "CRAWLER"; readonly name: string; readonly crawl: Crawl };

export class Chain {
  readonly begun: Begun[] = [];
  isStopping = false;
  /** Actions under way; while the chain is begun, that counts, too. */
  private open = 1;
  /** Name of a trigger -> index of a condition -> the ending that has met it. */
  private readonly met = new Map<string, Map<number, Ending>>();

  constructor(
    /** Absent: the triggers belong to none. */
    readonly workflow: { readonly name: string; readonly runId: string } | undefined,
    private readonly over: () => void = () => undefined,
  ) {}

  begin(action: Begun): void {
    this.begun.push(action);
    this.open += 1;
  }

  /** An action is over, and what follows from it has begun; or the beginning of the chain is. */
  end(): void {
    this.open -= 1;
    if (this.open === 0) this.over();
  }

  /**
   * "You can configure the trigger to fire when any or all of the watched events occur." Once it has fired, it waits for all of
   * them again.
   *
   * @returns the endings that make the trigger fire; undefined when it does not
   */
  firedBy({ Name, Predicate: predicate = {} }: Trigger, ending: Ending): readonly Ending[] | undefined {
    const { Conditions: conditions = [], Logical: logical } = predicate;
    const met = this.met.get(Name) ?? new Map<number, Ending>();
    this.met.set(Name, met);
    let isMet = false;
    for (const [index, condition] of conditions.entries()) {
      if (!isAbout(condition, ending)) continue;
      met.delete(index);
      if (stateIn(condition) !== ending.state) continue;
      met.set(index, ending);
      isMet = true;
    }
    if (!isMet || (logical !== "ANY" && met.size < conditions.length)) return undefined;
    this.met.delete(Name);
    return [...new Set(met.values())];
  }
}

function isAbout(condition: Condition, { kind, name }: Ending): boolean {
  return name === (kind === "JOB" ? condition.JobName : condition.CrawlerName);
}

function stateIn({ JobName, State, CrawlState }: Condition): string | undefined {
  return JobName === undefined ? CrawlState : State;
}
