/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS CloudFormation". */
import { isArn } from "../../../../aws/arns";
import { arnHere, textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const CLOUDFORMATION: ServiceRules = {
  finders: {
    // The ARN of a stack ends in an id that AWS makes.
    stack: async (call) => {
      const name = textIn(call.params, "stackname", "stackid");
      if (name === undefined) return undefined;
      if (isArn(name)) return [name];
      const live = await call.facts.arnOf("cloudformation:stack", call.place, name);
      return [live ?? arnHere(call, "cloudformation", `stack/${name}/*`)];
    },
  },
};
