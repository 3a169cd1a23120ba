import { nearestHint } from "../../../config/nearest";
import { dateKeys } from "./arguments";
import { edgesOf } from "./edges";
import { keysReadBy, keyOf } from "./json-paths";
import type { StateMachine } from "./states";

/** A state reads a key of the execution's input. */
export interface InputRead {
  readonly state: string;
  readonly key: string;
}

/** A state machine reads keys that its input map does not have. */
export class MissingInputError extends Error {
  override readonly name = "MissingInputError";

  constructor(
    /** The name of the state machine, or what else tells it from others. */
    readonly stateMachine: string,
    readonly missing: readonly InputRead[],
    /** The keys that an execution's input has. */
    readonly known: readonly string[],
  ) {
    super(
      missing
        .map(({ state, key }) => {
          const hint = nearestHint(key, known, "key");
          const rest = hint === undefined ? "" : ` (${hint})`;
          return `${stateMachine}: state "${state}" reads $.${key}, which its input map does not have${rest}`;
        })
        .join("\n"),
    );
  }
}

/**
 * What a state machine needs of its input: every key that some state reads and that is not, on every way to that state,
 * the result of an earlier one. So a result that is read before it is there, or that only one of two ways leaves, shows
 * up here, too.
 */
export function inputKeysOf(machine: StateMachine): InputRead[] {
  return readsOf(machine, new Set());
}

/**
 * @param stateMachine how the error calls it
 * @param mapKeys the keys of the input map; a run adds `year`, `month` and `day`
 * @throws MissingInputError
 */
export function checkInputKeys(stateMachine: string, machine: StateMachine, mapKeys: readonly string[]): void {
  const known = [...mapKeys, ...dateKeys];
  const missing = inputKeysOf(machine).filter(({ key }) => !known.includes(key));
  if (missing.length > 0) throw new MissingInputError(stateMachine, missing, known);
}

function readsOf(machine: StateMachine, atStart: ReadonlySet<string>): InputRead[] {
  const results = resultsBefore(machine, atStart);
  return Object.entries(machine.States).flatMap(([state, body]) => {
    const before = results.get(state) ?? new Set<string>();
    const own = keysReadBy(body)
      .filter((key) => !before.has(key))
      .map((key) => ({ state, key }));
    const inBranches = body.Type === "Parallel" ? body.Branches.flatMap((branch) => readsOf(branch, before)) : [];
    return [...own, ...inBranches];
  });
}

/** For each state, the results that every way from the start to it has left. */
function resultsBefore(machine: StateMachine, atStart: ReadonlySet<string>): Map<string, ReadonlySet<string>> {
  const results = new Map<string, ReadonlySet<string>>([[machine.StartAt, atStart]]);
  const open = [machine.StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = machine.States[name];
    const before = results.get(name);
    if (state === undefined || before === undefined) continue;
    for (const { to, adds } of edgesOf(state)) {
      const here = new Set(adds === undefined ? before : [...before, keyOf(adds) ?? ""]);
      const there = results.get(to);
      const common = there === undefined ? here : new Set([...there].filter((key) => here.has(key)));
      if (there !== undefined && common.size === there.size) continue;
      results.set(to, common);
      open.push(to);
    }
  }
  return results;
}
