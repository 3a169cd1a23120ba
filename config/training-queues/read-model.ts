import { declareAll, readerOf } from "../declarations/declare";
import { findMembers } from "../declarations/members";
import type { ValueProblem } from "../zod-problems";
import { CONVENTION, type GroupName } from "./convention";
import { QueueModel, type QueueContext } from "./model";
import { SHAPES, SHAPE_SOURCES } from "./shapes";

/**
 * Reads the value of a queues file as far as it can be understood.
 *
 * @returns the declarations, and what is wrong with their names and with the shapes of their requests
 */
export function readModel(
  value: unknown,
  context: QueueContext,
): { readonly model: QueueModel; readonly problems: readonly ValueProblem[] } {
  const { members, problems } = findMembers(CONVENTION, value);
  const declaredIn = <G extends GroupName>(group: G) =>
    declareAll(CONVENTION, group, readerOf(SHAPES[group], SHAPE_SOURCES[group]), members);
  const environments = declaredIn("ServiceEnvs");
  const policies = declaredIn("SchedulingPolicies");
  const queues = declaredIn("TrainingJobQueues");
  const shares = declaredIn("QuotaShares");
  return {
    model: new QueueModel(environments.declared, policies.declared, queues.declared, shares.declared, context),
    problems: [problems, ...[environments, policies, queues, shares].map((group) => group.problems)].flat(),
  };
}
