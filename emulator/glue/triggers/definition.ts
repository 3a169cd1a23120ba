/** Triggers as moto keeps them; names of the API. */
import type { InternalCalls } from "../../edge/internal-calls";
import { objectOf } from "../../edge/messages";

export interface Condition {
  readonly JobName?: string;
  readonly State?: string;
  readonly CrawlerName?: string;
  readonly CrawlState?: string;
}

export interface Action {
  readonly JobName?: string;
  readonly CrawlerName?: string;
  readonly Arguments?: Readonly<Record<string, string>>;
}

export interface Trigger {
  readonly Name: string;
  readonly Type: string;
  readonly State?: string;
  readonly WorkflowName?: string;
  readonly Schedule?: string;
  readonly Predicate?: { readonly Logical?: string; readonly Conditions?: readonly Condition[] };
  readonly Actions?: readonly Action[];
}

/** All triggers of an account and Region. */
export async function allTriggers(calls: InternalCalls): Promise<Trigger[]> {
  const found: Trigger[] = [];
  let next: string | undefined;
  do {
    const page: { Triggers: Trigger[]; NextToken?: string } = await calls.json("glue", "AWSGlue.GetTriggers", {
      ...(next === undefined ? {} : { NextToken: next }),
    });
    found.push(...page.Triggers);
    next = page.NextToken;
  } while (next !== undefined);
  return found;
}

/** @returns undefined when there is no such trigger */
export async function triggerNamed(name: string, calls: InternalCalls): Promise<Trigger | undefined> {
  const answer = await calls.jsonAnswer("glue", "AWSGlue.GetTrigger", { Name: name });
  if (answer.status !== 200) return undefined;
  // Cast: what GetTrigger answers.
  return objectOf(JSON.parse(answer.body.toString("utf8")))["Trigger"] as Trigger | undefined;
}

/** Whether a trigger starts its workflow: it is on demand, by schedule or by event, and there is one at most. */
export function isStart({ Type }: Trigger): boolean {
  return Type !== "CONDITIONAL";
}
