/** Scheduling policies: in which order a queue starts its jobs. */
import type {
  CreateSchedulingPolicyResponse,
  DescribeSchedulingPoliciesResponse,
  ListSchedulingPoliciesResponse,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { PER_CALL } from "../../../aws/batch/limits";
import { batchArn } from "../../../aws/batch/arns";
import { ClientException, doesNotExist } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import { requireName } from "../rules/names";
import { requirePolicies, requireSameKind } from "../rules/scheduling-policy";
import { requireTags } from "../rules/tags";
import { policyChanged } from "../jobs/service/pool-settings";
import { integerShape, pageShape, tagsShape } from "../plumbing/shapes";
import type { SchedulingPolicy } from "../plumbing/state";

const policyShapes = {
  // Anything passes here: a rule checks it right away, because the service has a message of its own for it.
  quotaSharePolicy: z.object({ idleResourceAssignmentStrategy: z.custom<"FIFO">().optional() }).optional(),
  fairsharePolicy: z
    .object({
      shareDecaySeconds: integerShape.optional(),
      computeReservation: integerShape.optional(),
      shareDistribution: z
        .array(z.object({ shareIdentifier: z.string(), weightFactor: z.number().optional() }))
        .optional(),
    })
    .optional(),
};

export const createSchedulingPolicyShape = z.object({ name: z.string(), ...policyShapes, tags: tagsShape.optional() });

export function createSchedulingPolicy(
  { state, now }: Call,
  input: z.infer<typeof createSchedulingPolicyShape>,
): CreateSchedulingPolicyResponse {
  const { name, tags = {} } = input;
  const policies = policiesOf(input);
  requireName(name, "Scheduling policy");
  requirePolicies(policies);
  requireTags(tags);
  const policy: SchedulingPolicy = {
    name,
    arn: batchArn(state.place, `scheduling-policy/${name}`),
    ...policies,
    tags,
    phase: { kind: "CREATING", until: now },
  };
  state.schedulingPolicies.add(policy, now);
  return { name, arn: policy.arn };
}

export const updateSchedulingPolicyShape = z.object({ arn: z.string(), ...policyShapes });

export function updateSchedulingPolicy(
  call: Call,
  input: z.infer<typeof updateSchedulingPolicyShape>,
): Record<string, never> {
  const policy = byArn(call, input.arn);
  const policies = policiesOf(input);
  requirePolicies(policies);
  requireSameKind(policy, policies);
  if (policies.quotaSharePolicy !== undefined) policy.quotaSharePolicy = policies.quotaSharePolicy;
  if (policies.fairsharePolicy !== undefined) policy.fairsharePolicy = policies.fairsharePolicy;
  policyChanged(call, policy);
  return {};
}

export const deleteSchedulingPolicyShape = z.object({ arn: z.string() });

export function deleteSchedulingPolicy(
  call: Call,
  input: z.infer<typeof deleteSchedulingPolicyShape>,
): Record<string, never> {
  const policy = byArn(call, input.arn);
  requireUnused(call, policy);
  policy.phase = { kind: "DELETING", until: call.now };
  return {};
}

/** DeleteSchedulingPolicy: "You can't delete a scheduling policy that's used in any job queues." */
export function requireUnused({ state, now }: Call, policy: SchedulingPolicy): void {
  const used = state.jobQueues.all(now).some((queue) => queue.schedulingPolicyArn === policy.arn);
  if (used) throw new ClientException("Cannot delete, found existing JobQueue relationship.");
}

export const describeSchedulingPoliciesShape = z.object({ arns: z.array(z.string()) });

export function describeSchedulingPolicies(
  { state, now }: Call,
  input: z.infer<typeof describeSchedulingPoliciesShape>,
): DescribeSchedulingPoliciesResponse {
  if (input.arns.length > PER_CALL.described) {
    throw new ClientException(`arns must have at most ${PER_CALL.described} entries.`);
  }
  const asked = new Set(input.arns);
  const found = state.schedulingPolicies.all(now).filter(({ arn }) => asked.has(arn));
  return {
    schedulingPolicies: found.map(({ name, arn, quotaSharePolicy, fairsharePolicy, tags }) => {
      return { name, arn, quotaSharePolicy, fairsharePolicy, tags };
    }),
  };
}

export const listSchedulingPoliciesShape = z.object(pageShape);

export function listSchedulingPolicies(
  { state, now }: Call,
  input: z.infer<typeof listSchedulingPoliciesShape>,
): ListSchedulingPoliciesResponse {
  const { items, nextToken } = page("schedulingPolicies", state.schedulingPolicies.numbered(now), input);
  return { schedulingPolicies: items.map(({ arn }) => ({ arn })), nextToken };
}

/** The API names existing policies by ARN only. */
function byArn({ state, now }: Call, arn: string): SchedulingPolicy {
  const policy = state.schedulingPolicies.find(arn, now);
  if (policy?.arn !== arn) throw doesNotExist(arn);
  return policy;
}

function policiesOf(input: Pick<z.infer<typeof createSchedulingPolicyShape>, "quotaSharePolicy" | "fairsharePolicy">) {
  const { quotaSharePolicy, fairsharePolicy } = input;
  return {
    quotaSharePolicy: quotaSharePolicy && {
      idleResourceAssignmentStrategy: quotaSharePolicy.idleResourceAssignmentStrategy,
    },
    fairsharePolicy,
  };
}
