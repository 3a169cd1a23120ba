/** Creates what a compute file declares in an emulated account, in the order in which Terraform would. */
import { iamArn } from "../../../aws/arns";
import { computeArns, type ComputeModel, type ResourceReference, resolvedDefinition } from "../../../config/compute";
import { standInFor } from "../../../config/compute/definitions";
import type { Reference } from "../../../config/declarations/links";
import { BatchAccount, PLACE } from "./account";

type Environment = ComputeModel["computeEnvironments"][number];
type Queue = ComputeModel["jobQueues"][number];

/** With the network and the roles that the module gives an environment which leaves them out. */
function completed({ request, network, roles }: Environment, { names, context }: ComputeModel) {
  const { computeResources } = request;
  const service = roles.service.kind === "made" ? { serviceRole: iamArn(context, `role/${names.serviceRole}`) } : {};
  if (computeResources === undefined || network === undefined) return { ...request, ...service };
  const { subnets, securityGroups } = network;
  return {
    ...request,
    ...service,
    computeResources: {
      ...computeResources,
      subnets: subnets.kind === "given" ? subnets.ids : ["subnet-1"],
      ...(securityGroups.kind === "template"
        ? {}
        : { securityGroupIds: securityGroups.kind === "given" ? securityGroups.ids : ["sg-1"] }),
      ...(roles.instance.kind === "made"
        ? { instanceRole: iamArn(context, `instance-profile/${names.instanceRole}`) }
        : {}),
      ...(roles.spotFleet.kind === "made" ? { spotIamFleetRole: iamArn(context, `role/${names.spotFleetRole}`) } : {}),
    },
  };
}

type Call = (operation: string, request: object) => void;

/** What queues name by ARN that the file does not declare: it is there already, as the queue needs it. */
function createExisting(call: Call, { jobQueues }: ComputeModel): void {
  const made = new Set<string>();
  const create = (reference: Reference | undefined, operation: string, request: (name: string) => object) => {
    if (reference?.kind !== "existing" || made.has(reference.arn)) return;
    made.add(reference.arn);
    call(operation, request(reference.arn.split("/")[1] ?? ""));
  };
  for (const queue of jobQueues) {
    const computeResources = machinesFor(queue);
    for (const reference of queue.environments) {
      create(reference, "CreateComputeEnvironment", (computeEnvironmentName) => ({
        computeEnvironmentName,
        type: "MANAGED",
        computeResources,
      }));
    }
    create(queue.schedulingPolicy, "CreateSchedulingPolicy", (name) => ({ name, fairsharePolicy: {} }));
  }
}

function machinesFor({ kind, request }: Queue): object {
  const network = { maxvCpus: 1, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
  if (kind === "FARGATE" || request.jobQueueType === "ECS_FARGATE") return { type: "FARGATE", ...network };
  return { type: "EC2", instanceTypes: ["m5"], instanceRole: "profile", ...network };
}

/**
 * @param model - in the place of `BatchAccount`
 * @returns the account with everything in it
 * @throws what the service refuses
 */
export function createCompute(model: ComputeModel, batch = new BatchAccount()): BatchAccount {
  const { context } = model;
  const call: Call = (operation, request) => void batch.call(operation, request);
  const withTags = (request: { readonly tags?: Readonly<Record<string, string>> | undefined }) => ({
    ...request,
    tags: { ...context.tags, ...request.tags },
  });
  createExisting(call, model);
  for (const environment of model.computeEnvironments) {
    // One that is DISABLED is declared so when it is live: a rule warns of it.
    call("CreateComputeEnvironment", { ...withTags(completed(environment, model)), state: "ENABLED" });
  }
  for (const { request } of model.schedulingPolicies) call("CreateSchedulingPolicy", withTags(request));
  for (const { request } of model.consumableResources) call("CreateConsumableResource", withTags(request));
  batch.settle();
  for (const { name, request } of model.computeEnvironments) {
    if (request.state === "DISABLED") call("UpdateComputeEnvironment", { computeEnvironment: name, state: "DISABLED" });
  }
  batch.settle();
  const { computeEnvironments, schedulingPolicies, consumableResources } = computeArns(model);
  const arnOf = (among: ReadonlyMap<string, string>, reference: Reference) =>
    reference.kind === "declared" ? among.get(reference.key) : reference.arn;
  for (const { request, environments, schedulingPolicy: policy } of model.jobQueues) {
    const orders = (request.computeEnvironmentOrder ?? []).map(({ order }) => order ?? 0).sort((a, b) => a - b);
    call("CreateJobQueue", {
      ...withTags(request),
      ...(policy === undefined ? {} : { schedulingPolicyArn: arnOf(schedulingPolicies, policy) }),
      computeEnvironmentOrder: environments.map((reference, index) => ({
        order: orders[index],
        computeEnvironment: arnOf(computeEnvironments, reference),
      })),
    });
  }
  const consumables = new Map(
    model.consumableResources.map(({ key, name }) => [name, consumableResources.get(key)] as const),
  );
  for (const definition of model.jobDefinitions) {
    const request = resolvedDefinition(definition, (reference) => asMade(standInFor(context)(reference), reference));
    const consumed = request.consumableResourceProperties?.consumableResourceList?.map((one) => {
      const { consumableResource = "" } = one;
      // In whose place the module has ARNs, so that Terraform knows what comes first.
      return { ...one, consumableResource: consumables.get(consumableResource) ?? consumableResource };
    });
    call("RegisterJobDefinition", {
      ...withTags(request),
      ...(consumed === undefined ? {} : { consumableResourceProperties: { consumableResourceList: consumed } }),
    });
  }
  batch.settle();
  return batch;
}

function asMade(standIn: string, { kind }: ResourceReference): string {
  // Secrets Manager adds six random characters to the name of a secret.
  if (kind === "secret") return `${standIn}-a1B2c3`;
  return kind === "file_system" ? "fs-0123456789abcdef0" : standIn;
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

/** @returns how many of each kind the file declares, as the account counts them */
export function declaredIn(model: ComputeModel): Record<string, number> {
  const counts = {
    compute_environments: model.computeEnvironments.length,
    scheduling_policies: model.schedulingPolicies.length,
    job_queues: model.jobQueues.length,
    consumable_resources: model.consumableResources.length,
    job_definitions: model.jobDefinitions.length,
  };
  const held = Object.entries(counts).filter(([, count]) => count > 0);
  return Object.fromEntries(held.map(([kind, count]) => [`batch/${PLACE.region}/${kind}`, count]));
}
