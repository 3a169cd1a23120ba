import type { Rule as RuleOf } from "../../declarations/rules/rule";
import type { ComputeDeclarations } from "../declarations";

export {
  apiReference,
  serviceMessage,
  span,
  userGuide,
  wholeNumber,
  type Finding,
} from "../../declarations/rules/rule";

/** Something that AWS, or what this file is for, demands of shared compute. */
export type Rule = RuleOf<ComputeDeclarations>;
