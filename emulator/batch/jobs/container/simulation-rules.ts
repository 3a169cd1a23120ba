/**
 * Says from outside how simulated jobs go: what the environment of a container gets beside what its job sets, what is taken
 * for the hyperparameters of a training job, which keeps its own, and what is wrong with a compute environment.
 */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { fitsName } from "../job-filters";
import { type EnvironmentRule, environmentRuleShape } from "./environment-rule";

const variables = z.record(z.string().min(1), z.string());

const jobRuleShape = z
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

export type JobRule = z.infer<typeof jobRuleShape>;
export type SimulationRule = JobRule | EnvironmentRule;

/** Of two shapes the one that a rule means, so that what is said of a wrong rule is about that one. */
const rulesShape = z.array(
  z.looseObject({}).transform((rule, context): SimulationRule => {
    const shape = "computeEnvironment" in rule ? environmentRuleShape : jobRuleShape;
    const { data, error } = shape.safeParse(rule);
    if (data !== undefined) return data;
    for (const { message, path } of error.issues) context.addIssue({ code: "custom", message, path });
    return z.NEVER;
  }),
);

/** Who acts on what is simulated. */
export interface Simulated {
  /** Other rules are about to hold: what happened by now happened without them. */
  catchUp(): void;
  /** Other rules hold than before. */
  changed(): void;
  /** Takes the Spot capacity of an environment away, by its name. */
  reclaim(computeEnvironment: string): Reclaimed;
}

export interface Reclaimed {
  /** Ids of the instances that are gone; of Fargate Spot there are none. */
  readonly instances: string[];
  /** Ids of the jobs that ran there. */
  readonly jobs: string[];
}

export class SimulationRules {
  private rules: readonly SimulationRule[] = [];
  private jobRules: readonly JobRule[] = [];
  private readonly simulated: Simulated[] = [];

  get all(): readonly SimulationRule[] {
    return this.rules;
  }

  tell(simulated: Simulated): void {
    this.simulated.push(simulated);
  }

  /**
   * Puts rules in the place of those that there are; jobs that have been submitted stay as they are.
   *
   * @throws z.ZodError naming what is wrong
   */
  replace(rules: unknown): void {
    const parsed = rulesShape.parse(rules);
    for (const one of this.simulated) one.catchUp();
    this.rules = parsed;
    this.jobRules = this.rules.filter((rule): rule is JobRule => !("computeEnvironment" in rule));
    for (const one of this.simulated) one.changed();
  }

  /** What is wrong with an environment; of two rules the later one counts. */
  conditionsOf(computeEnvironment: string): EnvironmentRule | undefined {
    return this.rules.findLast(
      (rule): rule is EnvironmentRule => "computeEnvironment" in rule && rule.computeEnvironment === computeEnvironment,
    );
  }

  /** What Spot capacity of an environment is taken away, as EC2 does with two minutes' notice. */
  reclaim(computeEnvironment: string): Reclaimed {
    const all = this.simulated.map((one) => one.reclaim(computeEnvironment));
    return { instances: all.flatMap(({ instances }) => instances), jobs: all.flatMap(({ jobs }) => jobs) };
  }

  /**
   * The container with what the rules set; of two rules the later one counts.
   *
   * @param further - variables that only the running container has
   * @returns the very same container when no rule matches
   */
  applied(container: ContainerProperties, further: Readonly<Record<string, string>> = {}): ContainerProperties {
    if (this.jobRules.length === 0) return container;
    const environment = new Map((container.environment ?? []).map(({ name, value }) => [name, value]));
    const matching = this.jobRules.filter(
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
    const matching = this.jobRules
      .filter(({ trainingJobs }) => trainingJobs !== undefined && fitsName(trainingJobs, jobName))
      .filter(({ match }) => Object.entries(match).every(([name, value]) => own[name] === value));
    return Object.assign({}, ...matching.map(({ set }) => set)) as Record<string, string>; // Cast: of objects of strings.
  }
}
