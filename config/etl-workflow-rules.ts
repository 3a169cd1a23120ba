import { JOB_STATES, WORKFLOW_PAGE, WORKFLOWS_GUIDE } from "../aws/glue/triggers";
import type { Targets } from "./etl-names";
import type { EtlCondition, EtlTrigger, EtlWorkflow } from "./etl-schema";
import type { ValueProblem } from "./zod-problems";

type Path = readonly PropertyKey[];
type Named = readonly [key: string, trigger: EtlTrigger];

const [SUCCEEDED] = JOB_STATES;

/** @returns why a workflow cannot be started, not as a whole, or would never end. */
export function workflowProblems(workflow: EtlWorkflow, path: Path, targets: Targets): ValueProblem[] {
  const triggers = Object.entries(workflow.triggers);
  const starts = triggers.filter(([, { type }]) => type !== "CONDITIONAL");
  if (starts.length === 0) return [unstartable(triggers, path)];
  const firing = firingTriggers(triggers, targets);
  return [
    ...severalStarts(starts, path),
    ...neverFiring(triggers, firing, path, targets),
    ...endless(firing, path, targets),
  ];
}

/**
 * Triggers that wait for a job or crawler that is not of this configuration and that their workflow does not start: "If a job
 * or crawler in a workflow is started by a trigger that is outside the workflow, any triggers inside the workflow that depend
 * on job or crawler completion (succeeded or otherwise) do not fire."
 */
export function strangersAwaited(workflow: EtlWorkflow, path: Path, targets: Targets): ValueProblem[] {
  const triggers = Object.entries(workflow.triggers);
  const started = startedBy(triggers, targets);
  return triggers.flatMap(([key, { predicate }]): ValueProblem[] => {
    const conditions = predicate?.conditions ?? [];
    const strange = conditions.filter((condition) => isStrange(condition, started, targets));
    const [first] = strange;
    if (first === undefined || (predicate?.logical === "ANY" && strange.length < conditions.length)) return [];
    const rule = `never fires: it waits for ${nameOf(first)}, which no trigger of the workflow starts`;
    return [{ path: [...path, "triggers", key], rule, source: WORKFLOW_PAGE }];
  });
}

/** "Each workflow has a start trigger": on demand, on a schedule or on events. */
function unstartable(triggers: readonly Named[], path: Path): ValueProblem {
  const what = triggers.length === 0 ? "no triggers" : "triggers of type CONDITIONAL only";
  const rule = `has ${what}, so that nothing can start it: it needs a trigger of type ON_DEMAND, SCHEDULED or EVENT`;
  return { path, rule, source: WORKFLOWS_GUIDE };
}

/** "Only one starting trigger (on-demand or schedule) is permitted." */
function severalStarts(starts: readonly Named[], path: Path): ValueProblem[] {
  return starts.slice(1).map(([key, trigger]) => ({
    path: [...path, "triggers", key, "type"],
    rule: `cannot be ${trigger.type}: a workflow has one start trigger, here already ${starts[0]?.[0] ?? ""}`,
    hint: "make it CONDITIONAL, or move it to a workflow of its own",
    source: WORKFLOW_PAGE,
  }));
}

/** The triggers that fire when all goes as their conditions say, in the order in which they do. */
function firingTriggers(triggers: readonly Named[], targets: Targets): Named[] {
  const everStarted = startedBy(triggers, targets);
  const started = new Set<string | undefined>();
  const firing: Named[] = [];
  const isMet = (condition: EtlCondition) =>
    started.has(targets.of(condition)) || isStrange(condition, everStarted, targets);
  const canFire = ({ type, predicate }: EtlTrigger): boolean => {
    if (type !== "CONDITIONAL" || predicate === undefined) return true;
    return predicate.logical === "AND" ? predicate.conditions.every(isMet) : predicate.conditions.some(isMet);
  };
  for (let waiting = triggers; ;) {
    const next = waiting.filter(([, trigger]) => canFire(trigger));
    if (next.length === 0) return firing;
    firing.push(...next);
    for (const target of startedBy(next, targets)) started.add(target);
    waiting = waiting.filter((one) => !next.includes(one));
  }
}

