import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { StackFolder } from "../stack/folder";
import { blockOf } from "./addresses";
import { AddressTakenError } from "./errors";
import type { StateInstance, TerraformState } from "./state";

const rootFile = z.object({ moved: z.array(z.object({ from: z.string(), to: z.string() })).default([]) });
const moduleFile = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) });

/** What a synthesized stack says about the resources that it configures and where they were. */
export interface StackMoves {
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** Addresses of the resources, without those of modules from elsewhere. */
  readonly addresses: ReadonlySet<string>;
}

/** Reads the `moved` blocks and the addresses of a stack. */
export function readMoves(stack: StackFolder): StackMoves {
  const { moved } = rootFile.parse(readJson(path.join(stack.path, "cdk.tf.json")));
  const addresses = stack.modules.flatMap(({ names }) => {
    const folder = path.join(stack.path, ...names.flatMap((name) => ["modules", name]));
    const { resource } = moduleFile.parse(
      readJson(path.join(folder, names.length === 0 ? "cdk.tf.json" : "main.tf.json")),
    );
    const module = names.map((name) => `module.${name}`);
    return Object.entries(resource).flatMap(([type, ofType]) =>
      Object.keys(ofType).map((name) => [...module, type, name].join(".")),
    );
  });
  return { moves: moved, addresses: new Set(addresses) };
}

/**
 * Finds what dapf knows nothing of: neither does the stack configure it, nor says any move that it, or another instance
 * of the same block of the former configuration, has a successor.
 */
export function unknownInstances({ managed }: TerraformState, { moves, addresses }: StackMoves): StateInstance[] {
  const known = new Set([...addresses, ...moves.map(({ from }) => blockOf(from))]);
  // Where a retired resource goes is in no configuration, and may be where an interrupted adoption has left it.
  const targets = new Set(moves.map(({ to }) => to));
  return managed.filter(({ address }) => !known.has(blockOf(address)) && !targets.has(address));
}

/**
 * Checks that no resource of the state is where another one is to move. Terraform would leave both where they are, and
 * destroy the one that is to move.
 *
 * @throws AddressTakenError
 */
export function checkTargets({ source, managed }: TerraformState, { moves }: StackMoves): void {
  const present = new Set(managed.map(({ address }) => address));
  const leaving = new Set(moves.map(({ from }) => from));
  const taken = moves.filter(({ from, to }) => present.has(from) && present.has(to) && !leaving.has(to));
  if (taken.length > 0) throw new AddressTakenError(source, taken);
}

function readJson(file: string): unknown {
  const value: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
  return value;
}
