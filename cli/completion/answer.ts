/** `dapf complete <words...>`, which the scripts of the shells call: their protocol. */
import * as fs from "node:fs";
import { findProject, NoProjectError } from "../../project/find";
import { complete } from "./candidates";
import { COMMANDS_FILE, type CommandWords } from "./command-words";
import { projectValues } from "./project-values";

/**
 * @param words behind the program's name; the last is the one to complete
 * @returns lines: the first is `files` where files can stand, too, else `words`; each other is a value, a tab and a text
 *   about it. Empty when anything goes wrong: whoever types a command is told by the command.
 */
export async function completionText(
  words: readonly string[],
  { variables, folder }: { readonly variables: NodeJS.ProcessEnv; readonly folder: string },
): Promise<string> {
  try {
    const program = JSON.parse(fs.readFileSync(COMMANDS_FILE, "utf8")) as CommandWords; // Cast: as it was written.
    const { candidates, files } = await complete(program, words, projectValues(rootOf(folder, variables), folder));
    const lines = candidates.map(({ value, text = "" }) => `${value}\t${text.split("\n")[0] ?? ""}`);
    return [files ? "files" : "words", ...lines].map((line) => `${line}\n`).join("");
  } catch {
    return "";
  }
}

/** Outside of any project there is nothing to find, and the commands are the same. */
function rootOf(folder: string, variables: NodeJS.ProcessEnv): string {
  try {
    return findProject(folder, variables).root;
  } catch (error) {
    if (error instanceof NoProjectError) return folder;
    throw error;
  }
}
