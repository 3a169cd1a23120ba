import type { Json, State } from "./states";

/** @returns the keys at the root of a state's input that the state cannot do without, each once. */
export function keysReadBy(state: State): string[] {
  const keys = expressionsOf(state)
    .flatMap(pathsIn)
    .map(keyOf)
    .filter((key) => key !== undefined);
  return [...new Set(keys)];
}

/** @returns `region` for `$.region`, `$.region.name` and `$['region']`; undefined for `$` and for the context object. */
export function keyOf(path: string): string | undefined {
  const match = /^\$(?:\.([\w-]+)|\['([^']*)'\])/.exec(path);
  return match?.[1] ?? match?.[2];
}

function expressionsOf(state: State): string[] {
  switch (state.Type) {
    case "Task":
    case "Pass":
      return expressionsIn(state.Parameters);
    case "Choice":
      // Whether a key is present may be asked of any.
      return state.Choices.filter((choice) => !("IsPresent" in choice)).map(({ Variable }) => Variable);
    case "Fail":
      return "ErrorPath" in state ? [state.ErrorPath, state.CausePath] : [];
    default:
      return [];
  }
}

/** The values of all keys that end in `.$`, at any depth. */
function expressionsIn(template: Json): string[] {
  if (template === null || typeof template !== "object") return [];
  return Object.entries(template).flatMap(([key, value]: [string, Json]) =>
    key.endsWith(".$") && typeof value === "string" ? [value] : expressionsIn(value),
  );
}

/** The paths into the state's input of a JSONPath or intrinsic function; text in quotes holds none. */
function pathsIn(expression: string): string[] {
  const withoutText = expression.startsWith("States.")
    ? expression.replace(/(?<!\[)'(?:\\.|[^'\\])*'(?!\])/g, "")
    : expression;
  return [...withoutText.matchAll(/\$\$?(?:\.[\w-]+|\[[^\]]*\])*/g)]
    .map(([path]) => path)
    .filter((path) => !path.startsWith("$$"));
}
