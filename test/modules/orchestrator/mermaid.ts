import { edgesOf } from "../../../modules/batch-construct/orchestrator/edges";
import type { State, StateMachine } from "../../../modules/batch-construct/orchestrator/states";

/**
 * The picture of a state machine, as a Mermaid flowchart: error ways are dotted, choices are diamonds.
 * @throws RangeError for machines with parallel branches, which dapf does not draw
 */
export function mermaidOf(machine: StateMachine): string {
  const names = Object.keys(machine.States);
  const id = (name: string) => `s${names.indexOf(name)}`;
  const lines = Object.entries(machine.States).flatMap(([name, state]) => [
    `  ${id(name)}${shape(name, state)}`,
    ...edgesOf(state).map(({ to, label }) => {
      if (label === undefined) return `  ${id(name)} --> ${id(to)}`;
      return label === "error" ? `  ${id(name)} -.-> ${id(to)}` : `  ${id(name)} -- "${label}" --> ${id(to)}`;
    }),
  ]);
  return ["flowchart TD", `  start((start)) --> ${id(machine.StartAt)}`, ...lines].join("\n");
}

function shape(name: string, state: State): string {
  switch (state.Type) {
    case "Choice":
      return `{"${name}"}`;
    case "Succeed":
    case "Fail":
      return `(("${name}"))`;
    case "Wait":
      return `("${name}: ${state.Seconds} s")`;
    case "Parallel":
      throw new RangeError(`${name} has parallel branches`);
    default:
      return `["${name}"]`;
  }
}
