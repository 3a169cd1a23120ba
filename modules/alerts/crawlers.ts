import type { Environment } from "../../config/environment";
import { ConfigError } from "../../config/errors";
import { UNSAFE_IN_SENTENCES } from "../policies/events";

/**
 * @param crawlers names, which AWS Glue lets be almost anything
 * @returns the same
 * @throws ConfigError for a name that no sentence can hold
 */
export function tellableCrawlers(crawlers: readonly string[], { file }: Pick<Environment, "file">): readonly string[] {
  const rule =
    "starts a crawler that no alert can tell of: its name has a quotation mark, backslash or control character";
  const source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html";
  const hint = "give the crawler another name, or switch alerts off";
  const problems = crawlers
    .filter((name) => UNSAFE_IN_SENTENCES.test(name))
    .map((found) => {
      return { file, path: "analytics_etl", rule, found, hint, source };
    });
  if (problems.length > 0) throw new ConfigError(problems);
  return crawlers;
}
