import type { Rule as RuleOf } from "../../declarations/rules/rule";
import type { QueueModel } from "../model";

export {
  apiReference,
  serviceMessage,
  span,
  userGuide,
  wholeNumber,
  type Finding,
} from "../../declarations/rules/rule";

/** Something that AWS demands of training queues. */
export type Rule = RuleOf<QueueModel>;
