/**
 * The first resource of some kinds lets its service make a role for itself, in the caller's name: `iam:CreateServiceLinkedRole`.
 * Once the role is there, the caller needs nothing. Source: IAM User Guide, "Create a service-linked role", and the page "Using
 * service-linked roles" of each service.
 */
import { type ApiCall, textIn } from "./api-call";
import { linkedRoleArn } from "./linked-role-names";
import type { Need } from "./rules";

/** `service:operation` -> service principal of the role; undefined where the request needs none. */
const MADE_BY: Readonly<Record<string, (call: ApiCall) => string | undefined>> = {
  "application-autoscaling:RegisterScalableTarget": (call) => {
    const space = textIn(call.params, "servicenamespace");
    return textIn(call.params, "rolearn") === undefined
      ? `${space ?? "*"}.application-autoscaling.amazonaws.com`
      : undefined;
  },
  "autoscaling:CreateAutoScalingGroup": (call) =>
    textIn(call.params, "servicelinkedrolearn") === undefined ? "autoscaling.amazonaws.com" : undefined,
  "batch:CreateComputeEnvironment": (call) =>
    textIn(call.params, "servicerole") === undefined ? "batch.amazonaws.com" : undefined,
  // AWS Batch User Guide, "Using service-linked roles for AWS Batch with SageMaker AI".
  "batch:CreateServiceEnvironment": () => "sagemaker-queuing.batch.amazonaws.com",
  "ecs:CreateCluster": () => "ecs.amazonaws.com",
  "elasticfilesystem:CreateMountTarget": () => "elasticfilesystem.amazonaws.com",
  "elasticloadbalancing:CreateLoadBalancer": () => "elasticloadbalancing.amazonaws.com",
  "rds:CreateDBInstance": () => "rds.amazonaws.com",
};

export async function linkedRoles(call: ApiCall): Promise<readonly Need[]> {
  const service = MADE_BY[operationOf(call)]?.(call);
  if (service === undefined) return [];
  const resource = linkedRoleArn(call.place, service);
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  const live = await call.facts.arnOf("iam:role", call.place, name);
  if (live !== undefined) return [];
  return [{ action: "iam:CreateServiceLinkedRole", resource, keys: { "iam:AWSServiceName": service } }];
}

/** Cloud Control makes a service environment as the service itself does. */
function operationOf({ service, operation = "", params }: ApiCall): string {
  const isEnvironment = textIn(params, "typename") === "AWS::Batch::ServiceEnvironment";
  if (service === "cloudcontrolapi" && operation === "CreateResource" && isEnvironment)
    return "batch:CreateServiceEnvironment";
  return `${service}:${operation}`;
}
