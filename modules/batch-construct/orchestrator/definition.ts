import type { Partition } from "../../../aws/partitions";
import { argumentWord, type BatchContext } from "../context";
import {
  cleanUpArguments,
  input,
  statusCheckArguments,
  submitArguments,
  teamArguments,
  type ArgumentProps,
} from "./arguments";
import { atAnyRate } from "./retries";
import type { Catcher, StateMachine } from "./states";
import { failureMessage, regardless } from "./notifications";
import { notify, readParameter, runGlueJob, runProcessingJob, type ProcessingCluster } from "./tasks";
import type { Waiting } from "./waiting";

/** What a run of a context starts, by name. */
export interface DefinitionProps {
  readonly context: BatchContext;
  readonly prefix: string;
  readonly partition: Partition;
  /** Names of the Glue jobs. */
  readonly glueJobs: Readonly<Record<"gatekeeper" | "submit" | "statusCheck" | "evaluation" | "cleanUp", string>>;
  /** Names of the SSM parameters. */
  readonly parameters: Readonly<
    Record<"liveJobDefinition" | "preprocessingImage" | "contextImage" | "completeStatus", string>
  >;
  readonly processingRoleArn: string;
  readonly processingCluster: ProcessingCluster;
  /** Literal Glue arguments for the team's two scripts, beside those of the input map. */
  readonly scriptArguments: Readonly<Record<string, string>>;
  readonly waiting: Waiting;
  /** Whether it tells the team itself that it fails: not where alerts do, which know also of what it cannot tell. */
  readonly tellsOfFailure: boolean;
}

const hour = 3600;

/** What the names of a context's processing jobs begin with: at most 26 characters, as a prefix has at most 20. */
export function processingJobPrefix(prefix: string, context: BatchContext): string {
  return `${prefix}-${{ training: "train", inferencing: "infer" }[context]}`;
}

/**
 * The state machine of a context.
 *
 * Every failure ends up in `$.failure` and goes on to clean-up; whether `$.failure` is there afterwards, and nothing
 * else, decides how the execution ends.
 */
