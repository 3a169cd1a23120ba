import type { Command } from "commander";
import { readOutput, readOutputs } from "../../deploy";
import { withAccountFlags } from "../account-flags";
import { exitCodeHelp } from "../exit-codes";
import { type CommandContext, rendererFor, type StackFlags, stackOptions, withYes } from "../stack-command";

/** `dapf output <env> [name]` */
export function addOutput(program: Command, context: CommandContext): void {
  withYes(withAccountFlags(program.command("output <environment> [name]")))
    .summary("print outputs of a deployed environment")
    .description(
      "Prints the value of one output, or all outputs. Text is printed bare; with --json every value is JSON.\n" +
        "Secrets are shown only when asked for by name, or with --json.",
    )
    .option("--json", "print JSON: the bare value of the output, or one object with all of them")
    .addHelpText(
      "after",
      `
Examples:
  dapf output jenkins-pl
  dapf output jenkins-pl step_function_inputs --json --local
  dapf output jenkins-pl step_function_inputs --json | jq .training_inputs
${exitCodeHelp}`,
    )
    .action(async (environment: string, name: string | undefined, flags: StackFlags) => {
      const { host } = context;
      // Only the value belongs on standard output; what synthesis and init may have to say does not.
      const renderer = rendererFor(host, { ...flags, json: true });
      try {
        const options = await stackOptions(context, renderer, environment, flags, "fail");
        const text = name === undefined ? await allText(options, flags) : await oneText(options, name, flags);
        renderer.close();
        host.stdout.write(text);
      } finally {
        renderer.close();
      }
    });
}

type Options = Parameters<typeof readOutputs>[0];

async function oneText(options: Options, name: string, flags: StackFlags): Promise<string> {
  const value = await readOutput(options, name);
  return `${typeof value === "string" && flags.json !== true ? value : JSON.stringify(value, null, 2)}\n`;
}

async function allText(options: Options, flags: StackFlags): Promise<string> {
  const outputs = Object.entries(await readOutputs(options));
  if (flags.json === true) {
    return `${JSON.stringify(Object.fromEntries(outputs.map(([name, { value }]) => [name, value])), null, 2)}\n`;
  }
  return outputs
    .map(([name, { value, sensitive }]) => `${name} = ${sensitive ? "(secret)" : JSON.stringify(value, null, 2)}\n`)
    .join("");
}
