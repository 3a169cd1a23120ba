import type { DeclarationsFile } from "../declarations/declarations-file";
import { declaration, placeIn, reference, warningOf } from "../declarations/parse";
import { findings } from "../declarations/rules/rule";
import { ConfigError } from "../errors";
import type { JobQueueDeclaration, TrainingQueues } from "./declared-queues";
import type { Declared, QueueContext, QueueModel } from "./model";
import { readModel } from "./read-model";
import { RULES } from "./rules";

/**
 * Validates the value of a queues file.
 *
 * @throws ConfigError with every problem: of names, shapes, links and AWS's rules
 */
export function parseTrainingQueues(source: DeclarationsFile, context: QueueContext): TrainingQueues {
  const { model, problems: misshapen } = readModel(source.value, context);
  const problems = [...misshapen, ...findings(RULES, model, "error")].map((one) => placeIn(source, one));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    file: source.file,
    context,
    serviceEnvironments: model.serviceEnvironments.map(declaration),
    schedulingPolicies: model.schedulingPolicies.map(declaration),
    jobQueues: model.jobQueues.map((queue) => jobQueueDeclaration(model, queue)),
    quotaShares: model.quotaShares.map((share) => ({
      ...declaration(share),
      jobQueue: reference(share, model.jobQueueOf(share)),
    })),
    warnings: findings(RULES, model, "warning").map((one) => warningOf(placeIn(source, one))),
  };
}

function jobQueueDeclaration(model: QueueModel, queue: Declared<"TrainingJobQueues">): JobQueueDeclaration {
  const policy = model.schedulingPolicyOf(queue);
  return {
    ...declaration(queue),
    serviceEnvironment: reference(queue, model.serviceEnvironmentOf(queue)),
    ...(policy === undefined ? {} : { schedulingPolicy: reference(queue, policy) }),
    scheduling: model.schedulingOf(queue),
  };
}
