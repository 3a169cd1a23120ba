/** Scheduling policies: in which order a queue starts its jobs. */
import type {
  CreateSchedulingPolicyResponse,
  DescribeSchedulingPoliciesResponse,
  ListSchedulingPoliciesResponse,
  CreateSchedulingPolicyRequest,
  DeleteSchedulingPolicyRequest,
  DescribeSchedulingPoliciesRequest,
  ListSchedulingPoliciesRequest,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { schedulingPolicy } from "../../../aws/batch/requests/scheduling-policy";
import type { Checked } from "../../../aws/fields/field";
import { changeable } from "../../../aws/fields/table";
import { batchArn } from "../../../aws/batch/arns";
import { ClientException, doesNotExist, InvalidRequest } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import { requireName } from "../rules/names";
import { requirePolicies, requireSameKind } from "../rules/scheduling-policy";
import { requireTags } from "../rules/tags";
import { policyChanged } from "../jobs/service/pool-settings";
import type { SchedulingPolicy } from "../plumbing/state";

export function createSchedulingPolicy(
  { state, now }: Call,
  input: Checked<CreateSchedulingPolicyRequest>,
): CreateSchedulingPolicyResponse {
  const { name, tags = {} } = input;
  requireName(name, "Scheduling policy");
  requirePolicies(input);
  requireTags(tags);
  const policy: SchedulingPolicy = {
    name,
    arn: batchArn(state.place, `scheduling-policy/${name}`),
    ...changeable(schedulingPolicy, input),
    tags,
    phase: { kind: "CREATING", until: now },
  };
  state.schedulingPolicies.add(policy, now);
  return { name, arn: policy.arn };
}

export function updateSchedulingPolicy(
  call: Call,
  input: Checked<UpdateSchedulingPolicyRequest>,
): Record<string, never> {
  const policy = byArn(call, input.arn);
  const changes = changeable(schedulingPolicy, input);
  requirePolicies(changes);
  requireSameKind(policy, changes);
  Object.assign(policy, changes);
  policyChanged(call, policy);
  return {};
}

export function deleteSchedulingPolicy(
  call: Call,
  input: Checked<DeleteSchedulingPolicyRequest>,
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

export function describeSchedulingPolicies(
  { state, now }: Call,
  input: Checked<DescribeSchedulingPoliciesRequest>,
): DescribeSchedulingPoliciesResponse {
  if (input.arns.length > PER_CALL.described) {
    throw new InvalidRequest(`arns must have at most ${PER_CALL.described} entries.`);
  }
  const asked = new Set(input.arns);
  const found = state.schedulingPolicies.all(now).filter(({ arn }) => asked.has(arn));
  return {
    schedulingPolicies: found.map((policy) => {
      const { name, arn, tags } = policy;
      return { ...changeable(schedulingPolicy, policy), name, arn, tags };
    }),
  };
}

export function listSchedulingPolicies(
  { state, now }: Call,
  input: Checked<ListSchedulingPoliciesRequest>,
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
