import type { Diagnosis } from "../diagnosis";
import { shellWord } from "../errors/shell-word";
import { type AccountFlags, accountWords } from "./account-flags";
import { isCommand } from "./render/command-lines";

/** Commands of dapf that an environment is an argument of, and no option. */
const NAMES_ENVIRONMENT = /^dapf (run|runs|queues (list|show)) /;
const ENVIRONMENT = "<environment>";

/**
 * @param region of what the diagnosis is about, where it is known
 * @returns the diagnosis with commands that work in the account and Region that were asked, whoever copies them
 */
export function commandsFor(diagnosis: Diagnosis, flags: AccountFlags, region: string | undefined): Diagnosis {
  const findings = diagnosis.findings.map((finding) => {
    return { ...finding, todo: finding.todo.map((one) => (isCommand(one) ? commandFor(one, flags, region) : one)) };
  });
  return { ...diagnosis, findings };
}

function commandFor(command: string, flags: AccountFlags, known: string | undefined): string {
  if (command.startsWith("docker ")) return command;
  if (command.startsWith("aws ")) return [command, ...wordsOfAws(flags, known)].join(" ");
  const { env, profile, local } = flags;
  const named = env === undefined ? command : command.replace(ENVIRONMENT, shellWord(env));
  if (NAMES_ENVIRONMENT.test(command) || / --env /.test(command))
    return [named, ...accountWords({ profile, local })].join(" ");
  return [named, ...accountWords(flags)].join(" ");
}

/** The endpoint of the embedded AWS is in the shell, where `dapf local env` puts it. */
function wordsOfAws({ profile, local }: AccountFlags, region: string | undefined): string[] {
  if (local === true) return [];
  return accountWords({ region, profile });
}
