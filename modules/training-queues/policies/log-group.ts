export interface Place {
  readonly partition: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** @returns the ARN of the group into which SageMaker writes the output of all training jobs of an account */
export function trainingLogGroup({ partition, region, account }: Place): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/TrainingJobs`;
}
