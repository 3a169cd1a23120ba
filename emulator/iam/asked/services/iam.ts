/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access Management". A request
 * gives names; what is asked for are ARNs, which have a path.
 */
import { iamArn } from "../../../../aws/arns";
import { type ApiCall, textIn } from "../api-call";
import type { NamedKind } from "../../facts";
import type { Finder, Keys, Need, ServiceRules } from "../rules";
import { linkedRoleArn } from "../linked-role-names";

export const IAM: ServiceRules = {
  finders: {
    role: async (call) => {
      if (call.operation !== "CreateServiceLinkedRole") return named("iam:role", "role", "rolename")(call);
      const service = textIn(call.params, "awsservicename") ?? "*";
      return [linkedRoleArn(call.place, service, textIn(call.params, "customsuffix"))];
    },
    user: async (call) => {
      // IAM API Reference: "If you do not specify a user name, IAM determines the user name implicitly" from the caller's key.
      if (textIn(call.params, "username") !== undefined) return named("iam:user", "user", "username")(call);
      return call.caller.kind === "user" ? [call.caller.arn] : undefined;
    },
    group: named("iam:group", "group", "groupname"),
    "instance-profile": named("iam:instance-profile", "instance-profile", "instanceprofilename"),
    policy: named("iam:policy", "policy", "policyname"),
    "oidc-provider": (call) => {
      const url = textIn(call.params, "url");
      return url === undefined ? undefined : [iamArn(call.place, `oidc-provider/${url.replace(/^https:\/\//, "")}`)];
    },
    "role-template": () => [],
  },
  keys: boundaryKeys,
};

function named(kind: NamedKind, type: string, member: string): Finder {
  return async (call) => {
    const name = textIn(call.params, member);
    if (name === undefined) return undefined;
    const isNew = call.operation?.startsWith("Create") === true && textIn(call.params, "path") !== undefined;
    const live = isNew ? undefined : await call.facts.arnOf(kind, call.place, name);
    return [live ?? iamArn(call.place, `${type}${textIn(call.params, "path") ?? "/"}${name}`)];
  };
}

/** Where a call changes what somebody may do, the boundary that they have already is what counts. */
const CHANGES = /^(Attach|Detach|Put|Delete)(Role|User)Polic|^Delete(Role|User)PermissionsBoundary/;

/** `CreateRole` and the like give it themselves. */
async function boundaryKeys(call: ApiCall, need: Need): Promise<Keys> {
  if (!CHANGES.test(call.operation ?? "") || !call.facts.mentions("iam:permissionsboundary")) return {};
  return { "iam:PermissionsBoundary": await call.facts.boundaryOf(need.resource) };
}
