import * as fs from "node:fs";
import * as path from "node:path";
import type { DeployEvent, StackOptions } from "../../deploy";
import { noInterrupts } from "../../deploy";
import { type FakeTerraform, fakeTerraform } from "./fake-terraform";
import { write } from "./files";

/** What the project's program synthesizes, beside a stack with the modules `etl`, `etl.wfs` and `common`. */
export interface SynthScript {
  readonly annotations?: readonly { constructPath: string; level: string; message: string }[];
  /** Fails with this on standard error. */
  readonly stderr?: string;
  /** Does not end by itself, not soon at least. */
  readonly hang?: boolean;
  readonly rootFile?: object;
  /** Whose stack the manifest tells of. @default that of the environment */
  readonly manifestOf?: string;
  /** Files to upload: name -> content. */
  readonly assets?: Readonly<Record<string, string>>;
}

// Stands for main.ts: writes what CDKTF would write.
const program = `
const fs = require("node:fs");
const path = require("node:path");
const script = JSON.parse(fs.readFileSync(path.join(process.cwd(), "synth.json"), "utf8"));
fs.appendFileSync(path.join(process.cwd(), "synth-calls.jsonl"), JSON.stringify(process.env) + "\\n");
if (script.stderr) { process.stderr.write(script.stderr); process.exit(1); }
if (script.hang) setTimeout(() => {}, 30_000);
else {
  const name = process.env.DAPF_ENV;
  const folder = path.join(process.env.CDKTF_OUTDIR, "stacks", name);
  const put = (file, value) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), JSON.stringify(value));
  };
  const embedded = process.env.AWS_ENDPOINT_URL !== undefined;
  const state = path.join(process.cwd(), embedded ? ".dapf/local" : "", "terraform." + name + ".tfstate");
  put("cdk.tf.json", {
    terraform: { backend: { local: { path: path.relative(folder, state) } } },
    module: { etl: { source: "./modules/etl" }, common: { source: "./modules/common" } },
    resource: { terraform_data: { one: {} } },
    ...script.rootFile,
  });
  put("modules/etl/main.tf.json", { module: { wfs: { source: "./modules/wfs" } } });
  put("modules/etl/modules/wfs/main.tf.json", { resource: { terraform_data: { two: {} } } });
  put("modules/common/main.tf.json", {});
  for (const [file, text] of Object.entries(script.assets ?? {})) {
    fs.mkdirSync(path.join(folder, "assets"), { recursive: true });
    fs.writeFileSync(path.join(folder, "assets", file), text);
  }
  const manifest = { version: "0", stacks: { [script.manifestOf ?? name]: { annotations: script.annotations ?? [] } } };
  fs.writeFileSync(path.join(process.env.CDKTF_OUTDIR, "manifest.json"), JSON.stringify(manifest));
}
`;

/** A repository with a program to synthesize and a fake Terraform. */
export interface Project {
  readonly root: string;
  readonly terraform: FakeTerraform;
  readonly events: DeployEvent[];
  synthScript(script: SynthScript): void;
  /** Environment variables of each synthesis. */
  synthCalls(): NodeJS.ProcessEnv[];
  options(more?: Partial<StackOptions>): StackOptions;
}

export function project(root: string): Project {
  const programFile = path.join(root, "main.js");
  write(programFile, program);
  write(path.join(root, "synth.json"), "{}");
  const terraform = fakeTerraform(path.join(root, "bin"));
  terraform.script({});
  const events: DeployEvent[] = [];
  const callFile = path.join(root, "synth-calls.jsonl");
  return {
    root,
    terraform,
    events,
    synthScript: (script) => write(path.join(root, "synth.json"), JSON.stringify(script)),
    synthCalls: () => {
      if (!fs.existsSync(callFile)) return [];
      // Only the program above writes this file; behind the last line end is what it has not written whole yet.
      const lines = fs.readFileSync(callFile, "utf8").split("\n").slice(0, -1);
      return lines.map((line) => JSON.parse(line) as NodeJS.ProcessEnv);
    },
    options: (more = {}) => ({
      root,
      program: programFile,
      environment: "dev",
      targets: [],
      strict: false,
      parallelism: undefined,
      variables: { PATH: process.env.PATH, HOME: path.join(root, "home"), TERRAFORM_BINARY_NAME: terraform.binary },
      emit: (event) => events.push(event),
      interrupts: noInterrupts,
      ...more,
    }),
  };
}
