/** What the package `dapf` offers to projects and to other CDKTF apps (docs/project.md). */
export {
  type ComputeInput,
  type ComputeModel,
  type ComputePlace,
  declareCompute,
  defineCompute,
} from "./config/compute";
export { defineEnvironment, type Environment, type EnvironmentInput } from "./config/environment";
export { ConfigError, type ConfigProblem } from "./config/errors";
export { loadEnvironment, loadEnvironments } from "./config/loader";
export {
  declareTrainingQueues,
  defineTrainingQueues,
  type TrainingQueues as TrainingQueuesDeclarations,
  type TrainingQueuesInput,
  type TrainingQueuesPlace,
} from "./config/training-queues";
export { ModularApp } from "./modules/framework/app";
export { assetHash, assetPath } from "./modules/framework/assets";
export { movedFrom } from "./modules/framework/moved";
export { RootModule } from "./modules/framework/root-module";
export { TerraformModule } from "./modules/framework/terraform-module";
export { PlatformStack, type PlatformStackProps } from "./modules/platform";
export { synthesizePlatform } from "./modules/platform/synthesize";
export { SharedCompute, type SharedComputeProps } from "./modules/shared-compute";
export { TrainingQueues, type TrainingQueuesProps } from "./modules/training-queues";
