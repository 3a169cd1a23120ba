import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { withAttributes } from "../plan-attributes";
import { runIn, type StackOptions } from "../stack";
import { readStackFolder, type StackFolder, stackFolderIn } from "../stack-folder";
import { synthesize } from "../synth";
import { adoptionReport, type AdoptionReport } from "./report";
import { checkTargets, readMoves, unknownInstances } from "./stack-moves";
import { type TerraformState, withoutInstances } from "./state";

export interface AdoptionOptions extends StackOptions {
  readonly state: TerraformState;
  /** Whether to read first what the resources are in the account; else the state is believed. */
  readonly refresh: boolean;
}

/** Name of the copy of the state, in the folder that Terraform runs in. */
const COPY = "adopted.tfstate";

/** @returns the folder for everything that previews of an environment write. */
export function adoptionFolder({ root, environment }: Pick<StackOptions, "root" | "environment">): string {
  return path.join(root, ".dapf", "adopt", environment);
}

/**
 * Plans the environment on a copy of a state, in a folder of its own. Neither the state that the copy is of nor anything
 * in the account is changed.
 *
 * @throws AddressTakenError, SynthError, TerraformFailedError, TerraformMissingError, InterruptedError
 */
export async function previewAdoption(options: AdoptionOptions): Promise<AdoptionReport> {
  const { environment, state, refresh, parallelism } = options;
  const outFolder = path.join(adoptionFolder(options), "cdktf.out");
  await synthesize({ ...options, outFolder });

  const stack = withLocalState(stackFolderIn(outFolder, environment));
  const moves = readMoves(stack);
  checkTargets(state, moves);
  const kept = unknownInstances(state, moves);
  const copy = path.join(stack.path, COPY);
  const run = runIn(options, stack, path.join(adoptionFolder(options), "runs"));
  try {
    // A state can hold secrets: for the owner's eyes only.
    fs.rmSync(copy, { force: true });
    fs.writeFileSync(copy, withoutInstances(state, new Set(kept.map(({ address }) => address))), { mode: 0o600 });
    const everything = { environment, destroy: false, targets: [], allowDestroy: "everything" } as const;
    const { changes } = await run.plan({ ...everything, parallelism, refresh, attributes: false });
    const planJson = await run.json();
    return adoptionReport({ environment, state, kept, changes: withAttributes(changes, planJson), planJson });
  } finally {
    run.discardPlan();
    fs.rmSync(copy, { force: true });
  }
}

const rootFile = z.looseObject({ terraform: z.looseObject({}) });

/** Puts a file of this folder in the place of the stack's backend, which the preview has no business with. */
function withLocalState(folder: string): StackFolder {
  const file = path.join(folder, "cdk.tf.json");
  const root = rootFile.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const terraform = { ...root.terraform, backend: { local: { path: COPY } } };
  fs.writeFileSync(file, `${JSON.stringify({ ...root, terraform }, null, 2)}\n`);
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new Error(`no stack in ${folder} after its synthesis`);
  return stack;
}
