/**
 * Says from outside how simulated jobs go: what the environment of a container gets beside what its job sets, and what is taken
 * for the hyperparameters of a training job, which keeps its own.
 */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { fitsName } from "../job-filters";

const variables = z.record(z.string().min(1), z.string());

const containerRule = z.strictObject({
  /** A container is meant whose environment has all of these. */
  match: variables.refine((match) => Object.keys(match).length > 0, { error: "must name a variable" }),
  /** What its environment gets, e.g. `DAPF_EXIT_CODE`. */
  set: variables,
});

const trainingRule = z.strictObject({
  /** The service jobs of this name are meant; it may end in `*`, as the filter of ListServiceJobs. */
  trainingJobs: z.string().min(1),
  /** And of these only those whose hyperparameters or environment have all of these. */
  match: variables,
  /** E.g. `dapf_outcome`. */
  set: variables,
});

const rulesShape = z.array(z.union([trainingRule, containerRule]));

export type ContainerRule = z.infer<typeof containerRule>;
export type TrainingRule = z.infer<typeof trainingRule>;
export type SimulationRule = ContainerRule | TrainingRule;

export function isOfTraining(rule: SimulationRule): rule is TrainingRule {
  return "trainingJobs" in rule;
}

export class SimulationRules {
  private rules: readonly SimulationRule[] = [];

  get all(): readonly SimulationRule[] {
    return this.rules;
  }

  /**
   * Puts rules in the place of those that there are; jobs that have been submitted stay as they are.
   *
   * @throws z.ZodError naming what is wrong
   */
  replace(rules: unknown): void {
    this.rules = rulesShape.parse(rules);
  }

  /**
   * The container with what the rules set; of two rules the later one counts.
   *
   * @param further - variables that only the running container has
   * @returns the very same container when no rule matches
   */
  applied(container: ContainerProperties, further: Readonly<Record<string, string>> = {}): ContainerProperties {
    if (this.rules.length === 0) return container;
    const environment = new Map((container.environment ?? []).map(({ name, value }) => [name, value]));
    const matching = this.rules.filter(
      (rule) =>
        !isOfTraining(rule) &&
        Object.entries(rule.match).every(([name, value]) => (further[name] ?? environment.get(name)) === value),
    );
    if (matching.length === 0) return container;
    for (const { set } of matching) for (const [name, value] of Object.entries(set)) environment.set(name, value);
    return { ...container, environment: [...environment].map(([name, value]) => ({ name, value })) };
  }

  /**
   * What the rules say of a training job; of two rules the later one counts.
   *
   * @param own - its environment and hyperparameters
   */
  ofTraining(jobName: string, own: Readonly<Record<string, string>>): Record<string, string> {
    const matching = this.rules
      .filter(isOfTraining)
      .filter(({ trainingJobs }) => fitsName(trainingJobs, jobName))
      .filter(({ match }) => Object.entries(match).every(([name, value]) => own[name] === value));
    return Object.assign({}, ...matching.map(({ set }) => set)) as Record<string, string>; // Cast: of objects of strings.
  }
}
