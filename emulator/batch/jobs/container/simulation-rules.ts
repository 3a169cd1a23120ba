/** Says from outside how simulated jobs go: what the environment of a container gets beside what its job sets. */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";

const variables = z.record(z.string().min(1), z.string());

const rulesShape = z.array(
  z.strictObject({
    /** A container is meant whose environment has all of these. */
    match: variables.refine((match) => Object.keys(match).length > 0, { error: "must name a variable" }),
    /** What its environment gets, e.g. `DAPF_EXIT_CODE`. */
    set: variables,
  }),
);

export type SimulationRule = z.infer<typeof rulesShape>[number];

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
    const matching = this.rules.filter(({ match }) =>
      Object.entries(match).every(([name, value]) => (further[name] ?? environment.get(name)) === value),
    );
    if (matching.length === 0) return container;
    for (const { set } of matching) for (const [name, value] of Object.entries(set)) environment.set(name, value);
    return { ...container, environment: [...environment].map(([name, value]) => ({ name, value })) };
  }
}
