export { computeArns, type ComputeArns } from "./arns";
export {
  type ComputeEnvironmentDeclaration,
  type ComputeModel,
  type JobDefinitionDeclaration,
  type JobQueueDeclaration,
  type Network,
  type NetworkSource,
  resolvedDefinition,
  type RoleSource,
  type TeamDeclaration,
} from "./compute-model";
export { computeContext, type ComputeContext } from "./context";
export { standInFor } from "./definitions";
export { type ComputeInput, defineCompute } from "./convention";
export type { ComputeKind } from "./declarations";
export { type ComputePlace, declareCompute } from "./declare";
export { loadCompute } from "./load";
export type { ComputeNames } from "./names";
export { parseCompute } from "./parse";
export type { ResourceReference } from "./references";
