import { relative, resolve } from "node:path";
import { placeIn } from "../../aws/place";
import { readDeclarations } from "../../config/declarations/declarations-file";
import type { Environment } from "../../config/environment";
import { type ComputeContext, loadCompute, parseCompute } from "../../config/compute";
import { folderReader } from "../../config/compute/folders";
import { loadTrainingQueues, parseTrainingQueues, type QueueContext } from "../../config/training-queues";
import { PlanError } from "../errors";
import { computePlanOf } from "./declared-compute";
import { planOf } from "./declared";
import type { Plan } from "./plan";

// A file has no account: the names in it lead to each other, and the Region decides nothing of scheduling.
const NOWHERE: QueueContext = { ...placeIn("us-east-1", "000000000000"), tags: {} };

/**
 * A file of training queues, or of shared compute: the groups in it say which.
 *
 * @throws ConfigError when it is wrong, PlanError when nothing is declared
 */
export function planOfFile(file: string): Plan {
  const folder = process.cwd();
  const source = readDeclarations(folder, relative(folder, resolve(file)), "the command line");
  if (!isCompute(source.value)) return notEmpty(planOf(file, parseTrainingQueues(source, NOWHERE)), file);
  const policy = { file, limits: {}, requiredTags: [] };
  const context: ComputeContext = { ...NOWHERE, prefix: "plan", policy };
  return notEmpty(computePlanOf(file, parseCompute(source, context, folderReader(folder))), file);
}

function isCompute(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("ComputeEnvs" in value || "JobQueues" in value);
}

/**
 * @param containers whether its container queues are meant; by default its training queues, where it declares any
 * @throws ConfigError when it is wrong, PlanError when nothing is declared
 */
export function planOfEnvironment(environment: Environment, containers: boolean): Plan {
  const { name, file } = environment;
  const training = containers ? undefined : loadTrainingQueues(environment);
  if (training !== undefined) return notEmpty(planOf(name, training), name);
  const compute = loadCompute(environment);
  if (compute !== undefined) return notEmpty(computePlanOf(name, compute), name);
  const missing = containers
    ? `no shared compute: ${file} has no compute (docs/compute-declarations.md)`
    : `no queues: ${file} has neither training_queues (docs/training-queues.md) nor compute (docs/compute-declarations.md)`;
  throw new PlanError(`${name} declares ${missing}`);
}

function notEmpty(plan: Plan, source: string): Plan {
  if (plan.pools.length === 0) throw new PlanError(`${source} declares no queues`);
  return plan;
}
