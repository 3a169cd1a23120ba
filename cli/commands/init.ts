import * as path from "node:path";
import type { Command } from "commander";
import { exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { initLines, nextLines } from "../render/init-lines";
import type { CommandContext } from "../stack-command";
import { UsageError } from "../usage-error";

interface Flags {
  readonly name?: string;
  readonly region?: string;
  readonly account?: string;
  readonly overwrite?: boolean;
  readonly yes?: true;
  readonly json?: true;
}

/** `dapf init [folder]` */
export function addInit(program: Command, { host }: CommandContext): void {
  program
    .command("init [folder]")
    .summary("make a project of your own, in a new folder or in a repository that is there")
    .description(
      "Makes what a project needs: package.json, main.ts, an environment, the ETL, model and shared code of the example, " +
        "pipelines for Jenkins and GitHub. It shows what it will write, and asks where there are other files already. " +
        "Files that are there stay as they are, but for what package.json and .gitignore lack.",
    )
    .option("--name <name>", "what names of resources begin with (default: the folder's name, as far as it fits)")
    .option("--region <region>", "Region of the environment (default: us-east-1)")
    .option("--account <account>", "12 digits; nothing is deployed to another account (default: 123456789012)")
    .option("--overwrite", "replace files that are there and say something else")
    .option("--yes", "do not ask")
    .option("--json", "print the list of files as JSON, and only that to standard output")
    .addHelpText(
      "after",
      `
Examples:
  dapf init my-platform
  dapf init my-platform --name demand --region eu-west-1 --account 111122223333
  dapf init                          in this folder, or in the repository that it is
${exitCodeHelp}`,
    )
    .action(async (folder: string | undefined, { overwrite = false, yes, json, ...settings }: Flags) => {
      const { isWritten, planInit, writeInit } = await import("../../project/init");
      const plan = planInit({ folder: path.resolve(folder ?? "."), overwrite, ...settings });
      const out = json === true ? host.stderr : host.stdout;
      out.write(`${initLines(plan).join("\n")}\n`);
      const written = plan.files.filter(isWritten);
      const isToAsk = !plan.isNew || written.some(({ action }) => action === "overwritten");
      if (yes !== true && isToAsk && written.length > 0) {
        if (!host.canAsk) throw new UsageError("There are files already: look at the list above, then add --yes.");
        const answer = await host.ask("Write this? Answer yes or no: ");
        if (!["yes", "y"].includes(answer.trim().toLowerCase())) return void out.write("Nothing was written.\n");
      }
      writeInit(plan);
      out.write(`${nextLines(plan, process.cwd()).join("\n")}\n`);
      if (json !== true) return;
      const files = plan.files.map(({ path: file, action, added }) => ({ path: file, action, added }));
      const { environment, prefix } = plan;
      printJson(host.stdout, { command: "init", folder: plan.folder, environment, prefix, files });
    });
}
