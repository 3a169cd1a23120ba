import { type Command, Option } from "commander";
import { environmentNames } from "../../config/loader";
import type { ProviderSource } from "../../deploy";
import { findStackProviders, providerVariables, ProviderUnreachableError } from "../../deploy";
import type { EmulatorStatus } from "../../emulator";
import { seedFor } from "../embedded-aws";
import { EXIT_FAILED, exitCodeHelp } from "../exit-codes";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { providerSourceLines } from "../render/event-lines";
import { duration } from "../render/style";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";

interface JsonFlag {
  readonly json?: boolean;
}

type RunningStatus = Extract<EmulatorStatus, { running: true }>;

const jsonOption = () => new Option("--json", "print one JSON object");

/** `dapf local up|down|status|env|logs` */
export function addLocal(program: Command, context: CommandContext): void {
  const local = program
    .command("local")
    .summary("the embedded AWS: up, down, status, env, logs")
    .description(
      "Starts, stops and looks into the embedded AWS of this clone. It listens on the loopback address only.",
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf local up
  eval "$(dapf local env jenkins-pl)"     then aws, terraform, cdktf and boto3 use it
  dapf local logs -f
  dapf local down
${exitCodeHelp}`,
    );
  addUp(local, context);
  addDown(local, context);
  addStatus(local, context);
  addEnv(local, context);
  addLogs(local, context);
}

function addUp(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("up")
    .summary("start it, unless it is running")
    .description("Starts the embedded AWS in the background, with nothing in it, unless it is running.")
    .option("--port <port>", "loopback port to listen on (default: a free one)", portNumber)
    .addOption(jsonOption())
    .addHelpText("after", `\nExamples:\n  dapf local up\n  dapf local up --port 4566\n${exitCodeHelp}`)
    .action(async ({ port, json }: { port?: number } & JsonFlag) => {
      const before = performance.now();
      const onProgress = (phrase: string) => host.stderr.write(`Embedded AWS: ${phrase}\n`);
      const { started, emulator } = await (await embedded()).up({ root: host.root, port, onProgress });
      const { endpoint, pid } = emulator;
      const took = started ? ` (${duration((performance.now() - before) / 1000)})` : "";
      if (json === true) return printJson(host.stdout, { started, endpoint, pid });
      host.stdout.write(`The embedded AWS ${started ? "is" : "was already"} running at ${endpoint}${took}\n`);
    });
}

function addDown(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("down")
    .summary("stop it; everything in it is gone")
    .description("Stops the embedded AWS. It keeps nothing: the next start begins empty.")
    .addOption(jsonOption())
    .addHelpText("after", `\nExamples:\n  dapf local down\n${exitCodeHelp}`)
    .action(async ({ json }: JsonFlag) => {
      const stopped = await (await embedded()).down(host.root);
      if (json === true) return printJson(host.stdout, { stopped });
      host.stdout.write(stopped ? "The embedded AWS has been stopped\n" : "The embedded AWS was not running\n");
    });
}

function addStatus(local: Command, { host, embedded, exitWith }: CommandContext): void {
  local
    .command("status")
    .summary("is it running, where, and what has it been asked?")
    .description("Tells whether the embedded AWS runs, where, and how many calls it has answered. Exits with 1 if not.")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `\nExamples:\n  dapf local status\n  dapf local status --json | jq .endpoint\n${exitCodeHelp}`,
    )
    .action(async ({ json }: JsonFlag) => {
      const status = await (await embedded()).status(host.root);
      if (!status.running) exitWith(EXIT_FAILED);
      if (json === true) {
        return printJson(host.stdout, status.running ? runningFacts(status) : { running: false });
      }
      if (!status.running) return host.stdout.write("The embedded AWS is not running. Start it: npx dapf local up\n");
      const { endpoint, pid, startedAt } = status.emulator;
      host.stdout.write(`The embedded AWS is running at ${endpoint} (process ${pid}, since ${startedAt})\n`);
      if (status.counters === undefined) return;
      const { total, requests, errors } = status.counters;
      const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
      host.stdout.write(`${total} calls answered, ${failed} of them with an error\n`);
      for (const [service, operations] of Object.entries(requests).sort(([a], [b]) => a.localeCompare(b))) {
        const calls = Object.values(operations).reduce((sum, count) => sum + count, 0);
        host.stdout.write(`  ${service.padEnd(24)}${String(calls).padStart(7)}\n`);
      }
    });
}

/** Without the token, which lets its holder stop the emulator. */
function runningFacts({ emulator, counters }: RunningStatus): object {
  const { endpoint, port, pid, motoPid, startedAt } = emulator;
  return { running: true, endpoint, port, pid, motoPid, startedAt, counters: counters ?? null };
}

function addEnv(local: Command, context: CommandContext): void {
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
      const terraform = await terraformVariables(host);
      const settings = {
        endpoint,
        account: environment?.settings.account_number ?? aws.DEFAULT_ACCOUNT,
        region: environment?.settings.region ?? host.variables.AWS_REGION ?? "us-east-1",
        terraformConfigFile: terraform.TF_CLI_CONFIG_FILE,
      };
      const { set, unset } = aws.clientEnvironment(settings, host.variables);
      const cleared = Object.keys(terraform).filter((key) => terraform[key] === undefined);
      const variables = { set, unset: [...unset, ...cleared] };
      if (json === true) return printJson(host.stdout, variables.set);
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
async function terraformVariables(host: Host): Promise<Record<string, string | undefined>> {
  let source: ProviderSource;
  try {
    source = await findStackProviders(host.root, host.variables);
  } catch (error) {
    if (!(error instanceof ProviderUnreachableError)) throw error;
    host.stderr.write("The Terraform registry cannot be reached and no provider mirror was found\n");
    return {};
  }
  for (const line of providerSourceLines(source)) host.stderr.write(`${line}\n`);
  return providerVariables(source);
}

function addLogs(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("logs")
    .summary("print its log: one line for each AWS call")
    .description("Prints the end of the log of the embedded AWS, one line for each AWS call.")
    .option("-f, --follow", "go on printing until Ctrl-C")
    .option("-n, --lines <n>", "how many lines to begin with", lineCount, 50)
    .addHelpText("after", `\nExamples:\n  dapf local logs -n 200\n  dapf local logs -f\n${exitCodeHelp}`)
    .action(async ({ follow, lines }: { follow?: boolean; lines: number }) => {
      const aws = await embedded();
      for (const line of await aws.logs(host.root, lines)) host.stdout.write(`${line}\n`);
      if (follow !== true) return;
      await aws.findRunning(host.root);
      const ended = new AbortController();
      const unsubscribe = host.interrupts.subscribe(() => ended.abort());
      try {
        await aws.followLogs(host.root, (text) => host.stdout.write(text), ended.signal);
      } finally {
        unsubscribe();
      }
    });
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65_535) throw new UsageError(`--port takes 1 to 65535, not ${value}`);
  return port;
}

function lineCount(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new UsageError(`--lines takes a number, not ${value}`);
  return Number(value);
}
