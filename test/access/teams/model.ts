/** Shared compute of two teams, as their policies see it. */
import { type ComputeModel, parseCompute, type TeamDeclaration } from "../../../config/compute";
import { changed, context, noFolders } from "../../config/compute/fixture";
import type { Changes } from "../../config/training-queues/fixture";

export function modelOf(changes: Changes = {}): ComputeModel {
  return parseCompute({ file: "compute.json", value: changed(changes) }, context, noFolders);
}

/** @param key of the team */
export function teamOf(model: ComputeModel, key: string): TeamDeclaration {
  const team = model.teams.find((one) => one.key === key);
  if (team === undefined) throw new Error(`the test has no team ${key}`);
  return team;
}
