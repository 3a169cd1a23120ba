import { argumentProblems, jobProblems } from "./etl-job-rules";
import { jobReference, targetsOf, type EtlNames } from "./etl-names";
import type { EtlAction, EtlCondition, EtlDefinitions, EtlTrigger } from "./etl-schema";
import { triggerProblems } from "./etl-trigger-rules";
import { strangersAwaited, workflowProblems } from "./etl-workflow-rules";
import { kebabCase } from "./names";
import type { ValueProblem } from "./zod-problems";

/**
 * @param names of the environment, so that a job counts as the same whether its key or its full name is written.
 * @returns everything about the jobs, workflows and triggers that Glue would refuse or never do and that one value alone
 *   cannot show.
 */
export function etlProblems({ jobs, workflows }: EtlDefinitions, names: EtlNames): ValueProblem[] {
  const targets = targetsOf({ jobs }, names);
  return [
    ...nameCollisions(Object.keys(jobs).map((key) => ({ key, path: ["jobs", key] }))),
    ...nameCollisions(Object.keys(workflows).map((key) => ({ key, path: ["workflows", key] }))),
    // AWS Glue: the name of a trigger is unique in an account and region, not only in its workflow.
    ...nameCollisions(triggersOf(workflows).map(({ key, path }) => ({ key, path }))),
    ...Object.entries(jobs).flatMap(([key, job]) => jobProblems(job, ["jobs", key])),
    ...Object.entries(workflows).flatMap(([key, workflow]) => workflowProblems(workflow, ["workflows", key], targets)),
    ...triggersOf(workflows).flatMap(({ trigger, path }) => triggerProblems(trigger, path, targets)),
    ...triggersOf(workflows).flatMap(({ trigger, path }) =>
      trigger.actions.flatMap(({ job_name: name, arguments: given }, index) => {
        const reference = name === undefined ? undefined : jobReference({ jobs }, name, names);
        const job = reference?.kind === "own" ? jobs[reference.key] : undefined;
        return job === undefined ? [] : argumentProblems(job, given, [...path, "actions", index, "arguments"]);
      }),
    ),
  ];
}

/** @returns what Glue takes but will never do, as far as this configuration shows. */
export function etlDoubts({ jobs, workflows }: EtlDefinitions, names: EtlNames): ValueProblem[] {
  const targets = targetsOf({ jobs }, names);
  return Object.entries(workflows).flatMap(([key, workflow]) => {
    return strangersAwaited(workflow, ["workflows", key], targets);
  });
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
