import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import { ClientException } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import type { JobQueue, SchedulingPolicy } from "../plumbing/state";

/**
 * UpdateJobQueue: a policy can be replaced but not removed, and "a job queue without a fair-share scheduling policy is
 * scheduled as a FIFO job queue and can't have a fair-share scheduling policy added".
 */
export function requireReplaceablePolicy(call: Call, queue: JobQueue, policy: SchedulingPolicy | undefined): void {
  if (policy?.arn === queue.schedulingPolicyArn) return;
  if (queue.schedulingPolicyArn === undefined) {
    throw new ClientException("A scheduling policy cannot be added to a FIFO job queue.");
  }
  const old = call.state.schedulingPolicies.find(queue.schedulingPolicyArn, call.now);
  const switches = old !== undefined && policy !== undefined && schedulingKind(old) !== schedulingKind(policy);
  if (switches && call.settings.assumptions.refuseSwitchingSchedulingKind) {
    throw new ClientException("A fair-share policy and a quota share policy cannot replace each other.");
  }
}
