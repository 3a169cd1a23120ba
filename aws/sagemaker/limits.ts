// SageMaker API Reference, CreateTrainingJob: TrainingJobName.
export const LONGEST_TRAINING_JOB_NAME = 63;
// SageMaker API Reference, StoppingCondition, MaxRuntimeInSeconds: "The default value is 1 day."
export const DEFAULT_RUNTIME_SECONDS = 24 * 3600;
