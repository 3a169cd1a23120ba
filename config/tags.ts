import type { EnvironmentSettings } from "./schema";

/** @returns the tags on everything in an environment. */
export function environmentTags(settings: EnvironmentSettings): Readonly<Record<string, string>> {
  return {
    environment: settings.env,
    project: settings.use_case_name,
    repo_url: settings.repo_url,
    ...settings.default_tags,
  };
}
