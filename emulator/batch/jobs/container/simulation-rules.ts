/**
 * Says from outside how simulated jobs go: what the environment of a container gets beside what its job sets, and what is taken
 * for the hyperparameters of a training job, which keeps its own.
 */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { fitsName } from "../job-filters";

const variables = z.record(z.string().min(1), z.string());

const ruleShape = z
  .strictObject({
    /** The service jobs of this name; it may end in `*`, as the filter of ListServiceJobs. Absent: containers are meant. */
    trainingJobs: z.string().min(1).optional(),
    /** Only those whose environment, or hyperparameters, have all of these. */
    match: variables,
    /** What their environment gets, e.g. `DAPF_EXIT_CODE`; or what counts for training jobs, e.g. `dapf_outcome`. */
    set: variables,
  })
  .refine(({ trainingJobs, match }) => trainingJobs !== undefined || Object.keys(match).length > 0, {
    error: "must name a variable",
    path: ["match"],
  });

const rulesShape = z.array(ruleShape);

export type SimulationRule = z.infer<typeof ruleShape>;

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
      ({ trainingJobs, match }) =>
        trainingJobs === undefined &&
        Object.entries(match).every(([name, value]) => (further[name] ?? environment.get(name)) === value),
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
      .filter(({ trainingJobs }) => trainingJobs !== undefined && fitsName(trainingJobs, jobName))
      .filter(({ match }) => Object.entries(match).every(([name, value]) => own[name] === value));
    return Object.assign({}, ...matching.map(({ set }) => set)) as Record<string, string>; // Cast: of objects of strings.
  }
}
