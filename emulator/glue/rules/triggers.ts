/**
 * What CreateTrigger and UpdateTrigger refuse, in AWS Glue's words where they are known. Sources: Web API Reference,
 * "CreateTrigger", "Predicate", "Condition", "Action"; AWS Glue Developer Guide, "AWS Glue triggers".
 */
import { cronFault } from "../../../aws/glue/cron";
import { LONGEST_TIMEOUT } from "../../../aws/glue/jobs";
import {
  CRAWL_STATES,
  JOB_STATES,
  LARGEST_BATCH,
  LOGICAL,
  LONGEST_BATCH_WINDOW,
  MOST_CONDITIONS,
  MOST_CRAWLERS,
  TRIGGER_TYPES,
} from "../../../aws/glue/triggers";
import { objectOf, textOf } from "../../edge/messages";
import { descriptionFault, nameFault, numberFault } from "./texts";

type Body = Readonly<Record<string, unknown>>;

/** What CreateTrigger asks for, but for its name. */
export function newTriggerFault(trigger: Body): string | undefined {
  const type = textOf(trigger["Type"]);
  if (!TRIGGER_TYPES.some((one) => one === type)) return `Invalid trigger type: ${type}`;
  if (type === "SCHEDULED" && textOf(trigger["Schedule"]) === "") return "Schedule cannot be null or empty";
  if (type === "CONDITIONAL" && trigger["Predicate"] === undefined) return "Predicate cannot be null or empty";
  if (type === "ON_DEMAND" && trigger["StartOnCreation"] === true) {
    return "StartOnCreation is not supported for ON_DEMAND triggers";
  }
  if (listOf(trigger["Actions"]).length === 0) return "Actions cannot be null or empty";
  return changedTriggerFault(type, trigger);
}

/** What is asked for of a trigger of a type, be it new or changed. */
export function changedTriggerFault(type: string, trigger: Body): string | undefined {
  const { Schedule: schedule, Predicate: predicate, EventBatchingCondition: batching } = trigger;
  if (schedule !== undefined && type !== "SCHEDULED") return `Schedule is not supported for ${type} triggers`;
  if (predicate !== undefined && type !== "CONDITIONAL") return `Predicate is not supported for ${type} triggers`;
  const cron = schedule === undefined ? undefined : cronFault(textOf(schedule));
  if (cron !== undefined) return `Invalid schedule ${textOf(schedule)}: ${cron.reason}`;
  const actions = listOf(trigger["Actions"]);
  return (
    descriptionFault(trigger["Description"]) ??
    (predicate === undefined ? undefined : predicateFault(objectOf(predicate), actions)) ??
    firstOf(actions, actionFault) ??
    crawlersFault(actions) ??
    (batching === undefined ? undefined : batchingFault(objectOf(batching)))
  );
}

function predicateFault(predicate: Body, actions: readonly Body[]): string | undefined {
  const conditions = listOf(predicate["Conditions"]);
  if (conditions.length === 0) return "Conditions cannot be null or empty";
  if (conditions.length > MOST_CONDITIONS) return `A predicate can have at most ${MOST_CONDITIONS} conditions`;
  const logical = predicate["Logical"];
  // "If multiple conditions are listed, then this field is required."
  if (logical === undefined && conditions.length > 1) return "Logical cannot be null or empty";
  if (logical !== undefined && !LOGICAL.some((one) => one === logical)) return `Invalid logical: ${textOf(logical)}`;
  const started = actions.map(({ JobName: name }) => textOf(name)).filter((name) => name !== "");
  return (
    firstOf(conditions, conditionFault) ??
    (conditions.some(({ JobName: name }) => started.includes(textOf(name)))
      ? "Job cannot be a Predicate and Action for Conditional Trigger."
      : undefined)
  );
}

function conditionFault(condition: Body): string | undefined {
  const { LogicalOperator: operator, JobName: job, CrawlerName: crawler, State: state, CrawlState: crawl } = condition;
  if (operator === undefined) return "Logical operator cannot be null or empty";
  if (operator !== "EQUALS") return `Invalid logical operator: ${textOf(operator)}`;
  if (job === undefined && crawler === undefined) return "JobName or CrawlerName in condition cannot be null or empty";
  // A condition that names both is one on the job.
  if (job !== undefined) return nameFault("Job Name", job) ?? stateFault("job", JOB_STATES, state);
  return nameFault("Crawler Name", crawler) ?? stateFault("crawler", CRAWL_STATES, crawl);
}

function stateFault(subject: string, allowed: readonly string[], state: unknown): string | undefined {
  if (allowed.some((one) => one === state)) return undefined;
  const found = state === undefined ? "State cannot be null or empty" : `Invalid state ${textOf(state)}`;
  return `${found}, choose from one of the following ${subject} state: [${allowed.join(", ")}]`;
}

function actionFault(action: Body): string | undefined {
  const { JobName: job, CrawlerName: crawler, SecurityConfiguration: security } = action;
  return (
    actionTargetFault(job, crawler) ??
    (security === undefined ? undefined : nameFault("SecurityConfiguration", security)) ??
    numberFault("Timeout", action["Timeout"], 1, LONGEST_TIMEOUT) ??
    numberFault("NotifyDelayAfter", objectOf(action["NotificationProperty"])["NotifyDelayAfter"], 1)
  );
}

function actionTargetFault(job: unknown, crawler: unknown): string | undefined {
  if (job !== undefined && crawler !== undefined)
    return "Both JobName and CrawlerName cannot be set together in an action";
  if (job === undefined && crawler === undefined) return "JobName or CrawlerName must be set in an action";
  return job === undefined ? nameFault("Crawler Name", crawler) : nameFault("Job Name", job);
}

function crawlersFault(actions: readonly Body[]): string | undefined {
  const crawlers = actions.filter(({ CrawlerName: name }) => name !== undefined).length;
  return crawlers > MOST_CRAWLERS ? `Only ${MOST_CRAWLERS} crawlers can be activated by a single trigger` : undefined;
}

function batchingFault(batching: Body): string | undefined {
  if (batching["BatchSize"] === undefined) return "BatchSize cannot be null or empty";
  return (
    numberFault("BatchSize", batching["BatchSize"], 1, LARGEST_BATCH) ??
    numberFault("BatchWindow", batching["BatchWindow"], 1, LONGEST_BATCH_WINDOW)
  );
}

function firstOf(items: readonly Body[], faultOf: (item: Body) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function listOf(value: unknown): Body[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
