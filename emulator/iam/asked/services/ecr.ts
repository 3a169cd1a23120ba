/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic Container Registry". */
import { arnOf } from "../../../../aws/arns";
import { textIn, textsIn } from "../api-call";
import type { ServiceRules } from "../rules";

export const ECR: ServiceRules = {
  finders: {
    repository: (call) => {
      if (textIn(call.params, "resourcearn") !== undefined) return undefined;
      // A registry is an account.
      const account = textIn(call.params, "registryid") ?? call.place.account;
      const names = textsIn(call.params, "repositoryname", "repositorynames");
      return (names.length === 0 ? ["*"] : names).map((name) =>
        arnOf({ ...call.place, account }, "ecr", `repository/${name}`),
      );
    },
  },
};
