import type { Command } from "commander";
import { synthesizeEnvironment } from "../../deploy";
import { exitCodeHelp } from "../exit-codes";
import { type CommandContext, rendererFor, type StackFlags, stackOptions, withCommonFlags } from "../stack-command";
import { printJson } from "../json-result";

/** `dapf synth <env>` */
export function addSynth(program: Command, context: CommandContext): void {
  withCommonFlags(program.command("synth <environment>"))
    .summary("write the Terraform files of an environment")
    .description("Writes the Terraform modules of an environment to cdktf.out/stacks/<environment>.")
    .addHelpText(
      "after",
      `
Examples:
  dapf synth jenkins-pl
  dapf synth jenkins-pl --strict     fail on missing scripts and unknown jobs
  dapf synth jenkins-pl --local      as it would be deployed to the embedded AWS
${exitCodeHelp}`,
    )
    .action(async (name: string, flags: StackFlags) => {
      const { host } = context;
      const renderer = rendererFor(host, flags, { fullWarnings: true, showFolder: true });
      try {
        const options = await stackOptions(context, renderer, name, flags, "fail", false);
        const result = await synthesizeEnvironment(options);
        if (flags.json === true) printJson(host.stdout, { command: "synth", ...result });
      } finally {
        renderer.close();
      }
    });
}
