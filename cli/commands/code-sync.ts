import * as path from "node:path";
import type { Command } from "commander";
import type { CodeSyncResult } from "../../jobs/code-sync";
import type { RunContext } from "../../jobs/runs";
import { connectEnvironment } from "../account";
import { exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { contextOption, type PipelineFlags, withPipelineFlags } from "../pipeline-options";
import { codeTurn } from "../pipeline-turns";
import { type CommandContext, environmentOf } from "../stack-command";
import { inTurn } from "../turns";
import { UsageError } from "../usage-error";

interface Flags extends PipelineFlags {
  readonly context: RunContext;
  readonly image?: string;
  readonly preprocessingImage?: string;
  readonly dockerfile?: string;
}

/** `dapf code-sync <env>` */
export function addCodeSync(program: Command, context: CommandContext): void {
  const command = program
    .command("code-sync <environment>")
    .summary("put scripts and image of a context in place")
    .description(
      "Uploads the gatekeeper and the evaluation of a context, and makes the image the one that its next run uses:\n" +
        "a new revision of the job definition, and the SSM parameters. What is there already stays as it is.",
    )
    .addOption(contextOption().makeOptionMandatory())
    .option("--image <address>", "image of the Batch jobs")
    .option("--preprocessing-image <address>", "image that prepares the data")
    .option("--dockerfile <path>", "build --image from this file with Docker, and push it, first");
  withPipelineFlags(command)
    .addHelpText(
      "after",
      `
Examples:
  dapf code-sync dev --context training
  dapf code-sync dev --context training --image 123456789012.dkr.ecr.ap-south-1.amazonaws.com/team/training:1.4
  dapf code-sync dev --context training --image registry.example.com/training:1.4 --dockerfile training/Dockerfile
${exitCodeHelp}`,
    )
    .action((name: string, flags: Flags) => codeSync(context, name, flags));
}

async function codeSync(context: CommandContext, name: string, flags: Flags): Promise<void> {
  const { host } = context;
  const environment = environmentOf(host, name);
  const sync = await import("../../jobs/code-sync");
  const { readInputMap } = await import("../../jobs/runs");
  const { image, preprocessingImage, dockerfile } = flags;
  sync.checkImage("--image", image);
  sync.checkImage("--preprocessing-image", preprocessingImage);
  if (dockerfile !== undefined && image === undefined) {
    throw new UsageError("--dockerfile needs --image: the address to push to");
  }
  if (dockerfile !== undefined) sync.checkDockerfile(path.resolve(dockerfile));
  const aws = await connectEnvironment(context, environment, flags);
  const services = sync.codeServices(aws);
  // With the build: of two images with one address it is the one that was pushed last that is live.
  const result = await inTurn(host, codeTurn(environment, flags.context, aws), async () => {
    if (dockerfile !== undefined && image !== undefined) {
      // A build takes minutes: what is not deployed is said before.
      await readInputMap(environment, flags.context, services);
      const options = { variables: host.variables, onOutput: (text: string) => host.stderr.write(text) };
      await sync.buildAndPush(path.resolve(dockerfile), image, options);
    }
    return sync.syncCode(environment, { context: flags.context, image, preprocessingImage }, services);
  });
  if (flags.json === true) printJson(host.stdout, { environment: name, context: flags.context, ...result });
  else host.stdout.write(`${linesOf(result).join("\n")}\n`);
}

function linesOf({ scripts, jobDefinition, parameters }: CodeSyncResult): string[] {
  const state = (isNew: boolean, done: string) => (isNew ? done : "unchanged");
  return [
    ...scripts.map(({ key, uploaded }) => `${state(uploaded, "uploaded").padEnd(12)}${key}`),
    ...(jobDefinition === undefined
      ? []
      : [`${state(jobDefinition.registered, "registered").padEnd(12)}${jobDefinition.arn}`]),
    ...parameters.map((parameter) => `${"set".padEnd(12)}${parameter}`),
  ];
}
