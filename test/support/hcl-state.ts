import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { blockOf, type InstanceKey } from "../../deploy/adoption/addresses";

/** The part of a Terraform state that says where its resources are; format version 4. */
const instance = z.looseObject({
  index_key: z.union([z.string(), z.number()]).optional(),
  dependencies: z.array(z.string()).optional(),
});
const resource = z.looseObject({
  mode: z.string(),
  module: z.string().optional(),
  type: z.string(),
  name: z.string(),
  instances: z.array(instance),
});
const stateFile = z.looseObject({ resources: z.array(resource) });
type Resource = z.infer<typeof resource>;

/** A `moved` block. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const rootFile = z.object({ moved: z.array(z.object({ from: z.string(), to: z.string() })) });

/** Reads the `moved` blocks of a synthesized stack. */
export function movesOf(folder: string): readonly Move[] {
  return rootFile.parse(JSON.parse(fs.readFileSync(path.join(folder, "cdk.tf.json"), "utf8"))).moved;
}

/**
 * Undoes moves: puts the resources of a state back to where they were.
 *
 * @param state text of a state whose resources have no instance keys, as dapf writes it
 * @param moves the `moved` blocks of its stack; those of resources that the state does not have are left out
 * @returns the text of the state as it would have been before the moves
 */
export function movedBack(state: string, moves: readonly Move[]): string {
  const file = stateFile.parse(JSON.parse(state));
  const former = new Map(moves.map(({ from, to }) => [to, from]));
  const formerBlock = (address: string) => blockOf(former.get(address) ?? address);

  const blocks = new Map<string, Resource>();
  for (const { module, mode, type, name, instances, ...rest } of file.resources) {
    const from = mode === "managed" ? former.get([module, type, name].filter(Boolean).join(".")) : undefined;
    const { key, ...block } = from === undefined ? { module, type, name, key: undefined } : partsOf(from);
    const moved = instances.map(({ dependencies = [], ...one }) => ({
      ...one,
      ...(key === undefined ? {} : { index_key: key }),
      dependencies: dependencies.map(formerBlock),
    }));
    const id = JSON.stringify([mode, block]);
    const others = blocks.get(id)?.instances ?? [];
    blocks.set(id, { ...rest, mode, ...block, instances: [...others, ...moved] });
  }
  return JSON.stringify({ ...file, resources: [...blocks.values()] }, null, 2);
}

interface Parts {
  readonly module?: string;
  readonly type: string;
  readonly name: string;
  readonly key?: Exclude<InstanceKey, null>;
}

/** Takes the address of a resource instance apart. */
function partsOf(address: string): Parts {
  const [, block = "", key] = /^(.*?)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?$/.exec(address) ?? [];
  const [, module, type = "", name = ""] = /^(?:(.*)\.)?([^.]+)\.([^.]+)$/.exec(block) ?? [];
  // In Terraform's strings `$${` and `%%{` are the texts `${` and `%{`; the rest is as in JSON, numbers too.
  const index = key === undefined ? undefined : z.union([z.string(), z.number()]).parse(JSON.parse(key));
  return {
    ...(module === undefined ? {} : { module }),
    type,
    name,
    ...(index === undefined
      ? {}
      : { key: typeof index === "string" ? index.replace(/\$\$\{|%%\{/g, (t) => t.slice(1)) : index }),
  };
}
