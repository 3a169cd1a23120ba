import type { ParameterStore } from "../runs/parameters";

/** A parameter as it was left. */
export interface WrittenParameter {
  readonly name: string;
  readonly value: string;
  readonly version: number;
  /** Whether it had another value before. */
  readonly changed: boolean;
}

/** Puts a value in place, unless it is there already. */
export async function writeParameter(name: string, value: string, store: ParameterStore): Promise<WrittenParameter> {
  const there = await store.versionedParameter(name);
  if (there?.value === value) return { name, value, version: there.version, changed: false };
  return { name, value, version: await store.putParameter(name, value), changed: true };
}

const MOST_LOOKS = 10;

/**
 * The value that a parameter has now. AWS does not say how soon after a change it answers with the new value; the version
 * tells an answer that is older than what we know.
 *
 * @param pause resolves when it is time to look again
 * @returns undefined when the parameter is gone
 */
export async function valueSince(
  { name, version }: WrittenParameter,
  store: ParameterStore,
  pause: () => Promise<void>,
): Promise<string | undefined> {
  for (let looks = 1; ; looks += 1) {
    const there = await store.versionedParameter(name);
    // One that was made anew begins with version 1: then there is nothing to wait for.
    if (there === undefined || there.version >= version || looks >= MOST_LOOKS) return there?.value;
    await pause();
  }
}
