/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs"; Amazon CloudWatch Logs
 * User Guide, "Overview of managing access permissions": the ARN of a group ends in `:*` in all actions but those on tags.
 */
import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, textIn, textsIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const LOGS: ServiceRules = {
  finders: {
    "log-group": (call) => {
      const tagged = textIn(call.params, "resourcearn");
      if (tagged !== undefined) return tagged.includes(":log-group:") ? [groupArn(tagged)] : [];
      const arns = groups(call).map((arn) => `${arn}:*`);
      return arns.length === 0 ? [arnHere(call, "logs", "log-group:*")] : arns;
    },
    "log-stream": (call) => {
      const stream = textIn(call.params, "logstreamname") ?? "*";
      const arns = groups(call).map((arn) => `${arn}:log-stream:${stream}`);
      return arns.length === 0 ? [arnHere(call, "logs", `log-group:*:log-stream:${stream}`)] : arns;
    },
    destination: (call) => (call.operation === "PutSubscriptionFilter" ? destinations(call) : undefined),
  },
};

function groups(call: ApiCall): readonly string[] {
  const { params } = call;
  const given = textsIn(params, "loggroupname", "loggroupidentifier", "loggroupnames", "loggroupidentifiers");
  return given.map((name) => (isArn(name) ? groupArn(name) : arnHere(call, "logs", `log-group:${name}`)));
}

function groupArn(arn: string): string {
  return arn.replace(/:\*$/, "");
}

/** Other targets of a subscription than destinations are asked by what delivers to them. */
function destinations(call: ApiCall): readonly string[] {
  return textsIn(call.params, "destinationarn").filter((arn) => arn.includes(":destination:"));
}
