import * as path from "node:path";
import { write } from "../deploy/folders";
import type { CommandLine } from "./command-line";
import { commandLines } from "./program-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = commandLines();

/** All commands as a user finds them, from help to help. */
async function commandsBelow(words: readonly string[], run: CommandLine["run"]): Promise<string[][]> {
  const { stdout } = await run([...words, "--help"]);
  const [, list = ""] = /^Commands:\n((?: {2}.*\n)*)/m.exec(stdout) ?? [];
  const names = [...list.matchAll(/^ {2}(\S+)/gm)].flatMap(([, name = ""]) =>
    name === "help" ? [] : [[...words, name]],
  );
  const below = await Promise.all(names.map((name) => commandsBelow(name, run)));
  return [...names, ...below.flat()];
}

describe("help", () => {
  test("of every command has examples", async () => {
    const { run } = fresh();
    const commands = await commandsBelow([], run);
    expect(commands).toContainEqual(["jobs", "retry"]);
    const texts = await Promise.all(commands.map(async (words) => [words, (await run([...words, "--help"])).stdout]));
    expect(texts.filter(([, text]) => !text?.includes("Examples:")).map(([words]) => words)).toEqual([]);
  });

  test.each([[], ["synth"], ["plan"], ["deploy"], ["destroy"], ["output"], ["local"]])(
    "of dapf %s has the exit codes",
    async (...command) => {
      const { exitCode, stdout } = await fresh().run([...command, "--help"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("Exit codes:");
    },
  );
});

describe("a wrong command line", () => {
  test("exits with 2 and names the nearest command", async () => {
    const { exitCode, stderr } = await fresh().run(["plna"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Did you mean plan?");
  });

  test.each([
    [["plan"], "missing required argument 'environment'"],
    [["plan", "dev", "--speed"], "unknown option '--speed'"],
    [["plan", "dev", "--parallelism", "fast"], "--parallelism takes a number from 1 to 999, not fast"],
    [["deploy", "dev", "--lock-timeout", "soon"], "--lock-timeout takes a time such as 30s, 10m or 1h, not soon"],
    [["local", "up", "--port", "99999"], "--port takes 1 to 65535, not 99999"],
    [["local", "logs", "-n", "many"], "--tail takes a number, not many"],
  ])("%j exits with 2 and says what is wrong", async (args, message) => {
    const { exitCode, stderr } = await fresh().run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test("is a JSON object, too, when JSON is wanted", async () => {
    const { stdout } = await fresh().run(["plan", "dev", "--speed", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      error: { kind: "UsageError", message: "error: unknown option '--speed'", exitCode: 2 },
    });
  });

  test("exits with 1 where 2 means that there are changes", async () => {
    const { exitCode } = await fresh().run(["plan", "nowhere", "--detailed-exitcode"]);
    expect(exitCode).toBe(1);
  });

  test.each(["plan", "synth", "deploy", "destroy", "output"])(
    "dapf %s with an unknown environment names the nearest and lists all",
    async (command) => {
      const args = command === "deploy" || command === "destroy" ? ["--auto-approve"] : [];
      const { exitCode, stderr } = await fresh().run([command, "prodution", ...args]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("did you mean production?");
      expect(stderr).toContain("dev, production");
    },
  );

  test("with an unknown module lists the modules, the nearest first", async () => {
    const { exitCode, stderr } = await fresh().run(["plan", "dev", "--target", "etl.wsf"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("There is no module etl.wsf; did you mean etl.wfs?");
    expect(stderr).toMatch(/The modules are:\n {2}common\n {2}etl\n {2}etl\.wfs\n/);
  });
});

describe("a mistake in the configuration", () => {
  test("is one message without a stack trace", async () => {
    const { run, root: folder } = fresh();
    write(path.join(folder, "environments/dev.tfvars.json"), '{ "env": }');
    const { exitCode, stderr } = await run(["synth", "dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dapf: environments\/dev\.tfvars\.json:1:10: /);
    expect(stderr).not.toContain("    at ");
  });

  test("that only synthesis finds is one message, and with DAPF_DEBUG=1 the place in the code", async () => {
    const { run, synthScript } = fresh();
    synthScript({ stderr: "Error: no such job\n    at modules/etl.ts:1:1\n" });
    const short = await run(["synth", "dev"]);
    expect(short).toMatchObject({ exitCode: 1, stderr: "dapf: no such job\n" });
    const long = await run(["synth", "dev"], { variables: { DAPF_DEBUG: "1" } });
    expect(long.stderr).toContain("at modules/etl.ts:1:1");
  });

  test("is a JSON object, too, when JSON is wanted", async () => {
    const { run, synthScript } = fresh();
    synthScript({ stderr: "Error: no such job\n    at x\n" });
    const { exitCode, stdout } = await run(["synth", "dev", "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { kind: "SynthError", message: "no such job", exitCode: 1 } });
  });
});
