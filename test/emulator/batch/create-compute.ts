import type { ComputeModel, RoleSource } from "../../../config/compute";
import { resolvedDefinition, standInFor } from "../../../config/compute";
import { BatchAccount } from "./account";

/** Creates all of AWS Batch that is declared as dapf's module does: by reference, with what it looks up or makes. */
export function createCompute(model: ComputeModel, batch = new BatchAccount()): BatchAccount {
  const { context, names } = model;
  const tagged = (tags: object | undefined) => ({ ...context.tags, ...tags });
  const role = (source: RoleSource, made: string) => {
    if (source.kind === "none") return undefined;
    return source.kind === "given" ? source.role : `arn:aws:iam::${context.account}:${made}`;
  };
  for (const { request, network, roles } of model.computeEnvironments) {
    const { computeResources, ...rest } = request;
    const resources = computeResources && {
      ...computeResources,
      subnets: network?.subnets.kind === "given" ? network.subnets.ids : ["subnet-a", "subnet-b"],
      securityGroupIds: network?.securityGroups.kind === "given" ? network.securityGroups.ids : ["sg-a"],
      instanceRole: role(roles.instance, `instance-profile/${names.instanceRole}`),
      spotIamFleetRole: role(roles.spotFleet, `role/${names.spotFleetRole}`),
    };
    const serviceRole = role(roles.service, `role/${names.serviceRole}`);
    batch.call("CreateComputeEnvironment", {
      ...rest,
      computeResources: resources,
      serviceRole,
      tags: tagged(rest.tags),
    });
  }
  for (const { request } of model.schedulingPolicies) {
    batch.call("CreateSchedulingPolicy", { ...request, tags: tagged(request.tags) });
  }
  batch.settle();
  const policies = new Map(model.schedulingPolicies.map(({ key, name }) => [key, name]));
  for (const { request, schedulingPolicy } of model.jobQueues) {
    const policy = schedulingPolicy?.kind === "declared" ? policies.get(schedulingPolicy.key) : undefined;
    const head = `arn:aws:batch:${context.region}:${context.account}:scheduling-policy`;
    const schedulingPolicyArn = policy === undefined ? undefined : `${head}/${policy}`;
    batch.call("CreateJobQueue", { ...request, schedulingPolicyArn, tags: tagged(request.tags) });
  }
  for (const { request } of model.consumableResources) {
    batch.call("CreateConsumableResource", { ...request, tags: tagged(request.tags) });
  }
  const known = standInFor(context);
  for (const declaration of model.jobDefinitions) {
    const request = resolvedDefinition(declaration, (reference) => {
      // Secrets Manager adds six random characters to the name of a secret.
      if (reference.kind === "secret") return `${known(reference)}-a1B2c3`;
      return reference.kind === "file_system" ? "fs-0123456789abcdef0" : known(reference);
    });
    batch.call("RegisterJobDefinition", { ...request, tags: tagged(request.tags) });
  }
  batch.settle();
  return batch;
}

/** The operations of AWS Batch as `standIn` takes them, answered by an account. */
export function answeredBy(batch: BatchAccount, ...operations: readonly string[]) {
  return Object.fromEntries(
    operations.map((operation) => {
      const name = operation.charAt(0).toLowerCase() + operation.slice(1);
      return [name, (body: object) => Promise.resolve(batch.call(operation, body))];
    }),
  );
}
