/** What a team's request names, as ARNs. */
import type { ComputeModel, TeamDeclaration } from "../../config/compute";
import { computeArns } from "../../config/compute/arns";

/** @returns the ARNs of the queues of a team */
export const queuesOf = (model: ComputeModel, { queues }: TeamDeclaration): string[] =>
  arnsOf(queues, computeArns(model).jobQueues);

/** @returns the ARNs of the roles that a team may pass */
export const rolesOf = (model: ComputeModel, { roles }: TeamDeclaration): string[] =>
  arnsOf(roles, computeArns(model).jobRoles);

function arnsOf(references: TeamDeclaration["queues"], arns: ReadonlyMap<string, string>): string[] {
  return references.flatMap((one) => (one.kind === "existing" ? one.arn : (arns.get(one.key) ?? [])));
}
