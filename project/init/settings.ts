import * as path from "node:path";
import { z } from "zod";
import { LONGEST_PREFIX, prefixOf, prefixProblems } from "../../config/prefix";
import { accountNumber, namePart, region } from "../../config/schema-values";
import { validate } from "../../config/zod-problems";
import { DapfError, EXIT_USAGE } from "../../errors";

/** The environment that a new project begins with. */
export const ENVIRONMENT = "dev";

/** What a new project is called, and where it is. */
export interface InitSettings {
  /** `use_case_name` of its environment. */
  readonly name: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** A new project cannot have these settings. */
export class InitSettingsError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** A sentence each, which begins with the flag. */
    readonly problems: readonly string[],
  ) {
    super(problems.join("\n"));
  }
}

const shape = z.object({ name: namePart, region, account: accountNumber });

/**
 * @param folder absolute path of the project, whose name is taken as far as it fits when none is given
 * @throws InitSettingsError
 */
export function initSettings(folder: string, given: Partial<InitSettings>): InitSettings {
  const { region: place = "us-east-1", account = "123456789012" } = given;
  const name = given.name ?? nameFrom(path.basename(folder), place);
  const { value, problems } = validate(shape, { name, region: place, account });
  const long = value === undefined ? [] : prefixProblems(partsOf(value));
  const all = [...problems, ...long].map(({ path: [key = "name"], rule, found, hint }) => {
    const flag = key === "use_case_name" ? "name" : String(key);
    return `--${flag} ${rule}${found === undefined ? "" : `, not ${String(found)}`}${hint === undefined ? "" : ` (${hint})`}`;
  });
  if (value === undefined || all.length > 0) throw new InitSettingsError(all);
  return value;
}

/** @returns what the names of all resources begin with */
export function initPrefix(settings: InitSettings): string {
  return prefixOf(partsOf(settings));
}

function partsOf({ name, region: place }: InitSettings) {
  return { use_case_name: name, env: ENVIRONMENT, region: place };
}

/** @returns a name as npm and AWS take it: `my-platform` of `My_Platform`; may be empty */
export function wordsOf(folder: string): string {
  return folder
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-");
}

/** In a Region with a long name it is `my-platf`. */
function nameFrom(folder: string, place: string): string {
  const room = LONGEST_PREFIX - prefixOf({ use_case_name: "", env: ENVIRONMENT, region: place }).length;
  const name = wordsOf(folder).slice(0, Math.max(room, 1)).replace(/-$/, "");
  return name === "" || /^(aws|ssm)/.test(name) ? "dapf" : name;
}
