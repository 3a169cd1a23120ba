import type { Command } from "commander";
import { environmentNames } from "../../../config/loader";
import { findStackProviders, type ProviderSource, providerVariables, ProviderUnreachableError } from "../../../deploy";
import { findTerraform, type FoundTerraform, programOf, terraformBinaryVariables } from "../../../tools";
import { seedFor } from "../../embedded-aws";
import { exitCodeHelp } from "../../exit-codes";
import type { Host } from "../../host";
import { printJson } from "../../json-result";
import { providerSourceLines } from "../../render/event-lines";
import { type CommandContext, environmentOf } from "../../stack-command";
import { type JsonFlag, jsonOption } from "./json-option";

/** `dapf local env [environment]` */
export function addEnv(local: Command, context: CommandContext): void {
  local
    .command("env [environment]")
    .summary("print export lines for a shell")
    .description(
      "Prints lines for a POSIX shell that make AWS clients, Terraform and cdktf use the embedded AWS, in the account\n" +
        "and region of an environment.",
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  eval "$(dapf local env jenkins-pl)"
  dapf local env jenkins-pl --json | jq -r .AWS_ENDPOINT_URL
${exitCodeHelp}`,
    )
    .action(async (name: string | undefined, { json }: JsonFlag) => {
      const { host } = context;
      const aws = await context.embedded();
      const environment = environmentToUse(host, name);
      const { endpoint } = await aws.findRunning(host.root);
      if (environment !== undefined) await seedFor(aws, endpoint, environment);
      const found = findTerraform(host.variables);
      const terraform = await providers(host, found);
      const settings = {
        endpoint,
        account: environment?.settings.account_number ?? aws.DEFAULT_ACCOUNT,
        region: environment?.settings.region ?? host.variables.AWS_REGION ?? "us-east-1",
        terraformConfigFile: terraform.TF_CLI_CONFIG_FILE,
      };
      const { set: ofClients, unset } = aws.clientEnvironment(settings, host.variables);
      const set = { ...ofClients, ...(found && terraformBinaryVariables(found)) };
      const cleared = Object.keys(terraform).filter((key) => terraform[key] === undefined);
      const variables = { set, unset: [...unset, ...cleared] };
      if (json === true) return printJson(host.stdout, set);
      host.stdout.write(
        aws
          .exportLines(variables)
          .map((line) => `${line}\n`)
          .join(""),
      );
    });
}

/** The named environment, or the only one. */
function environmentToUse(host: Host, name: string | undefined) {
  if (name !== undefined) return environmentOf(host, name);
  const [only, ...others] = environmentNames(host.root);
  if (only !== undefined && others.length === 0) return environmentOf(host, only);
  host.stderr.write("No environment named: these are for the default account, which belongs to none of them\n");
  return undefined;
}

/** @returns the variables that make Terraform find its providers; one with the value undefined has to be unset. */
async function providers(
  { root, variables, stderr }: Host,
  found: FoundTerraform | undefined,
): Promise<Record<string, string | undefined>> {
  const program = found && (await programOf(found.binary, variables));
  let source: ProviderSource;
  try {
    source = await findStackProviders(root, variables, program?.product ?? "Terraform");
  } catch (error) {
    if (!(error instanceof ProviderUnreachableError)) throw error;
    stderr.write("The Terraform registry cannot be reached and no provider mirror was found\n");
    return {};
  }
  for (const line of providerSourceLines(source)) stderr.write(`${line}\n`);
  return providerVariables(source);
}
