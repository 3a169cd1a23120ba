/** Amazon EventBridge. */
import { createHash } from "node:crypto";

/** EventBridge API Reference, PutRule, Name. */
const LONGEST_RULE_NAME = 64;

/** EventBridge User Guide, "Amazon EventBridge quotas", Event pattern size: characters, unless AWS has given an account more. */
export const LONGEST_PATTERN = 2048;

/** The same page, Number of rules: of an event bus, unless AWS has given an account more. */
export const MOST_RULES = 300;

/** The same page, Number of targets: of a rule. */
export const MOST_TARGETS = 5;

/** @returns the name of a rule that is called so; of a longer one the beginning, and what tells it from others that begin so */
export function ruleName(name: string): string {
  if (name.length <= LONGEST_RULE_NAME) return name;
  return `${name.slice(0, LONGEST_RULE_NAME - 9)}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
