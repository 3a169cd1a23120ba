import type { Match } from "../template";
import { isConstant, resolved, TemplateFault, type TemplateOptions, templateOf } from "../template";
import { ANY_TEXT, matcherOf, type Pattern } from "../wildcard";

const COLON = ":".charCodeAt(0);
const COMPONENTS = 6;

type Matcher = (arn: string) => boolean;

/**
 * "Each of the six colon-delimited components of the ARN is checked separately" (IAM User Guide, "ARN condition operators"): a `*`
 * never reaches over a colon, but in the last one. A `*` alone is every ARN.
 *
 * @throws TemplateFault when the pattern is no ARN, or a variable cannot be read
 */
export function arnMatch(text: string, options: TemplateOptions): Match {
  const template = templateOf(text, options);
  if (!isConstant(template)) {
    return (given, context) => {
      const pattern = resolved(template, context);
      return pattern !== undefined && (arnMatcher(pattern)?.(given) ?? false);
    };
  }
  const matcher = arnMatcher(template);
  if (matcher === undefined) throw new TemplateFault(text, "an ARN of six parts, with * and ? within each, or * alone");
  return matcher;
}

function arnMatcher(pattern: Pattern): Matcher | undefined {
  const isEvery = pattern.length === 1 && pattern[0] === ANY_TEXT;
  const components = isEvery ? Array.from({ length: COMPONENTS }, () => [ANY_TEXT]) : componentsOf(pattern);
  if (components === undefined) return undefined;
  const matchers = components.map(matcherOf);
  return (arn) => {
    const given = textComponents(arn);
    return given !== undefined && matchers.every((matches, index) => matches(given[index] ?? ""));
  };
}

function componentsOf(pattern: Pattern): readonly Pattern[] | undefined {
  const components: Pattern[] = [];
  let from = 0;
  while (components.length < COMPONENTS - 1) {
    const colon = pattern.indexOf(COLON, from);
    if (colon === -1) return undefined;
    components.push(pattern.slice(from, colon));
    from = colon + 1;
  }
  return [...components, pattern.slice(from)];
}

function textComponents(arn: string): readonly string[] | undefined {
  const parts = arn.split(":");
  if (parts.length < COMPONENTS) return undefined;
  return [...parts.slice(0, COMPONENTS - 1), parts.slice(COMPONENTS - 1).join(":")];
}
