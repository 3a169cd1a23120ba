/** What the tests of the command line share: repositories with a fake Terraform, and what it is told to say. */
import * as path from "node:path";
import { temporaryFolder } from "../deploy/folders";
import { applyComplete, applyStart, outputs, plannedCreate } from "../deploy/stream";
import { type CommandLine, commandLine } from "./command-line";

/** @returns a function that makes a new repository, each in a folder of its own; they go after the tests of the file */
export function commandLines(): () => CommandLine {
  const root = temporaryFolder();
  let count = 0;
  return () => {
    count += 1;
    return commandLine(path.join(root, String(count)));
  };
}

export const oneCreation = { lines: [plannedCreate("module.etl.terraform_data.one")], exitCode: 2 };
export const noChanges = { lines: [], exitCode: 0 };
export const map = { training_inputs: { queue: "q" } };
export const apply = {
  lines: [
    applyStart("module.etl.terraform_data.one", "create", "2026-01-01T00:00:00Z"),
    applyComplete("module.etl.terraform_data.one", "create", "2026-01-01T00:00:02Z"),
    outputs({ step_function_inputs: { sensitive: false, value: map } }),
  ],
};
