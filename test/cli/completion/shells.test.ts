/** Real shells in a terminal, in which somebody types: Tab completes, Enter runs what stands there then. */
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { completionScript, type Shell, SHELLS } from "../../../cli/completion/scripts";
import { idsText } from "../../../jobs/container/submissions/ids-file";
import { minimal } from "../../config/support";
import { write, writeJson } from "../../deploy/folders";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(300_000);

const program = path.resolve(__dirname, "../../../bin/dapf.js");
const root = temporaryFolder();
const folder = path.join(root, "work");
const id = "9a63fc33-f1c2-4f40-9b0b-0a1c7a4d6b02";

beforeAll(() => {
  writeJson(path.join(root, "environments/dev.tfvars.json"), minimal);
  writeJson(path.join(root, "cdktf.out/stacks/dev/modules/batch_training/modules/construct/main.tf.json"), {});
  write(path.join(folder, "job-ids.txt"), idsText(new Map([["fit", id]])));
  // What is typed is kept, not run.
  const call = `#!/bin/sh\n[ "$1" = complete ] && exec "${process.execPath}" "${program}" "$@"\necho "$@" >> "$LINES_FILE"\n`;
  write(path.join(root, "bin/dapf"), call);
  fs.chmodSync(path.join(root, "bin/dapf"), 0o755);
});

/** How a shell starts as it would with a file of its own, and nobody else's. */
const START: Readonly<Record<Shell, (script: string) => { args: string[]; first: string }>> = {
  bash: (script) => ({ args: ["--norc", "--noprofile", "-i"], first: `source ${script}` }),
  zsh: (script) => ({ args: ["-f", "-i"], first: `autoload -U compinit; compinit -u -D; source ${script}` }),
  fish: (script) => ({ args: ["--no-config", "-i"], first: `source ${script}` }),
};

const lines = [
  ["dapf depl\t de\t --targ\t batch_training.\t", "deploy dev --target batch_training.construct"],
  ["dapf jobs sho\t 9\t", `jobs show ${id}`],
  ["dapf jobs list --env=d\t", "jobs list --env=dev"],
  ["dapf watch job\t", "watch job-ids.txt"],
  ["dapf run dev --context inf\t --moni\t", "run dev --context inferencing --monitor"],
  ["dapf nonsense \tx", "nonsense x"],
] as const;

const has = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const python = has("python3", "-c", "import pty");

/** Types, a line after the shell has answered the one before. @returns all that stood in the terminal */
async function typed(shell: Shell, file: string): Promise<string> {
  const script = path.join(root, `completion.${shell}`);
  fs.writeFileSync(script, completionScript(shell));
  const { args, first } = START[shell](script);
  const variables = {
    PATH: `${path.join(root, "bin")}:${process.env.PATH ?? ""}`,
    HOME: root,
    TERM: "xterm",
    LINES_FILE: file,
    DAPF_ROOT: root,
  };
  const terminal = ["-c", "import pty, sys; pty.spawn(sys.argv[1:])", shell, ...args];
  const child = spawn("python3", terminal, { cwd: folder, env: variables, stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  const over = new Promise<void>((resolve) => child.on("close", () => resolve()));
  child.stdin.write([first, ...lines.map(([line]) => line), "exit"].map((line) => `${line}\r`).join(""));
  await over;
  return output;
}

describe.each(SHELLS)("%s", (shell) => {
  const isThere = python && has(shell, "--version");
  const title = isThere ? "completes what is typed, and prints nothing else" : `(skipped: no ${shell}, or no Python)`;

  (isThere ? test : test.skip)(title, async () => {
    const file = path.join(root, `lines.${shell}`);
    const output = await typed(shell, file);
    expect({ lines: fs.readFileSync(file, "utf8").trim().split("\n"), output }).toEqual({
      lines: lines.map(([, wanted]) => wanted),
      output: expect.not.stringMatching(/error|cannot|not found|unknown/i) as unknown,
    });
  });
});

test("a completion waits for no command, and for none of the libraries that commands need", () => {
  const loaded = `
    process.argv = [process.argv[0], "dapf", "complete", "deploy", ""];
    require(${JSON.stringify(program)});
    setTimeout(() => console.log(Object.keys(require.cache).join("\\n")), 100);`;
  const { stdout } = spawnSync(process.execPath, ["-e", loaded], { encoding: "utf8", env: { DAPF_ROOT: root } });
  expect(stdout).toContain("dev\t\n");
  expect(stdout).toContain(path.join("cli", "completion", "answer.ts"));
  expect(stdout).not.toMatch(/node_modules\/(zod|commander|yaml|@aws-sdk)\/|\/(deploy|jobs|emulator)\//);
});
