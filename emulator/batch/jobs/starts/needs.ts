/** What a container needs before it starts, and whose permission that takes. */
import type { LogTarget } from "../job-logs";

export interface Secret {
  /** Of the variable. */
  readonly name: string;
  /** ARN of a secret, or ARN or name of a parameter of Systems Manager. */
  readonly valueFrom: string;
}

export interface Needs {
  readonly isOnFargate: boolean;
  readonly image: string;
  /** Who the container is. */
  readonly jobRoleArn: string | undefined;
  /** As whom ECS prepares it; absent on EC2: as the instance. */
  readonly executionRoleArn: string | undefined;
  /** Name or ARN of the instance profile of the machine; absent on Fargate. */
  readonly instanceProfile: string | undefined;
  readonly secrets: readonly Secret[];
  readonly log: LogTarget | undefined;
  /** Whether a log group that is not there is made: AWS Batch's own, and where `awslogs-create-group` says so. */
  readonly makesLogGroup: boolean;
  readonly taskArn: string;
  /** Whether something calls AWS as the job: a command that is run, or outputs that are left. */
  readonly isCaller: boolean;
}

/** Why a container does not start. */
export interface NotStarted {
  readonly statusReason: string;
  /** Of the container; absent when its task did not get that far. */
  readonly reason: string | undefined;
}
