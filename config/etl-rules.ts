import type { EtlAction, EtlCondition, EtlDefinitions, EtlJob, EtlTrigger, EtlWorkflow } from "./etl-schema";
import { kebabCase } from "./names";
import type { ValueProblem } from "./zod-problems";

/** @returns everything about the jobs, workflows and triggers that Glue would refuse and that one value alone cannot show. */
export function etlProblems({ jobs, workflows }: EtlDefinitions): ValueProblem[] {
  return [
    ...nameCollisions(Object.keys(jobs).map((key) => ({ key, path: ["jobs", key] }))),
    ...nameCollisions(Object.keys(workflows).map((key) => ({ key, path: ["workflows", key] }))),
    // AWS Glue: the name of a trigger is unique in an account and region, not only in its workflow.
    ...nameCollisions(triggersOf(workflows).map(({ key, path }) => ({ key, path }))),
    ...Object.entries(jobs).flatMap(([key, job]) => capacityProblems(job, ["jobs", key])),
    ...Object.entries(workflows).flatMap(([key, workflow]) => startProblems(workflow, ["workflows", key])),
    ...triggersOf(workflows).flatMap(({ trigger, path }) => triggerProblems(trigger, path)),
  ];
}

interface PlacedTrigger {
  readonly key: string;
  readonly trigger: EtlTrigger;
  readonly path: readonly PropertyKey[];
}

/** @returns the triggers of all workflows, in the order of the configuration. */
export function triggersOf(workflows: EtlDefinitions["workflows"]): PlacedTrigger[] {
  return Object.entries(workflows).flatMap(([workflowKey, workflow]) =>
    Object.entries(workflow.triggers).map(([key, trigger]) => ({
      key,
      trigger,
      path: ["workflows", workflowKey, "triggers", key],
    })),
  );
}

/** @returns the conditions and the actions of a trigger with their paths. */
export function referencesOf({
  trigger,
  path,
}: PlacedTrigger): { item: EtlCondition | EtlAction; path: PropertyKey[] }[] {
  const conditions = trigger.predicate?.conditions ?? [];
  return [
    ...conditions.map((item, index) => ({ item, path: [...path, "predicate", "conditions", index] })),
    ...trigger.actions.map((item, index) => ({ item, path: [...path, "actions", index] })),
  ];
}

function nameCollisions(named: readonly { key: string; path: readonly PropertyKey[] }[]): ValueProblem[] {
  const first = new Map<string, readonly PropertyKey[]>();
  return named.flatMap(({ key, path }) => {
    const name = kebabCase(key);
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, path);
      return [];
    }
    const rule = `gets the same AWS name as ${other.map(String).join(".")} ("...-${name}")`;
    return [{ path, rule, hint: "names are lower case with - for _; rename one of the two" }];
  });
}

/** AWS Glue: a job is sized by `max_capacity` or by `worker_type` and `number_of_workers`, not by both. */
function capacityProblems(job: EtlJob, path: readonly PropertyKey[]): ValueProblem[] {
  const byWorkers = job.worker_type !== undefined || job.number_of_workers !== undefined;
  if (job.max_capacity !== undefined && byWorkers) {
    return [{ path: [...path, "max_capacity"], rule: "cannot stand beside worker_type or number_of_workers" }];
  }
  if (byWorkers && (job.worker_type === undefined || job.number_of_workers === undefined)) {
    const missing = job.worker_type === undefined ? "worker_type" : "number_of_workers";
    return [{ path: [...path, missing], rule: "is missing; worker_type and number_of_workers go together" }];
  }
  return [];
}

/** AWS Glue: "each workflow has a start trigger", and a second one is refused. */
function startProblems(workflow: EtlWorkflow, path: readonly PropertyKey[]): ValueProblem[] {
  const starts = Object.entries(workflow.triggers).filter(([, trigger]) => trigger.type !== "CONDITIONAL");
  return starts.slice(1).map(([key, trigger]) => ({
    path: [...path, "triggers", key, "type"],
    rule: `cannot be ${trigger.type}: a workflow has one start trigger, here already ${starts[0]?.[0] ?? ""}`,
    hint: "make it CONDITIONAL, or move it to a workflow of its own",
  }));
}

function triggerProblems(trigger: EtlTrigger, path: readonly PropertyKey[]): ValueProblem[] {
  const { type } = trigger;
  return [
    ...belongs(type === "SCHEDULED", "schedule", trigger, path),
    ...belongs(type === "CONDITIONAL", "predicate", trigger, path),
    ...(type === "EVENT" ? [] : belongs(false, "event_batching_condition", trigger, path)),
    ...(trigger.predicate?.conditions ?? []).flatMap((condition, index) =>
      conditionProblems(condition, [...path, "predicate", "conditions", index]),
    ),
    ...trigger.actions.flatMap((action, index) => oneTarget(action, [...path, "actions", index])),
    ...selfTriggering(trigger, path),
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
  return [{ path: [...path, key], rule }];
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

/** AWS Glue: "Job cannot be a Predicate and Action for Conditional Trigger". */
function selfTriggering(trigger: EtlTrigger, path: readonly PropertyKey[]): ValueProblem[] {
  const awaited = new Set((trigger.predicate?.conditions ?? []).map((condition) => condition.job_name));
  return trigger.actions.flatMap(({ job_name: name }, index) => {
    if (name === undefined || !awaited.has(name)) return [];
    const rule = `starts ${JSON.stringify(name)}, a job that the same trigger waits for`;
    return [{ path: [...path, "actions", index, "job_name"], rule }];
  });
}
