import { relative, resolve } from "node:path";
import { placeIn } from "../../aws/place";
import { readDeclarations } from "../../config/declarations/declarations-file";
import type { Environment } from "../../config/environment";
import { loadTrainingQueues, parseTrainingQueues, type QueueContext } from "../../config/training-queues";
import { PlanError } from "../errors";
import { planOf } from "./declared";
import type { Plan } from "./plan";

// A file of queues has no account: the names in it lead to each other, and the Region decides nothing of scheduling.
const NOWHERE: QueueContext = { ...placeIn("us-east-1", "000000000000"), tags: {} };

/** @throws ConfigError when it is wrong, PlanError when nothing is declared */
export function planOfFile(file: string): Plan {
  const folder = process.cwd();
  const declared = parseTrainingQueues(
    readDeclarations(folder, relative(folder, resolve(file)), "the command line"),
    NOWHERE,
  );
  return notEmpty(planOf(file, declared), file);
}

/** @throws ConfigError when it is wrong, PlanError when nothing is declared */
export function planOfEnvironment(environment: Environment): Plan {
  const declared = loadTrainingQueues(environment);
  if (declared === undefined) {
    throw new PlanError(
      `${environment.name} declares no training queues: ${environment.file} has no training_queues (docs/training-queues.md)`,
    );
  }
  return notEmpty(planOf(environment.name, declared), environment.name);
}

function notEmpty(plan: Plan, source: string): Plan {
  if (plan.pools.length === 0) throw new PlanError(`${source} declares no training queues`);
  return plan;
}
