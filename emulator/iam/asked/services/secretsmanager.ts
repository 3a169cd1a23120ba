/** Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager". */
import { isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, textIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const SECRETS_MANAGER: ServiceRules = {
  finders: {
    Secret: async (call) => {
      const name = textIn(call.params, "secretid", "name");
      return name === undefined ? undefined : [await secretArn(call, name)];
    },
  },
  // The member of this name is a name or an ARN, and so is the key: what the request says.
  keys: (call) => ({ "secretsmanager:SecretId": textIn(call.params, "secretid") }),
};

/** An ARN ends in six characters that AWS makes; policies write `-??????` for them. */
export async function secretArn(call: ApiCall, name: string): Promise<string> {
  if (isArn(name)) return name;
  const live = await call.facts.arnOf("secretsmanager:secret", call.place, name);
  return live ?? arnHere(call, "secretsmanager", `secret:${name}-??????`);
}
