import { relative, resolve } from "node:path";
import { z } from "zod";
import { placeIn } from "../../aws/place";
import { readDeclarations } from "../declarations/declarations-file";
import { ConfigError } from "../errors";
import { accountNumber, region, tagValue } from "../schema-values";
import { inFile, validate } from "../zod-problems";
import type { TrainingQueuesInput } from "./convention";
import type { TrainingQueues } from "./declared-queues";
import { parseTrainingQueues } from "./parse";

/** Where queues are, and what they carry. No tokens of CDKTF: policies are cut by the length of the ARNs. */
export interface TrainingQueuesPlace {
  /** `eu-west-1` */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** On every queue, policy, environment and share; the provider's default tags do not reach them. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

const place = z.object({ region, account: accountNumber, tags: z.record(z.string(), tagValue).default({}) });

/**
 * Declares training queues in a CDKTF app that has no environment files: for the construct `TrainingQueues`.
 *
 * @param source the declarations, or the path of a file that holds them (.json, .yaml, or .ts where that can be loaded)
 * @throws ConfigError with everything that AWS would refuse, and where it stands in the file
 */
export function declareTrainingQueues(
  source: TrainingQueuesInput | string,
  where: TrainingQueuesPlace,
): TrainingQueues {
  const { value: known, problems } = validate(place, where);
  if (known === undefined) throw new ConfigError(problems.map((one) => inFile(one, { file: "training queues" })));
  const { tags, account, region: name } = known;
  const declarations =
    typeof source === "string"
      ? readDeclarations(process.cwd(), relative(process.cwd(), resolve(source)), "declareTrainingQueues")
      : { file: "training queues", value: source };
  return parseTrainingQueues(declarations, { ...placeIn(name, account), tags });
}
