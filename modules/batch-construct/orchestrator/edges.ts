import type { ResultPath, State } from "./states";

/** A way from a state to another one of the same machine. */
export interface Edge {
  readonly to: string;
  /** Why this way is taken; absent for the one way that needs no reason. */
  readonly label?: string;
  /** Where the state leaves something new, or the path that the choice found there. */
  readonly adds?: ResultPath;
}

/** @returns the ways out of a state, errors included; none for a state that ends its machine. */
export function edgesOf(state: State): Edge[] {
  switch (state.Type) {
    case "Succeed":
    case "Fail":
      return [];
    case "Choice":
      return [
        ...state.Choices.map((choice): Edge => {
          const { Variable, Next } = choice;
          if ("IsPresent" in choice) {
            const found = choice.IsPresent && isBelowRoot(Variable) ? { adds: Variable } : {};
            return { to: Next, label: choice.IsPresent ? `has ${name(Variable)}` : `no ${name(Variable)}`, ...found };
          }
          if ("StringEquals" in choice) return { to: Next, label: `${name(Variable)} = ${choice.StringEquals}` };
          return { to: Next, label: `${name(Variable)} >= ${choice.NumericGreaterThanEquals}` };
        }),
        { to: state.Default, label: "otherwise" },
      ];
    default: {
      const result = "ResultPath" in state && state.ResultPath !== null ? { adds: state.ResultPath } : {};
      const caught = "Catch" in state ? (state.Catch ?? []) : [];
      return [
        ...(state.Next === undefined ? [] : [{ to: state.Next, ...result }]),
        ...caught.map(({ Next, ResultPath }): Edge => ({ to: Next, label: "error", adds: ResultPath })),
      ];
    }
  }
}

const name = (path: string): string => path.replace(/^\$\./, "");

const isBelowRoot = (path: string): path is ResultPath => path.startsWith("$.");
