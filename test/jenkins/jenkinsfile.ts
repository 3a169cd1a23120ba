import * as fs from "node:fs";
import * as path from "node:path";

export const jenkinsFolder = path.resolve(__dirname, "../../jenkins");

export interface ShellStep {
  /** Name of the innermost stage. */
  readonly stage: string;
  readonly command: string;
}

/** @returns the text of a file of `jenkins/` */
export function jenkinsText(name: string): string {
  return fs.readFileSync(path.join(jenkinsFolder, name), "utf8");
}

/** The `sh` steps of a pipeline, in the order in which they stand. */
export function shellSteps(text: string): ShellStep[] {
  const steps: ShellStep[] = [];
  let stage = "";
  const step = /stage\('([^']+)'\)|\bsh '''([\s\S]*?)'''|(?:\bsh|\bscript:) '([^'\n]*)'/g;
  for (const match of text.matchAll(step)) {
    if (match[1] !== undefined) stage = match[1];
    const command = match[2] ?? match[3];
    if (command !== undefined) steps.push({ stage, command });
  }
  return steps;
}

/** @returns how often `sh` is used at all, in whatever form */
export function countShellCalls(text: string): number {
  return [...text.matchAll(/\bsh[ (]/g)].length;
}