function neverFiring(
  triggers: readonly Named[],
  firing: readonly Named[],
  path: Path,
  targets: Targets,
): ValueProblem[] {
  const started = startedBy(triggers, targets);
  const dead = triggers.filter((one) => !firing.includes(one));
  const roots = dead.flatMap(([key, { predicate }]) =>
    (predicate?.conditions ?? []).flatMap((condition, index): ValueProblem[] => {
      const target = targets.of(condition);
      if (target === undefined || started.has(target)) return [];
      const rule = `waits for ${nameOf(condition)}, which no trigger of the workflow starts, so that this one never fires`;
      return [{ path: [...path, "triggers", key, "predicate", "conditions", index], rule, source: WORKFLOW_PAGE }];
    }),
  );
  // What waits for a trigger that never fires is mended with it; without such a one they wait for each other.
  if (roots.length > 0) return roots;
  return dead.map(([key]) => ({
    path: [...path, "triggers", key],
    rule: "never fires: what it waits for is started only by triggers that wait for what this one starts",
    source: WORKFLOW_PAGE,
  }));
}

/** A job that starts again whenever it has succeeded, through others: the run of the workflow would not end. */
function endless(firing: readonly Named[], path: Path, targets: Targets): ValueProblem[] {
  const follows = successions(firing, targets);
  const closings = firing.flatMap(([key, { predicate, actions }]) =>
    actions.flatMap((action, index): ValueProblem[] => {
      const target = targets.of(action);
      if (target === undefined) return [];
      const closing = (predicate?.conditions ?? []).find((condition) => {
        const before = targets.of(condition);
        if (before === undefined || before === target || !succeeds(condition)) return false;
        return leadsTo(follows, target, before);
      });
      if (closing === undefined) return [];
      const rule = `starts ${nameOf(action)} after ${nameOf(closing)}, which itself follows it, so that a run never ends`;
      return [{ path: [...path, "triggers", key, "actions", index], rule, source: WORKFLOWS_GUIDE }];
    }),
  );
  // All triggers of a circle close it; the one that fires last is the one that is too much.
  return closings.slice(-1);
}

/** What is started when something else has succeeded. */
function successions(triggers: readonly Named[], targets: Targets): ReadonlyMap<string, ReadonlySet<string>> {
  const follows = new Map<string, Set<string>>();
  for (const one of triggers) {
    for (const condition of one[1].predicate?.conditions ?? []) {
      const before = targets.of(condition);
      if (before === undefined || !succeeds(condition)) continue;
      const after = startedBy([one], targets);
      follows.set(before, new Set([...(follows.get(before) ?? []), ...after]));
    }
  }
  return follows;
}

function leadsTo(follows: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  // A set that grows while it is gone through is gone through to its end.
  for (const one of seen) for (const next of follows.get(one) ?? []) seen.add(next);
  return seen.has(to);
}

function startedBy(triggers: readonly Named[], targets: Targets): Set<string> {
  const all = triggers.flatMap(([, { actions }]) => actions.map((action) => targets.of(action)));
  return new Set(all.filter((target) => target !== undefined));
}

/** Whether a condition is on something that is neither of this configuration nor started by the workflow. */
function isStrange(condition: EtlCondition, started: ReadonlySet<string>, targets: Targets): boolean {
  const target = targets.of(condition);
  return target !== undefined && !targets.isOwn(target) && !started.has(target);
}

function succeeds({ state, crawl_state: crawl, crawler_state: crawler }: EtlCondition): boolean {
  return (state ?? crawl ?? crawler) === SUCCEEDED;
}

function nameOf(item: { readonly job_name?: string; readonly crawler_name?: string }): string {
  return JSON.stringify(item.job_name ?? item.crawler_name);
}
