/** `npm run generate`: writes the words of all commands. */
import * as fs from "node:fs";
import { processHost } from "../process-host";
import { programFor } from "../program";
import { COMMANDS_FILE } from "./command-words";
import { wordsText } from "./words-text";

const unused = (): never => {
  throw new Error("No command is run");
};
const work = { begin: unused, include: unused, noteStart: unused };
const program = programFor({ host: processHost(), embedded: unused, work, exitWith: unused });
fs.writeFileSync(COMMANDS_FILE, wordsText(program));
