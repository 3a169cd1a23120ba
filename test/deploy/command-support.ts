/** What the tests of the commands on an environment share: projects with a fake Terraform, and what it is told to say. */
import * as path from "node:path";
import { temporaryFolder } from "./folders";
import { type Project, project } from "./project";
import { plannedCreate } from "./stream";

/** @returns a function that makes a new project, each in a folder of its own; they go after the tests of the file */
export function projects(): () => Project {
  const root = temporaryFolder();
  let count = 0;
  return () => {
    count += 1;
    return project(path.join(root, String(count)));
  };
}

export const planWith = (...lines: string[]) => ({ lines, exitCode: 2 });
export const oneCreation = planWith(plannedCreate("terraform_data.one"));
export const plain = { destroy: false, details: false };
export const approved = { destroy: false, approve: undefined, outputs: false };
export const namesOf = (calls: readonly { args: readonly string[] }[]) => calls.map(({ args }) => args[0]);
