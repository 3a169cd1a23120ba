/**
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager"; AWS Systems Manager User
 * Guide, "Restricting access to Parameter Store parameters using IAM policies".
 */
import { arnOf, isArn } from "../../../../aws/arns";
import { type ApiCall, arnHere, textIn, textsIn } from "../api-call";
import type { Finder, ServiceRules } from "../rules";

/** `ResourceType` of the operations on tags -> beginning of the ARN's resource. */
const TAGGED: Readonly<Record<string, string>> = {
  Association: "association",
  Automation: "automation-execution",
  Document: "document",
  MaintenanceWindow: "maintenancewindow",
  OpsItem: "opsitem",
  OpsMetadata: "opsmetadata",
  PatchBaseline: "patchbaseline",
};

export const SSM: ServiceRules = {
  finders: {
    parameter: (call) => {
      if (call.operation === "GetParametersByPath")
        return textsIn(call.params, "path").map((path) => parameterArn(call, path));
      const type = textIn(call.params, "resourcetype");
      if (type === undefined) return textsIn(call.params, "name", "names").map((name) => parameterArn(call, name));
      return type === "Parameter" ? textsIn(call.params, "resourceid").map((name) => parameterArn(call, name)) : [];
    },
    // Machines that are no instances of EC2 have ids of their own beginning.
    instance: machines("i-", "ec2", "instance"),
    "managed-instance": machines("mi-", "ssm", "managed-instance"),
    ...Object.fromEntries(Object.entries(TAGGED).map(([type, start]) => [start, tagged(type, start)])),
  },
};

/** The same parameter by its name, `name:version`, `name:label` or ARN. Public ones are of no account. */
export function parameterArn(call: ApiCall, name: string): string {
  if (isArn(name)) return name;
  const path = name.replace(/^\//, "").replace(/:.*$/s, "");
  if (name.startsWith("/aws/")) return arnOf({ ...call.place, account: "" }, "ssm", `parameter/${path}`);
  return arnHere(call, "ssm", `parameter/${path}`);
}

function machines(start: string, service: string, type: string): Finder {
  return (call) => {
    const ids = textsIn(call.params, "instanceids", "instanceid", "resourceid").filter((id) => id.startsWith(start));
    return ids.map((id) => arnHere(call, service, `${type}/${id}`));
  };
}

function tagged(type: string, start: string) {
  return (call: ApiCall): readonly string[] | undefined => {
    if (textIn(call.params, "resourcetype") !== type) return undefined;
    return textsIn(call.params, "resourceid").map((id) => (isArn(id) ? id : arnHere(call, "ssm", `${start}/${id}`)));
  };
}
