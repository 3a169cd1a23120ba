/** Where what is live was declared. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { computeArns, loadCompute } from "../config/compute";
import { ConfigError } from "../config/errors";
import type { Environment } from "../config/environment";
import { loadTrainingQueues, queueArns, queueContext } from "../config/training-queues";

/**
 * @param arn of a live object of AWS Batch
 * @returns file and line of its declaration: `config/compute.yaml:12`; undefined where no file declares it
 */
export type Declared = (arn: string | undefined) => string | undefined;

export const nowhere: Declared = () => undefined;

/** The keys of a file's declarations, by the ARNs that these have, and how the names of their members go on. */
interface DeclaringFile {
  readonly file: string;
  readonly keys: readonly (readonly [infix: string, ReadonlyMap<string, string>])[];
}

/**
 * What the files of an environment declare. One that is wrong declares nothing here: what is wrong with it is said by the
 * commands that need it.
 */
export function declaredIn(environment: Environment): Declared {
  const files = [computeFile, queuesFile].flatMap((read) => {
    try {
      return read(environment) ?? [];
    } catch (error) {
      if (error instanceof ConfigError) return [];
      throw error;
    }
  });
  return (arn) => {
    if (arn === undefined) return undefined;
    for (const { file, keys } of files) {
      for (const [infix, arns] of keys) {
        const key = [...arns].find(([, one]) => one === arn)?.[0];
        if (key !== undefined) return placeOf(environment.root, file, `${key}_${infix}_`);
      }
    }
    return undefined;
  };
}

function computeFile(environment: Environment): DeclaringFile | undefined {
  const model = loadCompute(environment);
  const file = environment.settings.compute?.path;
  if (model === undefined || file === undefined) return undefined;
  const arns = computeArns(model);
  const keys = [
    ["CE", arns.computeEnvironments],
    ["SP", arns.schedulingPolicies],
    ["QUEUE", arns.jobQueues],
    ["CR", arns.consumableResources],
  ] as const;
  return { file, keys };
}

function queuesFile(environment: Environment): DeclaringFile | undefined {
  const queues = loadTrainingQueues(environment);
  const file = environment.settings.training_queues?.path;
  if (queues === undefined || file === undefined) return undefined;
  const arns = queueArns(queues, queueContext(environment));
  const keys = [
    ["SE", arns.serviceEnvironments],
    ["SP", arns.schedulingPolicies],
    ["QUEUE", arns.jobQueues],
    ["QS", arns.quotaShares],
  ] as const;
  return { file, keys };
}

/** The line of the request: TypeScript has no other map of what stands where than its text. */
function placeOf(root: string, file: string, member: string): string {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const at = (ending: string) => lines.findIndex((line) => new RegExp(`\\b${member}${ending}\\b`).test(line));
  const line = [at("(CREATE_)?REQUEST"), at("NAME")].find((index) => index >= 0);
  return line === undefined ? file : `${file}:${line + 1}`;
}
