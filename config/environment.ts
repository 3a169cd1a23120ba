import type { EnvironmentInput, EnvironmentSettings } from "./schema";

export type { EnvironmentInput, EnvironmentSettings } from "./schema";

/** An environment as the modules see it: validated settings plus what follows from them. */
export interface Environment {
  /** The name of the file under `environments/`, and of the stack. */
  readonly name: string;
  /** Path of the environment file relative to the repository root; error messages name it. */
  readonly file: string;
  /** Absolute path of the repository root; every path in the settings is relative to it. */
  readonly root: string;
  /** `{use_case_name}-{env}-{region without "-"}`: the head of every resource name. */
  readonly prefix: string;
  readonly settings: EnvironmentSettings;
}

/**
 * For `environments/<name>.ts`: `export default defineEnvironment({ ... })` lets the editor complete and check the keys.
 * @returns the argument; it is validated when the environment is loaded.
 */
export function defineEnvironment(input: EnvironmentInput): EnvironmentInput {
  return input;
}
