import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import type { Environment } from "../../config/environment";
import { UnknownRunError } from "./errors";
import { contexts, type RunContext } from "./run-input";
import type { RunServices } from "./services";
import { readInputMap } from "./start-run";

/** One line of the list of runs. */
export interface RunSummary {
  readonly context: RunContext;
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly executionArn: string;
}

type RunFinder = Pick<RunServices, "parameter" | "executions">;

/**
 * @param context both when undefined
 * @returns the runs that Step Functions remembers (90 days), the latest first
 * @throws NoInputMapError, AwsCallError
 */
export async function listRuns(
  environment: Environment,
  context: RunContext | undefined,
  services: RunFinder,
): Promise<readonly RunSummary[]> {
  const asked = context === undefined ? contexts : [context];
  const found = await Promise.all(
    asked.map(async (one) => {
      const { step_function_arn: machine } = await readInputMap(environment, one, services);
      return (await services.executions(machine)).map((execution) => summaryOf(one, execution));
    }),
  );
  return found.flat().sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

/**
 * @param wanted name or ARN of a run; the latest one when undefined
 * @throws UnknownRunError and what `listRuns` throws
 */
export async function findRun(
  environment: Environment,
  context: RunContext | undefined,
  wanted: string | undefined,
  services: RunFinder,
): Promise<RunSummary> {
  const runs = await listRuns(environment, context, services);
  const found = runs.find(
    ({ name, executionArn }) => wanted === undefined || name === wanted || executionArn === wanted,
  );
  if (found !== undefined) return found;
  throw new UnknownRunError(
    environment.name,
    wanted ?? "",
    runs.slice(0, 5).map((run) => `${run.name} (${run.context})`),
  );
}

/**
 * Stops the runs of a context that have not ended. Their Batch jobs go on, and nothing is cleaned up. One that ends
 * meanwhile, by itself or by somebody else, is no error: StopExecution (API reference) does not say what it answers then.
 *
 * @returns those that were stopped
 * @throws what `listRuns` throws
 */
export async function stopRuns(
  environment: Environment,
  context: RunContext | undefined,
  services: RunFinder & Pick<RunServices, "stop" | "execution">,
): Promise<readonly RunSummary[]> {
  const running = (await listRuns(environment, context, services)).filter(({ status }) => status === "RUNNING");
  const stopped: RunSummary[] = [];
  for (const run of running) {
    try {
      await services.stop(run.executionArn, "stopped by hand: dapf runs stop");
      stopped.push(run);
    } catch (error) {
      if ((await services.execution(run.executionArn))?.status === "RUNNING") throw error;
    }
  }
  return stopped;
}

function summaryOf(context: RunContext, execution: ExecutionListItem): RunSummary {
  return {
    context,
    name: execution.name ?? "",
    status: execution.status ?? "RUNNING",
    startedAt: execution.startDate ?? new Date(0),
    ...(execution.stopDate === undefined ? {} : { endedAt: execution.stopDate }),
    executionArn: execution.executionArn ?? "",
  };
}
