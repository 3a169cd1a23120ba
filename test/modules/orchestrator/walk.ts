import { edgesOf, type Edge } from "../../../modules/batch-construct/orchestrator/edges";
import type { ChoiceState, State, StateMachine } from "../../../modules/batch-construct/orchestrator/states";

/** What happens in a test's run: the states that fail, and what the completion parameter says at each check. */
export interface Course {
  readonly failing?: readonly string[];
  readonly completion?: readonly string[];
}

/**
 * Walks through a state machine as an execution would, with choices taken by what earlier states left.
 * @returns the names of the states in the order in which they are entered
 */
export function walk(machine: StateMachine, { failing = [], completion = ["True"] }: Course = {}): string[] {
  const entered: string[] = [];
  const present = new Set<string>();
  let checks = 0;
  const taken = ({ Choices, Default }: ChoiceState): string =>
    Choices.find((rule) => {
      if ("IsPresent" in rule) return present.has(rule.Variable) === rule.IsPresent;
      if ("NumericGreaterThanEquals" in rule) return checks >= rule.NumericGreaterThanEquals;
      return (completion[checks] ?? completion.at(-1)) === rule.StringEquals;
    })?.Next ?? Default;
  for (let name: string | undefined = machine.StartAt; name !== undefined;) {
    entered.push(name);
    if (entered.length > 20_000) throw new Error("the execution does not end");
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new Error(`no state ${name}`);
    const edges = edgesOf(state);
    let edge: Edge | undefined;
    if (state.Type === "Choice") {
      edge = { to: taken(state) };
    } else {
      if (name === "Count the check") checks++;
      edge = edges.find(({ label }) => (label === "error") === failing.includes(name ?? ""));
    }
    if (edge?.adds !== undefined) present.add(edge.adds);
    name = edge?.to;
  }
  return entered;
}
