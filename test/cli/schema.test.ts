import * as fs from "node:fs";
import { completionScript } from "../../cli/completion/scripts";
import { KINDS, schemaFile } from "../../schemas/kinds";
import { commandLines } from "./program-support";

const newCommandLine = commandLines();

describe("dapf schema", () => {
  test.each(KINDS.map(({ name }) => [name]))("prints that of %s, which is in the package", async (name) => {
    const { stdout, exitCode } = await newCommandLine().run(["schema", name]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(fs.readFileSync(schemaFile(name), "utf8"));
    expect(JSON.parse(stdout)).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#" });
  });

  test("lists the kinds, and where their schemas are", async () => {
    const { stdout } = await newCommandLine().run(["schema", "--list"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(KINDS.length + 1);
    expect(lines[1]).toMatch(/^environment +environments\/\*\.tfvars\.json +\/.*\/schemas\/json\/environment\.json$/);
    const { stdout: json } = await newCommandLine().run(["schema", "--list", "--json"]);
    const { kinds } = JSON.parse(json) as { kinds: { name: string; schema: string }[] };
    expect(kinds.map(({ name }) => name)).toEqual(KINDS.map(({ name }) => name));
    for (const { schema } of kinds) expect(fs.existsSync(schema)).toBe(true);
  });

  test.each<[string, string[], string]>([
    ["no kind", [], "Give a kind of files: environment, training-queues, "],
    [
      "a kind that there is not",
      ["job-definitions"],
      "There is no kind of files job-definitions; did you mean job-definition?",
    ],
    ["a kind beside --list", ["jobs", "--list"], "--list takes no kind"],
    ["--json without --list", ["jobs", "--json"], "--json goes with --list"],
  ])("says what is wrong: %s", async (_, words, message) => {
    const { stderr, exitCode } = await newCommandLine().run(["schema", ...words]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe("dapf completion", () => {
  test.each(["bash", "zsh", "fish"] as const)("prints what %s reads", async (shell) => {
    const { stdout, exitCode } = await newCommandLine().run(["completion", shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(completionScript(shell));
  });

  test("says which shells there are", async () => {
    const { stderr, exitCode } = await newCommandLine().run(["completion", "csh"]);
    expect(stderr).toContain("Allowed choices are bash, zsh, fish");
    expect(exitCode).toBe(2);
  });
});
