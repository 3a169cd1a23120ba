import { randomUUID } from "node:crypto";
import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import type { Environment } from "../../config/environment";
import { NoInputMapError, RunInProgressError, RunNameTakenError, RunsAtOnceError } from "./errors";
import {
  executionInput,
  type InputMap,
  inputMapParameter,
  nameAfter,
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

type RunStarter = Pick<RunServices, "parameter" | "executions" | "start">;

/**
 * Starts a run, once: whoever starts the same run at the same moment gets the same execution, unless they force one of
 * their own.
 *
 * @throws RunInputError, NoInputMapError, RunInProgressError, RunNameTakenError, RunsAtOnceError, AwsCallError
 */
export async function startRun(
  environment: Environment,
  { context, date: wanted, inputs, force }: RunRequest,
  services: RunStarter,
  now: Date,
): Promise<StartedRun> {
  const date = runDate(wanted, now);
  const overrides = parseOverrides(inputs);
  const map = await readInputMap(environment, context, services);
  const input = executionInput(map, date, overrides);
  const machine = map.step_function_arn;
  // All of them in one list: one that begins between two calls would be in neither.
  const executions = await services.executions(machine);
  const [running] = runningBeside(undefined, executions);
  if (running !== undefined && !force) throw new RunInProgressError(environment.name, context, running);
  const name = nextRunName(
    date,
    executions.flatMap((execution) => execution.name ?? []),
  );
  if (force) return { ...(await startForced(environment, machine, name, input, services)), date, map };
  const executionArn = await services.start(machine, name, JSON.stringify(input));
  if (executionArn === undefined) throw new RunNameTakenError(environment.name, name);
  // Of two that begin at once, of different days, each was alone when it looked. ListExecutions (API reference): "This
  // operation is eventually consistent. The results are best effort and may not reflect very recent updates and changes."
  const others = runningBeside(executionArn, await services.executions(machine, "RUNNING"));
  if (others.length > 0) throw new RunsAtOnceError(environment.name, context, executionArn, others);
  return { executionArn, name, date, map };
}

/** More people than these do not force a run at the same moment. */
const MOST_NAMES = 20;

/**
 * Starts a run of its own, whoever starts one at the same moment. StartExecution (API reference) with the name and the
 * input of an execution that runs answers as if it had started it, with other input with ExecutionAlreadyExists: a mark in
 * the input makes the difference, and then the next name is tried.
 */
async function startForced(
  { name: environment }: Environment,
  machine: string,
  first: string,
  input: Readonly<Record<string, unknown>>,
  services: Pick<RunServices, "start">,
): Promise<{ executionArn: string; name: string }> {
  const marked = JSON.stringify({ ...input, forced_by: randomUUID() });
  let name = first;
  for (let tries = 0; tries < MOST_NAMES; tries += 1) {
    const executionArn = await services.start(machine, name, marked);
    if (executionArn !== undefined) return { executionArn, name };
    name = nameAfter(name);
  }
  throw new RunNameTakenError(environment, name);
}

/** ARNs of the executions that have not ended. */
function runningBeside(own: string | undefined, executions: readonly ExecutionListItem[]): string[] {
  return executions.flatMap(({ status, executionArn }) =>
    status === "RUNNING" && executionArn !== undefined && executionArn !== own ? [executionArn] : [],
  );
}
