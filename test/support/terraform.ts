import { spawn } from "node:child_process";
import * as path from "node:path";
import { findStackProviders } from "../../deploy/stack/open";
import { providerVariables } from "../../deploy/provider/source";
import { appliedTo, clientEnvironment } from "../../emulator/shell-environment";

const repository = path.resolve(__dirname, "../..");

/** How a run of Terraform ended. */
export interface TerraformOutcome {
  readonly exitCode: number;
  /** What it printed on both streams, without colours. */
  readonly output: string;
}

/** Terraform in the folder of a synthesized stack. */
export interface Terraform {
  /** Runs a command whatever comes of it. */
  run(...words: string[]): Promise<TerraformOutcome>;
  /** Runs a command that must succeed; returns what it printed. */
  succeed(...words: string[]): Promise<string>;
}

export interface TerraformOptions {
  /** The stack's folder. */
  readonly folder: string;
  /** URL of the embedded AWS. */
  readonly endpoint: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** By which it calls as somebody. @default as the account itself */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Makes Terraform use the embedded AWS, with providers from wherever dapf finds them on this machine. */
export async function terraformIn({ folder, variables: caller, ...client }: TerraformOptions): Promise<Terraform> {
  const aws = { ...appliedTo(process.env, clientEnvironment(client, process.env)), ...caller };
  const variables = {
    ...aws,
    ...providerVariables(await findStackProviders(repository, aws, "Terraform")),
    TF_IN_AUTOMATION: "1",
  };
  const run = (...words: string[]) => execute(folder, variables, [...words, "-no-color"]);
  return {
    run,
    succeed: async (...words) => {
      const { exitCode, output } = await run(...words);
      if (exitCode !== 0) throw new Error(`terraform ${words.join(" ")} ended with ${String(exitCode)}:\n${output}`);
      return output;
    },
  };
}

function execute(folder: string, variables: NodeJS.ProcessEnv, words: readonly string[]): Promise<TerraformOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn("terraform", words, { cwd: folder, env: variables, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? 1, output }));
  });
}
