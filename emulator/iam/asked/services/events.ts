/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge"; Amazon EventBridge User
 * Guide, "Using IAM policy conditions in Amazon EventBridge".
 */
import { isArn } from "../../../../aws/arns";
import { jsonIn } from "../../../edge/messages";
import { type ApiCall, arnHere, objectsIn, textIn, textsIn, textsOf } from "../api-call";
import type { Keys, Need, ServiceRules } from "../rules";

export const EVENTS: ServiceRules = {
  finders: {
    "rule-on-default-event-bus": (call) => ruleOn(call, "default"),
    "rule-on-custom-event-bus": (call) => ruleOn(call, "custom"),
    "event-bus": (call) => {
      if (call.operation !== "PutEvents") return undefined;
      const entries = objectsIn(call.params, "entries");
      return entries.map((entry) => busArn(call, textIn(entry, "eventbusname") ?? "default"));
    },
    "event-busv2": () => [],
  },
  keys: eventKeys,
};

function ruleOn(call: ApiCall, kind: "default" | "custom"): readonly string[] | undefined {
  const name =
    textIn(call.params, "rule") ?? (call.operation?.endsWith("Rule") ? textIn(call.params, "name") : undefined);
  if (name === undefined) return undefined;
  const bus = busName(textIn(call.params, "eventbusname") ?? "default");
  if ((bus === "default") !== (kind === "default")) return [];
  return [arnHere(call, "events", bus === "default" ? `rule/${name}` : `rule/${bus}/${name}`)];
}

/** A bus is given as its name or ARN. */
function busName(text: string): string {
  return isArn(text) ? text.slice(text.indexOf("/") + 1) : text;
}

function busArn(call: ApiCall, text: string): string {
  return isArn(text) ? text : arnHere(call, "events", `event-bus/${text}`);
}

function eventKeys(call: ApiCall, need: Need): Keys {
  const creator = need.resource.includes(":rule/") ? { "events:creatorAccount": call.place.account } : {};
  switch (call.operation) {
    case "PutEvents": {
      const entries = objectsIn(call.params, "entries");
      return {
        "events:source": entries.flatMap((entry) => textIn(entry, "source") ?? []),
        "events:detail-type": entries.flatMap((entry) => textIn(entry, "detailtype") ?? []),
      };
    }
    case "PutTargets":
      return {
        ...creator,
        "events:TargetArn": objectsIn(call.params, "targets").flatMap((target) => textsIn(target, "arn")),
      };
    case "PutRule": {
      const pattern = jsonIn(Buffer.from(textIn(call.params, "eventpattern") ?? "{}"));
      const [source, detailType] = [textsOf(pattern.source), textsOf(pattern["detail-type"])];
      return { ...creator, "events:source": source, "events:detail-type": detailType };
    }
    default:
      return creator;
  }
}
