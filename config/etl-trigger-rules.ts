import { CRON_PAGE, cronFault, neverFires } from "../aws/glue/cron";
import { MOST_CRAWLERS, TRIGGER_PAGE, TRIGGERS_GUIDE } from "../aws/glue/triggers";
import type { Targets } from "./etl-names";
import type { EtlAction, EtlCondition, EtlTrigger } from "./etl-schema";
import type { ValueProblem } from "./zod-problems";

/** @returns what AWS Glue would refuse about a trigger, or never do. */
export function triggerProblems(trigger: EtlTrigger, path: readonly PropertyKey[], targets: Targets): ValueProblem[] {
  const { type } = trigger;
  return [
    ...belongs(type === "SCHEDULED", "schedule", trigger, path),
    ...belongs(type === "CONDITIONAL", "predicate", trigger, path),
    ...(type === "EVENT" ? [] : belongs(false, "event_batching_condition", trigger, path)),
    ...startProblems(trigger, path),
    ...scheduleProblems(trigger, path),
    ...(trigger.predicate?.conditions ?? []).flatMap((condition, index) =>
      conditionProblems(condition, [...path, "predicate", "conditions", index]),
    ),
    ...trigger.actions.flatMap((action, index) => oneTarget(action, [...path, "actions", index])),
    ...crawlerProblems(trigger, path),
    ...selfTriggering(trigger, path, targets),
  ];
}

function belongs(
  wanted: boolean,
  key: "schedule" | "predicate" | "event_batching_condition",
  trigger: EtlTrigger,
  path: readonly PropertyKey[],
): ValueProblem[] {
  if ((trigger[key] !== undefined) === wanted) return [];
  const rule = wanted
    ? `is missing; a ${trigger.type} trigger needs it`
    : `has no place in a trigger of type ${trigger.type}`;
  return [{ path: [...path, key], rule, source: TRIGGER_PAGE }];
}

/** "Set to true to start SCHEDULED and CONDITIONAL triggers when created. True is not supported for ON_DEMAND triggers." */
function startProblems({ type, start_on_creation: starts }: EtlTrigger, path: readonly PropertyKey[]): ValueProblem[] {
  if (type !== "ON_DEMAND" || !starts) return [];
  const rule = "cannot be true in a trigger of type ON_DEMAND";
  return [{ path: [...path, "start_on_creation"], rule, allowed: ["false"], source: TRIGGER_PAGE }];
}

function scheduleProblems({ type, schedule }: EtlTrigger, path: readonly PropertyKey[]): ValueProblem[] {
  if (schedule === undefined || type !== "SCHEDULED") return [];
  const fault = cronFault(schedule);
  const reason = fault?.reason ?? (neverFires(schedule) ? "no year has such a day" : undefined);
  if (reason === undefined) return [];
  const rule = `is ${JSON.stringify(schedule)}, but ${reason}`;
  return [{ path: [...path, "schedule"], rule, allowed: fault?.allowed, source: CRON_PAGE }];
}

function conditionProblems(condition: EtlCondition, path: readonly PropertyKey[]): ValueProblem[] {
  const targets = oneTarget(condition, path);
  if (targets.length > 0) return targets;
  const ofCrawler = condition.crawler_name !== undefined;
  const crawlState = condition.crawl_state ?? condition.crawler_state;
  if (ofCrawler && crawlState === undefined) {
    return [{ path: [...path, "crawl_state"], rule: "is missing; a condition on a crawler needs it" }];
  }
  if (!ofCrawler && condition.state === undefined) {
    return [{ path: [...path, "state"], rule: "is missing; a condition on a job needs it" }];
  }
  return [];
}

function oneTarget(item: EtlCondition | EtlAction, path: readonly PropertyKey[]): ValueProblem[] {
  const targets = [item.job_name, item.crawler_name].filter((name) => name !== undefined);
  return targets.length === 1 ? [] : [{ path, rule: "must name either a job_name or a crawler_name" }];
}

function crawlerProblems({ actions }: EtlTrigger, path: readonly PropertyKey[]): ValueProblem[] {
  const crawlers = actions.filter(({ crawler_name: crawler }) => crawler !== undefined).length;
  if (crawlers <= MOST_CRAWLERS) return [];
  const rule = `starts ${crawlers} crawlers, and one trigger can start at most ${MOST_CRAWLERS}`;
  return [{ path: [...path, "actions"], rule, source: TRIGGERS_GUIDE }];
}

/** AWS Glue: "Job cannot be a Predicate and Action for Conditional Trigger". */
function selfTriggering(trigger: EtlTrigger, path: readonly PropertyKey[], targets: Targets): ValueProblem[] {
  const awaited = new Set((trigger.predicate?.conditions ?? []).map((condition) => targets.of(condition)));
  return trigger.actions.flatMap((action, index) => {
    const { job_name: name } = action;
    if (name === undefined || !awaited.has(targets.of(action))) return [];
    const rule = `starts ${JSON.stringify(name)}, a job that the same trigger waits for`;
    return [{ path: [...path, "actions", index, "job_name"], rule, source: TRIGGER_PAGE }];
  });
}
