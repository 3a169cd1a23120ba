import * as fs from "node:fs";
import type { Command } from "commander";
import { suggestions } from "../../config/nearest";
import { type KindName, KINDS, schemaFile } from "../../schemas/kinds";
import { exitCodeHelp } from "../exit-codes";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { columns } from "../render/columns";
import { styleFor } from "../render/style";
import type { CommandContext } from "../stack-command";
import { UsageError } from "../usage-error";

interface Flags {
  readonly list?: boolean;
  readonly json?: boolean;
}

/** `dapf schema [kind]` */
export function addSchema(program: Command, { host }: CommandContext): void {
  program
    .command("schema [kind]")
    .summary("JSON Schemas of the files that dapf reads, for editors")
    .description(
      "Prints the JSON Schema of a kind of files. Editors complete and check files by it: name it in the file\n" +
        '("$schema"), in a first line (# yaml-language-server: $schema=...), or in their settings (docs/editors.md).',
    )
    .option("--list", "the kinds, and where their schemas are")
    .option("--json", "with --list: print one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  dapf schema --list
  dapf schema job-definition
  dapf schema training-jobs > training-jobs.schema.json
${exitCodeHelp}`,
    )
    .action((kind: string | undefined, flags: Flags) => {
      if (flags.list === true) {
        if (kind !== undefined) throw new UsageError("--list takes no kind: it lists them all");
        return list(host, flags);
      }
      if (flags.json === true) throw new UsageError("--json goes with --list: a schema is JSON anyway");
      host.stdout.write(fs.readFileSync(schemaFile(kindOf(kind)), "utf8"));
    });
}

function list({ stdout, variables }: Host, { json }: Flags): void {
  const kinds = KINDS.map(({ name, title, files }) => ({ name, title, files, schema: schemaFile(name) }));
  if (json === true) return printJson(stdout, { kinds });
  const rows = kinds.map(({ name, files, schema }) => [name, files, schema]);
  const lines = columns(["KIND", "FILES", "SCHEMA"], rows, styleFor(stdout.isTerminal, variables));
  stdout.write(`${lines.join("\n")}\n`);
}

function kindOf(word: string | undefined): KindName {
  const names = KINDS.map(({ name }) => name);
  const found = names.find((name) => name === word);
  if (found !== undefined) return found;
  if (word === undefined) throw new UsageError(`Give a kind of files: ${names.join(", ")}`);
  const { hint, allowed } = suggestions(word, names, "kind");
  const all = allowed === undefined ? "" : `; there are ${allowed.join(", ")}`;
  throw new UsageError(`There is no kind of files ${word}; ${hint ?? ""}${all}`);
}
