import type { Rule } from "../../../../config/compute/rules";
import type { Changes } from "../../training-queues/fixture";

/** What a rule lets pass and what it finds, as changes of the valid fixture. */
export interface RuleCases {
  readonly rule: Rule;
  readonly complies: Readonly<Record<string, Changes>>;
  readonly violates: Readonly<Record<string, Violation>>;
}

export interface Violation {
  readonly changes: Changes;
  /** One line for each finding: path, rule and found value as the message shows them. */
  readonly finds: readonly string[];
}
