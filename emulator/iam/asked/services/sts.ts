/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Security Token Service"; STS API Reference:
 * "No permissions are required to perform this operation" (GetCallerIdentity, GetSessionToken).
 */
import { type ApiCall, objectsIn, textIn } from "../api-call";
import type { Need, ServiceRules } from "../rules";

export const STS: ServiceRules = {
  operations: {
    AssumeRole: assumeRole,
    GetCallerIdentity: [],
    GetSessionToken: [],
  },
};

/** Passing session tags or a source identity is a permission of its own: IAM User Guide, "Pass session tags in AWS STS". */
function assumeRole(call: ApiCall): readonly Need[] {
  const resource = textIn(call.params, "rolearn") ?? "*";
  const actions = [
    "sts:AssumeRole",
    ...(objectsIn(call.params, "tags").length === 0 ? [] : ["sts:TagSession"]),
    ...(textIn(call.params, "sourceidentity") === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
  return actions.map((action) => ({ action, resource }));
}
