import type { Environment, EnvironmentSettings } from "./environment";
import type { ValueProblem } from "./zod-problems";

/** What an environment allows its jobs, of both kinds. */
export interface JobPolicy {
  /** Who says so, for messages: `environments/dev.ts`. */
  readonly file: string;
  readonly limits: NonNullable<EnvironmentSettings["limits"]>;
  readonly requiredTags: readonly string[];
}

/** @returns the policy of an environment; one that allows everything when it has none */
export function policyOf({ file, settings }: Environment): JobPolicy {
  return { file, limits: settings.limits ?? {}, requiredTags: settings.required_tags ?? [] };
}

/**
 * @param path of what carries the tags
 * @param hint where else it could have got them
 * @returns tags that the environment requires and a definition or a submission lacks; an empty one says nothing
 */
export function tagProblems(
  { requiredTags, file }: JobPolicy,
  path: readonly PropertyKey[],
  tags: Readonly<Record<string, string>> = {},
  hint?: string,
): ValueProblem[] {
  const missing = requiredTags.filter((tag) => !Object.hasOwn(tags, tag) || tags[tag]?.trim() === "");
  if (missing.length === 0) return [];
  return [{ path: [...path, "tags"], rule: `must have ${missing.join(", ")} (required_tags of ${file})`, hint }];
}
