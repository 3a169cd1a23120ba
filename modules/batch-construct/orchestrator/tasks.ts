import type { Partition } from "../../../aws/partitions";
import { arnOf } from "../../../aws/arns";
import { glueBusy, hung, sageMakerBusy, shortCall } from "./retries";
import type { Catcher, ResultPath, Retrier, TaskState, Template } from "./states";

/** What every task says, whatever it does. */
export interface TaskProps {
  readonly partition: Partition;
  readonly comment: string;
  readonly next: string;
  readonly catch: Catcher;
  readonly timeoutSeconds: number;
}

/** Reads an SSM parameter into `{ [field]: value }` at `resultPath`. */
export function readParameter(
  props: TaskProps & { readonly parameter: string; readonly field: string; readonly resultPath: ResultPath },
): TaskState {
  return {
    ...task(props, "aws-sdk:ssm:getParameter", [shortCall]),
    Parameters: { Name: props.parameter },
    ResultSelector: { [`${props.field}.$`]: "$.Parameter.Value" },
    ResultPath: props.resultPath,
  };
}

/** Runs a Glue job to its end. A job that fails is an error whose cause holds the job's own message. */
export function runGlueJob(
  props: TaskProps & { readonly job: string; readonly arguments: Template; readonly retry?: readonly [Retrier] },
): TaskState {
  return {
    ...task(props, "glue:startJobRun.sync", props.retry ?? [glueBusy, hung]),
    Parameters: { JobName: props.job, Arguments: props.arguments },
    ResultPath: null,
  };
}

/** The machine of the preprocessing job. */
export interface ProcessingCluster {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeSizeInGb: number;
}

/** Runs a SageMaker processing job to its end. */
export function runProcessingJob(
  props: TaskProps & {
    /** Heads the names of the jobs: at most 26 letters, digits and `-`, as SageMaker allows 63 and an id takes 37. */
    readonly namePrefix: string;
    readonly roleArn: string;
    /** JSONPath of the image's address. */
    readonly imagePath: string;
    /** An intrinsic function that makes the list of the container's arguments. */
    readonly containerArguments: string;
    readonly cluster: ProcessingCluster;
  },
): TaskState {
  const { cluster } = props;
  return {
    ...task(props, "sagemaker:createProcessingJob.sync", [sageMakerBusy, hung]),
    Parameters: {
      // A name may be used once per account, and a retry is a new job.
      "ProcessingJobName.$": `States.Format('${props.namePrefix}-{}', States.UUID())`,
      AppSpecification: {
        "ImageUri.$": props.imagePath,
        "ContainerArguments.$": props.containerArguments,
      },
      ProcessingResources: {
        ClusterConfig: {
          InstanceCount: cluster.instanceCount,
          InstanceType: cluster.instanceType,
          VolumeSizeInGB: cluster.volumeSizeInGb,
        },
      },
      RoleArn: props.roleArn,
      // SageMaker stops the job, too, should the state machine not be there to do it.
      StoppingCondition: { MaxRuntimeInSeconds: props.timeoutSeconds },
    },
    ResultPath: null,
  };
}

/** Publishes to the topic of the platform. */
export function notify(props: TaskProps & { readonly subject: string; readonly message: Template }): TaskState {
  return {
    ...task(props, "sns:publish", [shortCall]),
    Parameters: { "TopicArn.$": "$.sns_topic_arn", Subject: props.subject, Message: props.message },
    ResultPath: null,
  };
}

function task(props: TaskProps, integration: string, retry: readonly [Retrier, ...Retrier[]]) {
  return {
    Type: "Task",
    Comment: props.comment,
    Resource: arnOf({ partition: props.partition }, "states", integration),
    TimeoutSeconds: props.timeoutSeconds,
    Retry: retry,
    Catch: [props.catch],
    Next: props.next,
  } as const;
}
