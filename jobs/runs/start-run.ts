import type { Environment } from "../../config/environment";
import { NoInputMapError, RunInProgressError, RunNameTakenError } from "./errors";
import {
  executionInput,
  type InputMap,
  inputMapParameter,
  nextRunName,
  parseInputMap,
  parseOverrides,
  type RunContext,
  runDate,
} from "./run-input";
import type { RunServices } from "./services";

/** Which run to start. */
export interface RunRequest {
  readonly context: RunContext;
  /** `YYYY-MM-DD`; today (UTC) when undefined. */
  readonly date?: string | undefined;
  /** `key=value` each, in the place of values of the map. */
  readonly inputs: readonly string[];
  /** Whether to start although another run of the context has not ended. */
  readonly force: boolean;
}

export interface StartedRun {
  readonly executionArn: string;
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly map: InputMap;
}

/** @throws NoInputMapError when the environment is not deployed */
export async function readInputMap(
  { name, prefix }: Environment,
  context: RunContext,
  services: Pick<RunServices, "parameter">,
): Promise<InputMap> {
  const parameter = inputMapParameter(prefix, context);
  const text = await services.parameter(parameter);
  if (text === undefined) throw new NoInputMapError(name, parameter);
  const map = parseInputMap(text);
  if (map === undefined) {
    const problem =
      "is not the input map that a deployment writes (a JSON object with step_function_arn and the queue)";
    throw new NoInputMapError(name, parameter, problem);
  }
  return map;
}

/**
 * Starts a run, once: whoever starts the same run at the same moment gets the same execution.
 *
 * @throws RunInputError, NoInputMapError, RunInProgressError, RunNameTakenError, AwsServiceError
 */
export async function startRun(
  environment: Environment,
  { context, date: wanted, inputs, force }: RunRequest,
  services: Pick<RunServices, "parameter" | "executions" | "start">,
  now: Date,
): Promise<StartedRun> {
  const date = runDate(wanted, now);
  const overrides = parseOverrides(inputs);
  const map = await readInputMap(environment, context, services);
  const input = executionInput(map, date, overrides);
  const machine = map.step_function_arn;
  // All of them in one list: one that begins between two calls would be in neither.
  const executions = await services.executions(machine);
  const running = executions.find(({ status }) => status === "RUNNING");
  if (running?.executionArn !== undefined && !force) {
    throw new RunInProgressError(environment.name, context, running.executionArn);
  }
  const name = nextRunName(
    date,
    executions.flatMap((execution) => execution.name ?? []),
  );
  const executionArn = await services.start(machine, name, JSON.stringify(input));
  if (executionArn === undefined) throw new RunNameTakenError(environment.name, name);
  return { executionArn, name, date, map };
}
