import type { BatchContext } from "../../../modules/batch-construct";
import { orchestratorDefinition, type DefinitionProps } from "../../../modules/batch-construct/orchestrator/definition";
import type { State, StateMachine, TaskState } from "../../../modules/batch-construct/orchestrator/states";
import { defaultWaiting } from "../../../modules/batch-construct/orchestrator/waiting";

export const contexts: readonly BatchContext[] = ["training", "inferencing"];

/** The state machine of an environment `churn-dev-euwest1`. */
export function definition(context: BatchContext = "training", props: Partial<DefinitionProps> = {}): StateMachine {
  const prefix = "churn-dev-euwest1";
  const parameter = (name: string) => `/${prefix}-dapf-ssm/${context}/${name}`;
  return orchestratorDefinition({
    context,
    prefix,
    partition: "aws",
    glueJobs: {
      gatekeeper: "gatekeeper-job",
      submit: "submit-job",
      statusCheck: "status-check-job",
      evaluation: "evaluation-job",
      cleanUp: "clean-up-job",
    },
    parameters: {
      liveJobDefinition: parameter(`live_${context}_batch_job_definition`),
      preprocessingImage: parameter("ecr_preprocessing"),
      contextImage: parameter(`ecr_${context}`),
      completeStatus: parameter(`${context}_complete_status`),
    },
    processingRoleArn: "arn:aws:iam::123456789012:role/processing",
    processingCluster: { instanceType: "ml.c5.2xlarge", instanceCount: 1, volumeSizeInGb: 10 },
    scriptArguments: {},
    waiting: defaultWaiting,
    tellsOfFailure: true,
    ...props,
  });
}

/** A state by its name; a test that names one that is not there fails here. */
export function state(machine: StateMachine, name: string): State {
  const found = machine.States[name];
  if (found === undefined) throw new Error(`no state ${name}; there are ${Object.keys(machine.States).join(", ")}`);
  return found;
}

/** The same for a task. */
export function task(machine: StateMachine, name: string): TaskState {
  const found = state(machine, name);
  if (found.Type !== "Task") throw new Error(`${name} is a ${found.Type}`);
  return found;
}

export function tasks(machine: StateMachine): [string, TaskState][] {
  return Object.entries(machine.States).flatMap(([name, body]): [string, TaskState][] =>
    body.Type === "Task" ? [[name, body]] : [],
  );
}