export function orchestratorDefinition(props: DefinitionProps): StateMachine {
  const { context, partition, prefix, glueJobs, parameters, waiting } = props;
  const word = argumentWord[context];
  const scripts: ArgumentProps = { context, parameters, scriptArguments: props.scriptArguments };
  const toCleanUp: Catcher = { ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Clean up" };
  const step = { partition, catch: toCleanUp };

  return {
    Comment: `Runs the ${context} jobs of ${prefix}: checks the data, prepares it, runs the jobs, evaluates, cleans up`,
    StartAt: "Read live job definition",
    States: {
      "Read live job definition": readParameter({
        ...step,
        comment: "Which revision of the job definition this run submits",
        parameter: parameters.liveJobDefinition,
        field: "arn",
        resultPath: "$.job_definition",
        timeoutSeconds: 60,
        next: "Gatekeeper",
      }),
      Gatekeeper: runGlueJob({
        ...step,
        comment: "Refuses incomplete data; writes one row per job into the input table",
        job: glueJobs.gatekeeper,
        arguments: teamArguments(scripts),
        timeoutSeconds: 4 * hour,
        next: "Read preprocessing image",
      }),
      "Read preprocessing image": readParameter({
        ...step,
        comment: "Which image prepares the data",
        parameter: parameters.preprocessingImage,
        field: "image",
        resultPath: "$.preprocessing",
        timeoutSeconds: 60,
        next: "Preprocessing",
      }),
      Preprocessing: runProcessingJob({
        ...step,
        comment: "Prepares the data for all jobs",
        namePrefix: processingJobPrefix(prefix, context),
        roleArn: props.processingRoleArn,
        imagePath: "$.preprocessing.image",
        containerArguments:
          `States.Array('--${word}_metatable_name', ${input(`${word}_metatable_name`)}, ` +
          `'--region', ${input("region")})`,
        cluster: props.processingCluster,
        timeoutSeconds: 24 * hour,
        next: "Submit jobs",
      }),
      "Submit jobs": runGlueJob({
        ...step,
        comment: "Submits one Batch job per pending row",
        job: glueJobs.submit,
        arguments: submitArguments(scripts),
        timeoutSeconds: 4 * hour,
        next: "Begin to wait",
      }),

      "Begin to wait": {
        Type: "Pass",
        Parameters: { checks: 0 },
        ResultPath: "$.waiting",
        Next: "Wait briefly",
      },
      "Wait briefly": { Type: "Wait", Seconds: waiting.shortSeconds, Next: "Check status" },
      "Wait longer": { Type: "Wait", Seconds: waiting.longSeconds, Next: "Check status" },
      "Check status": runGlueJob({
        ...step,
        comment: "Records how the Batch jobs stand; fails when too many of them failed",
        job: glueJobs.statusCheck,
        arguments: statusCheckArguments(scripts),
        timeoutSeconds: hour,
        next: "Read completion status",
      }),
      "Read completion status": readParameter({
        ...step,
        comment: "What the status check found",
        parameter: parameters.completeStatus,
        field: "status",
        resultPath: "$.completion",
        timeoutSeconds: 60,
        next: "Have all jobs ended?",
      }),
      "Have all jobs ended?": {
        Type: "Choice",
        Choices: [{ Variable: "$.completion.status", StringEquals: "True", Next: "Evaluation" }],
        Default: "Count the check",
      },
      "Count the check": {
        Type: "Pass",
        Parameters: { "checks.$": "States.MathAdd($.waiting.checks, 1)" },
        ResultPath: "$.waiting",
        Next: "How long to wait?",
      },
      "How long to wait?": {
        Type: "Choice",
        Choices: [
          { Variable: "$.waiting.checks", NumericGreaterThanEquals: waiting.maxChecks, Next: "Give up waiting" },
          { Variable: "$.waiting.checks", NumericGreaterThanEquals: waiting.shortChecks, Next: "Wait longer" },
        ],
        Default: "Wait briefly",
      },
      "Give up waiting": {
        Type: "Pass",
        Parameters: {
          Error: "Dapf.JobsDidNotEnd",
          Cause: `Batch jobs were still not at an end after ${waiting.maxChecks} checks of their status`,
        },
        ResultPath: "$.failure",
        Next: "Clean up",
      },

      Evaluation: runGlueJob({
        ...step,
        comment: "Judges what the jobs made",
        job: glueJobs.evaluation,
        arguments: teamArguments(scripts),
        timeoutSeconds: 24 * hour,
        next: "Clean up",
      }),

      "Clean up": runGlueJob({
        partition,
        comment: "Closes the rows and resets the completion status, whatever happened before",
        job: glueJobs.cleanUp,
        arguments: cleanUpArguments(scripts),
        retry: [atAnyRate],
        timeoutSeconds: 2 * hour,
        catch: { ErrorEquals: ["States.ALL"], ResultPath: "$.clean_up_failure", Next: "Notify of failed clean-up" },
        next: "Did the run fail?",
      }),
      "Notify of failed clean-up": notify({
        ...regardless(partition, "Did the run fail?"),
        comment: "Somebody should look after the rows; the run itself is as good as it was before",
        subject: `${prefix} ${context}: clean-up failed`,
        message: failureMessage("$.clean_up_failure"),
      }),
      "Did the run fail?": {
        Type: "Choice",
        Choices: [
          { Variable: "$.failure", IsPresent: true, Next: props.tellsOfFailure ? "Notify of failure" : "Failed" },
        ],
        Default: "Succeeded",
      },
      ...(props.tellsOfFailure
        ? {
            "Notify of failure": notify({
              ...regardless(partition, "Failed"),
              comment: "Tells the team what failed",
              subject: `${prefix} ${context}: run failed`,
              message: failureMessage("$.failure"),
            }),
          }
        : {}),
      Failed: { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
      Succeeded: { Type: "Succeed" },
    },
  };
}
