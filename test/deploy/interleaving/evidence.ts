/** What the processes of a run have left behind: what they have shown, made and done. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { PlannedChange } from "../../../deploy";
import { isAtWork, ownerIn, writeWhole } from "../../../locks";
import type { LedgerLine, Place, Shown, Synthesis } from "./messages";

/** What a process shows: written at once, because the process may be killed in the next moment. */
export class ShownFile {
  private readonly file: string;
  private shown: Shown = { changes: [], details: undefined };

  constructor({ record }: Place, operation: string) {
    this.file = path.join(record, "shown", `${operation}.json`);
  }

  plan(changes: readonly PlannedChange[], tainted: ReadonlySet<string>): void {
    const shown = changes.map(({ address, action }) => ({ address, action, tainted: tainted.has(address) }));
    this.write({ changes: shown, details: undefined });
  }

  details(text: string): void {
    this.write({ ...this.shown, details: text });
  }

  private write(shown: Shown): void {
    this.shown = shown;
    writeWhole(this.file, JSON.stringify(shown));
  }
}

/** @returns what an operation has shown last; undefined when it has shown nothing */
export function shownBy({ record }: Place, operation: string): Shown | undefined {
  const text = readIfFile(path.join(record, "shown", `${operation}.json`));
  // What ShownFile has written.
  return text === undefined ? undefined : (JSON.parse(text) as Shown);
}

/** @returns what the program has made, in the order of its ends. */
export function synthesesOf({ record }: Place): Synthesis[] {
  // What the program has written.
  return linesOf(path.join(record, "syntheses")).map((line) => JSON.parse(line) as Synthesis);
}

/** @returns what was done to the resources, in the order in which it was done. */
export function ledgerOf({ record }: Place): LedgerLine[] {
  return linesOf(path.join(record, "ledger")).map((line) => {
    const parts = /^(\S+) (\S+) (create|destroy) (\S+) (.*)$/.exec(line);
    if (parts === null) throw new Error(`the ledger has a line that nobody can have written: ${line}`);
    const [, operation = "", environment = "", action = "", name = "", value = ""] = parts;
    const [type = "", key] = name.split(".");
    const address = `terraform_data.${type}${key === undefined ? "" : `["${key}"]`}`;
    return { operation, environment, action: action === "create" ? "create" : "destroy", address, value };
  });
}

/** An instance in a state. */
export interface StateEntry {
  readonly value: string;
  readonly tainted: boolean;
}

/** @returns what the state of an environment holds, by address; nothing when there is no state yet */
export function stateOf(root: string, environment: string): Map<string, StateEntry> {
  const text = readIfFile(path.join(root, `terraform.${environment}.tfstate`));
  if (text === undefined) return new Map();
  // What Terraform writes; see "State" in its documentation.
  const { resources } = JSON.parse(text) as {
    resources: {
      name: string;
      instances: { index_key?: string; status?: string; attributes: { triggers_replace: { value: string } } }[];
    }[];
  };
  const entries = resources.flatMap(({ name, instances }) =>
    instances.map(({ index_key: key, status, attributes }): [string, StateEntry] => {
      const address = `terraform_data.${name}${key === undefined ? "" : `["${key}"]`}`;
      return [address, { value: attributes.triggers_replace.value, tainted: status === "tainted" }];
    }),
  );
  return new Map(entries);
}

/** @returns addresses of what an interrupt has marred. */
export function taintedIn(root: string, environment: string): Set<string> {
  try {
    return new Set([...stateOf(root, environment)].flatMap(([address, { tainted }]) => (tainted ? [address] : [])));
  } catch (error) {
    // Somebody is writing it: then it is not the state that was planned on.
    if (error instanceof SyntaxError) return new Set();
    throw error;
  }
}

/**
 * @param killed whether a process was killed: what it had for itself may be there still
 * @returns paths of the plans and locks in the clone, relative to it
 */
export function leftovers({ root }: Place, killed: boolean): string[] {
  return fs.readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => {
    if (name.endsWith(".lock.info")) return true;
    const file = path.join(root, name);
    const owner = fs.statSync(file).isFile() ? ownerIn(file) : undefined;
    return killed ? owner !== undefined && isAtWork(owner) : owner !== undefined || name.endsWith(".tfplan");
  });
}

function linesOf(file: string): string[] {
  return (readIfFile(file) ?? "").split("\n").filter((line) => line !== "");
}

function readIfFile(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
