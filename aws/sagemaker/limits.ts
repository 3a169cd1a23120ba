// SageMaker API Reference, CreateTrainingJob: TrainingJobName.
export const LONGEST_TRAINING_JOB_NAME = 63;
