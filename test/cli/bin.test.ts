import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const program = path.resolve(__dirname, "../../bin/dapf.js");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], { cwd: os.tmpdir(), encoding: "utf8" });

describe("the program dapf", () => {
  test("runs from any folder", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: dapf");
  });

  test("knows the environments of its repository", () => {
    const { status, stderr } = run("plan", "jenkins-pk");
    expect(status).toBe(2);
    expect(stderr).toContain("did you mean jenkins-pl?");
  });

  test("starts without what only some commands need", () => {
    const list = `process.on("exit", () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));`;
    const words = ["--eval", `${list} require(${JSON.stringify(program)})`, "dapf", "--help"];
    const { stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    const root = path.resolve(__dirname, "../..");
    const files = (JSON.parse(stderr) as string[]).map((file) => path.relative(root, file));
    const packages = new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
    expect([...packages].sort()).toEqual(["commander", "esbuild", "fflate", "jsonc-parser", "zod"]);
    const late = files.filter((file) => /^(emulator|modules|queues|scheduling)\//.test(file));
    expect(late.filter((file) => path.basename(file) !== "errors.ts")).toEqual([]);
  });

  // Linux has a file that is always full.
  const testOnLinux = fs.existsSync("/dev/full") ? test : test.skip;

  testOnLinux("fails when its output cannot be written, and says why", () => {
    const into = (stream: string) =>
      spawnSync("sh", ["-c", `"${process.execPath}" "${program}" --help ${stream} /dev/full`], { encoding: "utf8" });
    expect(into(">")).toMatchObject({
      status: 1,
      stderr: "dapf: Standard output cannot be written: ENOSPC: no space left on device, write\n",
    });
    expect(into(">/dev/null 2>")).toMatchObject({ status: 0 });
  });

  test("does not mind a reader that stops reading", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${program}" --help | head -n 1`], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stderr).toBe("");
  });
});
