export {
  defineTrainingQueues,
  type QuotaShares,
  type SchedulingPolicies,
  type ServiceEnvs,
  type TrainingJobQueues,
  type TrainingQueuesInput,
} from "./convention";
export { declareTrainingQueues, type TrainingQueuesPlace } from "./declare";
export type { Reference } from "../declarations/links";
export type { TrainingQueues } from "./declared-queues";
export { loadTrainingQueues, queueContext } from "./load";
export type { QueueContext } from "./model";
export { parseTrainingQueues } from "./parse";
export { queueArns, type QueueArns } from "./queue-arns";
export type { JobQueueRequest, QuotaShareRequest, SchedulingPolicyRequest, ServiceEnvironmentRequest } from "./shapes";
