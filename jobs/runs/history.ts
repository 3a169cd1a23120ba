import type { HistoryEvent } from "@aws-sdk/client-sfn";

/** A state of an execution, once for each time that it was entered. */
export interface StateVisit {
  readonly name: string;
  readonly enteredAt: Date;
  /** Undefined while the state lasts. */
  readonly leftAt?: Date;
  /** What its last attempt failed on. */
  readonly failure?: { readonly error: string; readonly cause: string };
  /** The Glue run of its last attempt, as Step Functions names it. */
  readonly glueRun?: GlueRunId;
}

export interface GlueRunId {
  readonly job: string;
  /** Undefined until Glue has answered. */
  readonly id?: string;
}

type Changing = { -readonly [Key in keyof StateVisit]: StateVisit[Key] };

/** @returns the states that an execution has visited, in order */
export function visitsOf(events: readonly HistoryEvent[]): readonly StateVisit[] {
  const visits: Changing[] = [];
  const byEvent = new Map<number, Changing>();
  for (const event of events) {
    const timestamp = event.timestamp ?? new Date(0);
    const entered = event.stateEnteredEventDetails?.name;
    const before = byEvent.get(event.previousEventId ?? 0);
    const visit: Changing | undefined = entered === undefined ? before : { name: entered, enteredAt: timestamp };
    if (entered !== undefined && visit !== undefined) visits.push(visit);
    if (visit === undefined) continue;
    byEvent.set(event.id ?? 0, visit);
    if (event.stateExitedEventDetails !== undefined) visit.leftAt = timestamp;
    const failure = failureOf(event);
    if (failure !== undefined) visit.failure = failure;
    else if (event.taskSucceededEventDetails !== undefined) delete visit.failure;
    const run = glueRunOf(event, visit.glueRun);
    if (run !== undefined) visit.glueRun = run;
  }
  return visits;
}

/**
 * @param failed the error and cause that the execution ended with
 * @returns the state that failed the execution: of those that failed the one with its error, else the last
 */
export function failingVisit(
  visits: readonly StateVisit[],
  failed: { readonly error?: string | undefined; readonly cause?: string | undefined },
): StateVisit | undefined {
  const failures = visits.filter(({ failure }) => failure !== undefined);
  const same = failures.find(({ failure }) => failure?.error === failed.error && failure?.cause === failed.cause);
  return same ?? visits.find(({ name }) => name === "Give up waiting") ?? failures.at(-1);
}

/** @returns what a cause says to people: Glue's own message out of the JSON of its run */
export function causeText(cause: string): string {
  const message = jsonField(cause, "ErrorMessage") ?? jsonField(cause, "FailureReason");
  return message ?? cause;
}

function failureOf(event: HistoryEvent): StateVisit["failure"] {
  const details =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.taskStartFailedEventDetails;
  if (details === undefined) return undefined;
  return { error: details.error ?? "", cause: details.cause ?? "" };
}

/** Step Functions tells the job's name with the parameters of the task, and the id of its run once it is submitted. */
function glueRunOf(event: HistoryEvent, before: GlueRunId | undefined): GlueRunId | undefined {
  const scheduled = event.taskScheduledEventDetails;
  if (scheduled?.resourceType === "glue") {
    const job = jsonField(scheduled.parameters, "JobName");
    return job === undefined ? undefined : { job };
  }
  const id = jsonField(event.taskSubmittedEventDetails?.output, "JobRunId");
  return before === undefined || id === undefined ? before : { ...before, id };
}

function jsonField(text: string | undefined, field: string): string | undefined {
  if (text === undefined || !text.startsWith("{")) return undefined;
  try {
    const value = (JSON.parse(text) as Record<string, unknown>)[field]; // Cast: what begins so parses to an object.
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
