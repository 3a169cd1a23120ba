import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { PlanResult } from "./events";
import type { PlannedChange } from "./plan-changes";

/** A saved plan cannot be applied. */
export class SavedPlanError extends Error {
  override readonly name = "SavedPlanError";

  constructor(
    /** Path of the plan, as the user wrote it or absolute. */
    readonly file: string,
    /** What is wrong with it, as the end of a sentence. */
    readonly problem: string,
  ) {
    super(`${file} ${problem}`);
  }
}

/** What dapf has to know about a plan beside Terraform's own file; kept in `<file>.json`. */
const recordShape = z.object({
  /** SHA-256 of Terraform's file: the record belongs to no other. */
  sha256: z.string(),
  /** SHA-256 of the synthesized stack that was planned, with the files that it uploads. */
  stack: z.string(),
  plan: z.looseObject({ environment: z.string(), destroy: z.boolean(), changes: z.array(z.looseObject({})) }),
});

/** What a saved plan is going to be applied as. */
export interface PlanPurpose {
  readonly environment: string;
  readonly destroy: boolean;
  /** Absolute path of the stack's folder, freshly synthesized. */
  readonly stackFolder: string;
}

/**
 * Saves a plan, so that it can be looked at and applied later, elsewhere. It may hold secrets: only its owner may read it.
 *
 * @param planFile absolute path of the file that Terraform has written
 * @param out absolute path to save it under; what dapf knows of it goes to `<out>.json`
 */
export function savePlan(planFile: string, out: string, plan: PlanResult, stackFolder: string): void {
  const content = fs.readFileSync(planFile);
  fs.mkdirSync(path.dirname(out), { recursive: true });
  writePrivately(out, content);
  const record = { sha256: digest(content), stack: stackDigest(stackFolder), plan };
  writePrivately(recordFile(out), JSON.stringify(record, null, 2));
}

/**
 * @param file absolute path of a plan that `savePlan` has saved
 * @throws SavedPlanError when there is none, when it was made for something else, or when the code has changed since
 */
export function readSavedPlan(file: string, { environment, destroy, stackFolder }: PlanPurpose): PlanResult {
  const wrong = (problem: string) => new SavedPlanError(file, problem);
  if (!fs.existsSync(file)) throw wrong("does not exist");
  if (!fs.existsSync(recordFile(file)))
    throw wrong(`lacks ${path.basename(recordFile(file))}, which dapf writes with it`);
  const record = recordShape.safeParse(parsedJson(fs.readFileSync(recordFile(file), "utf8")));
  if (!record.success || record.data.sha256 !== digest(fs.readFileSync(file))) {
    throw wrong(`and ${path.basename(recordFile(file))} do not belong together`);
  }
  const { plan, stack } = record.data;
  const kind = (isDestroy: boolean) => (isDestroy ? "destroying" : "deploying");
  if (plan.environment !== environment) throw wrong(`is a plan for ${plan.environment}, not for ${environment}`);
  if (plan.destroy !== destroy) throw wrong(`is a plan for ${kind(plan.destroy)}, not for ${kind(destroy)}`);
  if (stack !== stackDigest(stackFolder)) {
    throw wrong(`was made from other code than what is here now: plan again`);
  }
  // Types: the record belongs to the plan, so it is what savePlan has written.
  return { ...(plan as unknown as PlanResult), changes: plan.changes as unknown as readonly PlannedChange[] };
}

function recordFile(file: string): string {
  return `${file}.json`;
}

/** What Terraform itself puts into the folder is no part of the stack. */
const STACK_PARTS = ["cdk.tf.json", "modules", "assets"];

function stackDigest(folder: string): string {
  const hash = createHash("sha256");
  for (const name of STACK_PARTS.flatMap((part) => filesAt(folder, part))) {
    hash.update(`${name}\0${digest(fs.readFileSync(path.join(folder, name)))}\n`);
  }
  return hash.digest("hex");
}

/** Paths of the files at and below a path, relative to the folder, sorted. */
function filesAt(folder: string, name: string): string[] {
  const stat = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [name];
  const entries = fs.readdirSync(path.join(folder, name)).filter((entry) => entry !== ".terraform");
  return entries.sort().flatMap((entry) => filesAt(folder, `${name}/${entry}`));
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function writePrivately(file: string, content: Uint8Array | string): void {
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, content, { mode: 0o600 });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
