import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { TerraformFailedError } from "../terraform/stream";
import { withAttributes } from "../plan/attributes";
import { inRunFolder, type RunFolder } from "../stack/run-folder";
import { runIn, stackIn, type StackOptions } from "../stack/open";
import { readStackFolder, type StackFolder } from "../stack/folder";
import { synthesize } from "../stack/synth";
import type { Mending } from "./mending";
import { checkPlaces } from "./misplaced";
import { isTooOld, providerTooOld } from "./provider-too-old";
import { adoptionReport, type AdoptionReport } from "./report";
import { checkTargets, readMoves, unknownInstances } from "./stack-moves";
import { type TerraformState, withoutInstances } from "./state";
import { checkTaken } from "./taken";

export interface AdoptionOptions extends StackOptions {
  readonly state: TerraformState;
  /** Where it is from, and where the commands are run that make it fit. */
  readonly mending: Mending;
  /** Region of the environment. */
  readonly region: string;
  /** Modules of the HCL of which the state has nothing, and which are to be made. */
  readonly create: readonly string[];
  /** Whether to read first what the resources are in the account; else the state is believed. */
  readonly refresh: boolean;
}

/** Name of the copy of the state, among the secrets of the run. */
const COPY = "adopted.tfstate";

/**
 * Plans the environment on a copy of a state, in a folder of its own. Neither the state that the copy is of nor anything
 * in the account is changed.
 *
 * @throws AddressTakenError, MisplacedError, ProviderAliasError, ProviderTooOldError, DeposedError, TaintedError, SynthError, TerraformFailedError, TerraformMissingError, InterruptedError
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
  const { environment, state, mending, region, refresh, parallelism } = options;
  await synthesize({ ...options, outFolder: folder.path });

  const copy = path.join(folder.scratch, COPY);
  const stack = withLocalState(stackIn(folder, environment), copy);
  const moves = readMoves(stack);
  checkPlaces(state, moves, mending);
  checkTargets(state, moves);
  const kept = unknownInstances(state, moves);
  checkTaken(state, kept, region, mending);
  // A state can hold secrets: for the owner's eyes only.
  fs.writeFileSync(copy, withoutInstances(state, new Set(kept.map(({ address }) => address))), { mode: 0o600 });
  // One sentence says it of all.
  const emit: AdoptionOptions["emit"] = (event) => {
    if (event.type !== "diagnostic" || !isTooOld(event.diagnostic)) options.emit(event);
  };
  const run = runIn({ ...options, emit }, stack, { folder }, `${environment}.adopt`);
  const everything = { environment, destroy: false, targets: [], allowDestroy: "everything" } as const;
  try {
    const { changes } = await run.plan({ ...everything, parallelism, refresh, attributes: false });
    const planJson = await run.json();
    const planned = withAttributes(changes, planJson);
    return adoptionReport({ environment, state, kept, moves, create: options.create, changes: planned, planJson });
  } catch (error) {
    const tooOld = error instanceof TerraformFailedError && error.diagnostics.some(isTooOld);
    throw tooOld ? providerTooOld(state, moves, stack, error.diagnostics, mending) : error;
  }
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
