import { relative, resolve } from "node:path";
import { z } from "zod";
import { placeIn } from "../../aws/place";
import { readDeclarations } from "../declarations/declarations-file";
import { ConfigError } from "../errors";
import { LONGEST_PREFIX } from "../prefix";
import { accountNumber, region, tagValue } from "../schema-values";
import { inFile, validate } from "../zod-problems";
import type { ComputeModel } from "./compute-model";
import type { ComputeInput } from "./convention";
import { folderReader } from "./folders";
import { parseCompute } from "./parse";

/** Where shared compute is, and what it carries. No tokens of CDKTF: from these follow names and ARNs in policies. */
export interface ComputePlace {
  /** `eu-west-1` */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** What the names begin with that the declarations do not give; at most 20 characters. */
  readonly prefix: string;
  /** On everything. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

const prefix = z
  .string()
  .max(LONGEST_PREFIX)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: "must have lower-case letters, digits and single hyphens, and begin with a letter",
  });
const place = z.object({
  region,
  account: accountNumber,
  prefix,
  tags: z.record(z.string(), tagValue).default({}),
});

const FILE = "shared compute";

/**
 * Declares shared compute in a CDKTF app that has no environment files: for the construct `SharedCompute`.
 *
 * @param source the declarations, or the path of a file that holds them (.json, .yaml, or .ts where that can be loaded);
 *   folders of job definitions in it are relative to the current folder
 * @throws ConfigError with everything that AWS would refuse, and where it stands in the file
 */
export function declareCompute(source: ComputeInput | string, where: ComputePlace): ComputeModel {
  const { value: known, problems } = validate(place, where);
  if (known === undefined) throw new ConfigError(problems.map((one) => inFile(one, { file: FILE })));
  const { tags, account, region: name } = known;
  const root = process.cwd();
  const declarations =
    typeof source === "string"
      ? readDeclarations(root, relative(root, resolve(source)), "declareCompute")
      : { file: FILE, value: source };
  const policy = { file: FILE, limits: {}, requiredTags: [] };
  return parseCompute(
    declarations,
    { ...placeIn(name, account), prefix: known.prefix, tags, policy },
    folderReader(root),
  );
}
