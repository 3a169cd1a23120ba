import { commandLines, map } from "./program-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = commandLines();

describe("dapf output", () => {
  const state = {
    step_function_inputs: { sensitive: false, type: "x", value: map },
    url: { sensitive: false, type: "string", value: "https://example.com" },
    key: { sensitive: true, type: "string", value: "secret" },
  };
  const withState = () => {
    const line = fresh();
    line.terraform.script({ output: { lines: [JSON.stringify(state)] } });
    return line;
  };

  test("prints the bare JSON value of one output, and nothing else, on standard output", async () => {
    const { stdout } = await withState().run(["output", "dev", "step_function_inputs", "--json"]);
    expect(JSON.parse(stdout)).toEqual(map);
  });

  test("prints text bare, and as JSON when asked", async () => {
    await expect(withState().run(["output", "dev", "url"])).resolves.toMatchObject({ stdout: "https://example.com\n" });
    await expect(withState().run(["output", "dev", "url", "--json"])).resolves.toMatchObject({
      stdout: '"https://example.com"\n',
    });
  });

  test("prints all outputs, without secrets", async () => {
    const { stdout } = await withState().run(["output", "dev"]);
    expect(stdout).toContain('url = "https://example.com"');
    expect(stdout).toContain("key = (secret)");
  });

  test("prints all outputs as one JSON object with --json", async () => {
    const { stdout } = await withState().run(["output", "dev", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ step_function_inputs: map, url: "https://example.com", key: "secret" });
  });

  test("of a wrong name lists the names", async () => {
    const { exitCode, stderr } = await withState().run(["output", "dev", "step_function_input"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean step_function_inputs?");
  });

  test("of an environment that was never deployed says what to do", async () => {
    const line = fresh();
    line.terraform.script({ output: { lines: ["{}"] } });
    const { exitCode, stderr } = await line.run(["output", "dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dapf: dev has no outputs: deploy it first (npx dapf deploy dev).\n");
  });
});
