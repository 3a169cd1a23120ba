/** `npm run record`: runs the README's first commands in a terminal, in a copy of the repository, and writes docs/session.svg. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { findPythons } from "../../tools";
import { cloneRepository } from "../support/clone";
import { picture } from "./picture";
import { Recorder, type Screen } from "./screen";

const repository = path.resolve(__dirname, "../..");
const answer = z.object({ tools: z.array(z.object({ tool: z.string(), place: z.string().optional() })) });
const COMMANDS = ["npm start", "npx dapf run jenkins-pl --context training --monitor --local"];

async function main(): Promise<void> {
  const root = path.join(os.tmpdir(), `dapf-record-${process.pid}`);
  const clone = path.join(root, "dapf");
  fs.mkdirSync(clone, { recursive: true });
  cloneRepository(clone);
  const variables = await newcomer(path.join(root, "home"));
  const recorder = new Recorder();
  const parts: Screen[][] = [];
  try {
    for (const command of COMMANDS) {
      const before = recorder.screens.length;
      await recorder.run(command, clone, variables);
      parts.push(recorder.screens.slice(before));
      process.stdout.write(`${command}: ${recorder.screens.length - before} screens\n`);
    }
  } finally {
    await new Recorder().run("node bin/dapf.js local down --force", clone, variables);
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
  fs.writeFileSync(path.join(repository, "docs/session.svg"), picture(parts, recorder.transcript));
}

/**
 * Someone who has set nothing, and whose provider comes from where Terraform looks by itself: nothing of this machine is to be
 * seen. Makes a home for them.
 */
async function newcomer(home: string): Promise<NodeJS.ProcessEnv> {
  const { ready } = await findPythons(repository, process.env);
  const doctor = execFileSync(process.execPath, ["bin/dapf.js", "doctor", "--json"], {
    cwd: repository,
    encoding: "utf8",
  });
  const { tools } = answer.parse(JSON.parse(doctor));
  const mirror = tools.find(({ tool }) => tool === "AWS provider")?.place ?? "";
  const plugins = path.join(home, ".terraform.d", "plugins");
  fs.mkdirSync(path.dirname(plugins), { recursive: true });
  if (path.isAbsolute(mirror)) fs.symlinkSync(mirror, plugins);
  const python = ready === undefined ? {} : { DAPF_PYTHON: ready.executable };
  return { PATH: process.env.PATH, LANG: "C.UTF-8", HOME: home, NPM_CONFIG_UPDATE_NOTIFIER: "false", ...python };
}

void main();
