import { Argument, type Command } from "commander";
import { completionScript, type Shell, SHELLS } from "../completion/scripts";
import { exitCodeHelp } from "../exit-codes";
import type { CommandContext } from "../stack-command";

/** `dapf completion <shell>` */
export function addCompletion(program: Command, { host }: CommandContext): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "which").choices(SHELLS))
    .summary("completion of commands and names for a shell")
    .description(
      "Prints what a shell reads to complete commands, options, environments, modules, queues and the jobs of ids files\n" +
        "(docs/editors.md).",
    )
    .addHelpText(
      "after",
      `
Examples:
  source <(dapf completion bash)       in ~/.bashrc
  source <(dapf completion zsh)        in ~/.zshrc, behind compinit
  dapf completion fish | source        in ~/.config/fish/config.fish
${exitCodeHelp}`,
    )
    .action((shell: Shell) => {
      host.stdout.write(completionScript(shell));
    });
}
