import { edgesOf } from "./edges";
import type { State, StateMachine } from "./states";

/** A state machine that AWS would refuse, or that could hang or be stuck. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";

  constructor(
    /** What is wrong, one sentence each, beginning with the name of the state. */
    readonly problems: readonly string[],
  ) {
    super(problems.join("\n"));
  }
}

/**
 * The Amazon States Language of a state machine.
 * @throws DefinitionError when a transition leads nowhere, a state cannot be reached, or one cannot get to an end
 */
export function renderDefinition(machine: StateMachine): string {
  const problems = problemsOf(machine);
  if (problems.length > 0) throw new DefinitionError(problems);
  return JSON.stringify(machine);
}

function problemsOf(machine: StateMachine): string[] {
  const states = Object.entries(machine.States);
  const known = new Set(Object.keys(machine.States));
  const dangling = [
    ...(known.has(machine.StartAt) ? [] : [`StartAt: there is no state ${machine.StartAt}`]),
    ...states.flatMap(([name, state]) =>
      edgesOf(state)
        .filter(({ to }) => !known.has(to))
        .map(({ to }) => `${name}: there is no state ${to} to go to`),
    ),
  ];
  // AWS: a state name has at most 80 characters.
  const long = [...known].filter((name) => name.length > 80).map((name) => `${name}: is longer than 80 characters`);

  const forward = (name: string) => successorsOf(machine.States[name]);
  const reachable = closure([machine.StartAt], forward);
  const unreachable = [...known].filter((name) => !reachable.has(name)).map((name) => `${name}: cannot be reached`);

  const backward = (name: string) => states.filter(([, state]) => successorsOf(state).includes(name)).map(([n]) => n);
  const ends = states.filter(([, state]) => isEnd(state)).map(([name]) => name);
  const ending = closure(ends, backward);
  const endless = [...known].filter((name) => !ending.has(name)).map((name) => `${name}: leads to no end`);

  const nested = states.flatMap(([name, state]) =>
    state.Type === "Parallel"
      ? state.Branches.flatMap((branch) => problemsOf(branch).map((problem) => `${name}: ${problem}`))
      : [],
  );
  return [...dangling, ...long, ...unreachable, ...endless, ...nested];
}

function isEnd(state: State): boolean {
  return state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End === true);
}

const successorsOf = (state: State | undefined) => (state === undefined ? [] : edgesOf(state).map(({ to }) => to));

function closure(start: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...next(name));
  }
  return seen;
}
