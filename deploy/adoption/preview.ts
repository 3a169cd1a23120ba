import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { withAttributes } from "../plan/attributes";
import { inRunFolder, type RunFolder } from "../stack/run-folder";
import { runIn, stackIn, type StackOptions } from "../stack/open";
import { readStackFolder, type StackFolder } from "../stack/folder";
import { synthesize } from "../stack/synth";
import { adoptionReport, type AdoptionReport } from "./report";
import { checkTargets, readMoves, unknownInstances } from "./stack-moves";
import { type TerraformState, withoutInstances } from "./state";

export interface AdoptionOptions extends StackOptions {
  readonly state: TerraformState;
  /** Whether to read first what the resources are in the account; else the state is believed. */
  readonly refresh: boolean;
}

/** Name of the copy of the state, among the secrets of the run. */
const COPY = "adopted.tfstate";

/**
 * Plans the environment on a copy of a state, in a folder of its own. Neither the state that the copy is of nor anything
 * in the account is changed.
 *
 * @throws AddressTakenError, SynthError, TerraformFailedError, TerraformMissingError, InterruptedError
 */
export function previewAdoption(options: AdoptionOptions): Promise<AdoptionReport> {
  return inRunFolder({ ...options, command: "adopt" }, async (folder) => {
    try {
      return await previewIn(options, folder);
    } finally {
      // Its stack has another backend than the environment's.
      folder.discardStack();
    }
  });
}

async function previewIn(options: AdoptionOptions, folder: RunFolder): Promise<AdoptionReport> {
  const { environment, state, refresh, parallelism } = options;
  await synthesize({ ...options, outFolder: folder.path });

  const copy = path.join(folder.scratch, COPY);
  const stack = withLocalState(stackIn(folder, environment), copy);
  const moves = readMoves(stack);
  checkTargets(state, moves);
  const kept = unknownInstances(state, moves);
  // A state can hold secrets: for the owner's eyes only.
  fs.writeFileSync(copy, withoutInstances(state, new Set(kept.map(({ address }) => address))), { mode: 0o600 });
  const run = runIn(options, stack, { folder }, `${environment}.adopt`);
  const everything = { environment, destroy: false, targets: [], allowDestroy: "everything" } as const;
  const { changes } = await run.plan({ ...everything, parallelism, refresh, attributes: false });
  const planJson = await run.json();
  return adoptionReport({ environment, state, kept, changes: withAttributes(changes, planJson), planJson });
}

const rootFile = z.looseObject({ terraform: z.looseObject({}) });

/** Puts a state file in the place of the stack's backend, which the preview has no business with. */
function withLocalState({ path: folder }: StackFolder, stateFile: string): StackFolder {
  const file = path.join(folder, "cdk.tf.json");
  const root = rootFile.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const terraform = { ...root.terraform, backend: { local: { path: path.relative(folder, stateFile) } } };
  fs.writeFileSync(file, `${JSON.stringify({ ...root, terraform }, null, 2)}\n`);
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new Error(`no stack in ${folder}`);
  return stack;
}
