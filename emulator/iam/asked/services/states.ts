/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Step Functions". */
import { type ApiCall, arnHere, textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const STATES: ServiceRules = {
  finders: {
    statemachine: (call) => {
      const arn = machineArn(call);
      if (arn !== undefined) return [arn.base];
      const name = call.operation === "CreateStateMachine" ? textIn(call.params, "name") : undefined;
      return name === undefined ? undefined : [arnHere(call, "states", `stateMachine:${name}`)];
    },
    // The API has the ARN of a map run in every call about one.
    maprun: (call) => (textIn(call.params, "maprunarn") === undefined ? [] : undefined),
  },
  // A version or an alias is in a key, not in the resource.
  keys: (call) => ({ "states:StateMachineQualifier": machineArn(call)?.qualifier }),
};

function machineArn(call: ApiCall): { base: string; qualifier: string | undefined } | undefined {
  const arn = textIn(call.params, "statemachinearn", "resourcearn", "statemachineversionarn", "statemachinealiasarn");
  const [, base, qualifier] = /^(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+)(?::(.+))?$/.exec(arn ?? "") ?? [];
  return base === undefined ? undefined : { base, qualifier };
}
