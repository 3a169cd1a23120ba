import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import type { IConstruct } from "constructs";
import { MOST_RULES } from "../../aws/events";
import type { Environment } from "../../config/environment";
import { ConfigError } from "../../config/errors";

/** @throws ConfigError when there are more rules on the default event bus than one has room for: Terraform would stop half-way */
export function requireRoomForRules(stack: IConstruct, { file }: Pick<Environment, "file">): void {
  const rules = stack.node.findAll().filter((one) => one instanceof CloudwatchEventRule);
  const count = rules.filter(({ eventBusNameInput: bus }) => bus === undefined).length;
  if (count <= MOST_RULES) return;
  throw new ConfigError([
    {
      file,
      path: "",
      rule: `has ${count} rules on the default event bus, which has room for ${MOST_RULES}`,
      hint: "declare fewer queues or teams with notify, or switch alerts off: these have two rules for each queue",
      source: "EventBridge User Guide, Amazon EventBridge quotas",
    },
  ]);
}
