import type { Environment } from "../config/environment";
import { failureOfRun, findRun, lookAtRun, type RunContext, type RunServices } from "../jobs/runs";
import { type Diagnosis, diagnosisOf } from "./diagnosis";
import { findingsOf } from "./finding";
import { Looks } from "./looks";
import { RUN_RULES } from "./rules/run";

/**
 * Why a run of the pipeline stands as it does.
 *
 * @param context both when undefined
 * @param wanted name or ARN of a run; the latest one when undefined
 * @throws NoInputMapError, UnknownRunError, AwsCallError
 */
export async function diagnoseRun(
  environment: Environment,
  context: RunContext | undefined,
  wanted: string | undefined,
  services: RunServices,
): Promise<Diagnosis> {
  const looks = new Looks();
  const counted = countedBy(looks, services);
  const found = await findRun(environment, context, wanted, counted);
  // A run that is listed may be unknown to DescribeExecution for a moment: what the list has of it is told.
  const view = (await lookAtRun(found.executionArn, counted)) ?? { ...found, states: [], jobs: {} };
  const failure = await failureOfRun(view, counted);
  const facts = { environment: environment.name, context: found.context, view, failure, now: Date.now() };
  return diagnosisOf(
    `${found.context} run ${found.name}`,
    view.status,
    findingsOf(RUN_RULES, facts).slice(0, 1),
    looks,
  );
}

/** The same services; a list counts once, however many pages it has. */
function countedBy(looks: Looks, services: RunServices): RunServices {
  const count =
    <A extends readonly unknown[], T>(ask: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      looks.must(() => ask(...args));
  return {
    ...services,
    parameter: count(services.parameter),
    executions: count(services.executions),
    execution: count(services.execution),
    history: count(services.history),
    jobs: count(services.jobs),
    describeJobs: count(services.describeJobs),
    glueRun: count(services.glueRun),
    lastLines: count(services.lastLines),
  };
}
