import { isArn } from "../../aws/arns";
import { batchArn } from "../../aws/batch/arns";
import type { ComputeModel, TeamDeclaration } from "../../config/compute";

/** @returns the ARNs of what the declared definitions of a team consume, such as licences */
export function consumablesOf({ context, jobDefinitions }: ComputeModel, team: TeamDeclaration): string[] {
  const named = jobDefinitions
    .filter(({ teams }) => teams.includes(team.key))
    .flatMap(({ request: { consumableResourceProperties, nodeProperties } }) => [
      consumableResourceProperties,
      ...(nodeProperties?.nodeRangeProperties ?? []).map((range) => range.consumableResourceProperties),
    ])
    .flatMap((properties) => properties?.consumableResourceList ?? [])
    .flatMap(({ consumableResource }) => consumableResource ?? []);
  return [...new Set(named.map((text) => (isArn(text) ? text : batchArn(context, `consumable-resource/${text}`))))];
}
