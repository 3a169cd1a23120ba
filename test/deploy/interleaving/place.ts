/** The folders of a run: the clone that the processes share, and beside it what is written down about them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { processStart, writeWhole } from "../../../locks";
import { write } from "../files";
import type { Place } from "./messages";
import type { Config } from "./program";

export const programFile = path.join(__dirname, "program.ts");

/** Makes the folders for a run. @param folder absolute path; empty or absent */
export function makePlace(folder: string): Place {
  const place = { root: path.join(folder, "clone"), record: path.join(folder, "record") };
  const folders = [place.root, path.join(place.record, "pids"), path.join(place.record, "shown")];
  for (const name of folders) fs.mkdirSync(name, { recursive: true });
  // Terraform goes on when the process that has started it is killed; so it says itself that it is there.
  write(path.join(place.record, "terraform"), '#!/bin/sh\n: > "$LEDGER_FOLDER/pids/$$"\nexec terraform "$@"\n', 0o755);
  return place;
}

/** Copies a run's clone, state and all, and its ledger. */
export function copyPlace(from: Place, folder: string): Place {
  const place = makePlace(folder);
  for (const name of fs.readdirSync(from.root).filter((one) => one.endsWith(".tfstate"))) {
    fs.copyFileSync(path.join(from.root, name), path.join(place.root, name));
  }
  fs.copyFileSync(path.join(from.record, "ledger"), path.join(place.record, "ledger"));
  return place;
}

/** @returns the environment variables of a command and of all that it starts. */
export function operationVariables(record: string, operation: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TF_CLI_CONFIG_FILE: "/dev/null",
    TERRAFORM_BINARY_NAME: path.join(record, "terraform"),
    LEDGER_OPERATION: operation,
    LEDGER_FOLDER: record,
  };
}

export function configure({ root }: Place, config: Config): void {
  writeWhole(path.join(root, "config.json"), JSON.stringify(config));
}

/** @param content one word */
export function changeAsset({ root }: Place, content: string): void {
  writeWhole(path.join(root, "asset.txt"), content);
}

/** @returns whether any Terraform, or any run of the program, is still at work. */
export function isAnyAtWork({ record }: Place): boolean {
  return fs.readdirSync(path.join(record, "pids")).some((pid) => processStart(Number(pid)) !== undefined);
}
