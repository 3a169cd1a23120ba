/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon EventBridge Scheduler". */
import { arnHere, textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const SCHEDULER: ServiceRules = {
  finders: {
    schedule: (call) => {
      const group = textIn(call.params, "groupname") ?? "default";
      const name = call.operation?.endsWith("Schedule") === true ? textIn(call.params, "name") : undefined;
      return name === undefined ? undefined : [arnHere(call, "scheduler", `schedule/${group}/${name}`)];
    },
  },
};
