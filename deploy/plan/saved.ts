import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { DapfError } from "../../errors";
import { writeWhole } from "../../locks";
import type { PlannedChange, PlanResult } from "./changes";
import { differencesOf, differencesText, digestOf, type FileDigests, type Seal } from "./seal";

/** A saved plan cannot be applied. */
export class SavedPlanError extends DapfError {
  constructor(
    /** Path of the plan, as the user wrote it or absolute. */
    readonly file: string,
    /** What is wrong with it, as the end of a sentence. */
    readonly problem: string,
  ) {
    super(`The plan ${file} ${problem}`);
  }
}

/** What dapf has to know about a plan beside Terraform's own file; kept in `<file>.json`. */
const recordShape = z.object({
  seal: z.object({ plan: z.string(), files: z.record(z.string(), z.string()) }),
  plan: z.looseObject({ environment: z.string(), destroy: z.boolean(), changes: z.array(z.looseObject({})) }),
});

/** What a saved plan is going to be applied as. */
export interface PlanPurpose {
  readonly environment: string;
  readonly destroy: boolean;
  /** The files of the stack, freshly synthesized. */
  readonly files: FileDigests;
}

/** A plan that may be applied. */
export interface SavedPlan {
  readonly plan: PlanResult;
  readonly seal: Seal;
}

/**
 * Saves a plan, so that it can be looked at and applied later, elsewhere. It may hold secrets: only its owner may read it.
 *
 * @param planFile absolute path of the file that Terraform has written
 * @param out absolute path to save it under; what dapf knows of it goes to `<out>.json`
 * @param seal what plan and stack are
 */
export function savePlan(planFile: string, out: string, plan: PlanResult, seal: Seal): void {
  fs.mkdirSync(path.dirname(out), { recursive: true });
  writeWhole(out, fs.readFileSync(planFile), 0o600);
  writeWhole(recordFile(out), JSON.stringify({ seal, plan }, null, 2), 0o600);
}

/**
 * @param file absolute path of a plan that `savePlan` has saved
 * @throws SavedPlanError when there is none, when it was made for something else, or when plan or code have changed since
 */
export function readSavedPlan(file: string, { environment, destroy, files }: PlanPurpose): SavedPlan {
  const wrong = (problem: string) => new SavedPlanError(file, problem);
  const recordName = path.basename(recordFile(file));
  if (!fs.existsSync(file)) throw wrong("does not exist");
  if (!fs.existsSync(recordFile(file))) throw wrong(`lacks ${recordName}, which dapf writes with it`);
  const record = recordShape.safeParse(parsedJson(fs.readFileSync(recordFile(file), "utf8")));
  if (!record.success)
    throw wrong(`cannot be checked: ${recordName} is not what this version of dapf writes. Plan again`);
  const { plan, seal } = record.data;
  const kind = (isDestroy: boolean) => (isDestroy ? "destroying" : "deploying");
  if (plan.environment !== environment) throw wrong(`is a plan for ${plan.environment}, not for ${environment}`);
  if (plan.destroy !== destroy) throw wrong(`is a plan for ${kind(plan.destroy)}, not for ${kind(destroy)}`);
  const differences = differencesOf(seal, { plan: digestOf(file), files });
  if (differences.length > 0) throw wrong(`is not for what is here now: ${differencesText(differences)}. Plan again`);
  // Types: the record belongs to the plan, so it is what savePlan has written.
  return { plan: { ...(plan as unknown as PlanResult), changes: plan.changes as unknown as PlannedChange[] }, seal };
}

function recordFile(file: string): string {
  return `${file}.json`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
