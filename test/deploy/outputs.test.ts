import * as fs from "node:fs";
import * as path from "node:path";
import { NotDeployedError, planEnvironment, readOutput, readOutputs, UnknownOutputError } from "../../deploy";
import { namesOf, oneCreation, plain, projects } from "./command-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = projects();

describe("outputs", () => {
  const state = {
    map: { sensitive: false, type: ["object", {}], value: { a: 1 } },
    text: { sensitive: true, type: "string", value: "secret" },
  };
  const output = { lines: [JSON.stringify(state)] };

  test("are read without another synthesis", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ plan: oneCreation, output });
    await planEnvironment({ ...options(), ...plain });
    await expect(readOutputs(options())).resolves.toMatchObject(state);
    expect(synthCalls()).toHaveLength(1);
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "output"]);
  });

  test("are read after a synthesis when there was none", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ output });
    await expect(readOutput(options(), "map")).resolves.toEqual({ a: 1 });
    expect(synthCalls()).toHaveLength(1);
  });

  test("are read after a synthesis when the last one was for another AWS, whose state is another", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ plan: oneCreation, output });
    await planEnvironment({ ...options(), ...plain });
    const variables = { ...options().variables, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    await readOutputs(options({ variables }));
    expect(synthCalls()).toHaveLength(2);
    await planEnvironment({ ...options({ variables }), ...plain });
    await readOutputs(options({ variables }));
    await readOutputs(options());
    expect(synthCalls()).toHaveLength(3);
  });

  test("of an environment that was never deployed are an error", async () => {
    const { options, terraform } = fresh();
    terraform.script({ output: { lines: ["{}"] } });
    await expect(readOutputs(options())).rejects.toBeInstanceOf(NotDeployedError);
  });

  test("do not include an unknown name, and the error lists those that exist", async () => {
    const { options, terraform } = fresh();
    terraform.script({ output });
    const error = await readOutput(options(), "mapp").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnknownOutputError);
    expect(error).toMatchObject({ output: "mapp", known: ["map", "text"] });
  });

  test("are not left in a file", async () => {
    const { options, terraform, root: folder } = fresh();
    terraform.script({ output });
    await readOutputs(options());
    expect(fs.readdirSync(path.join(folder, ".dapf/runs/dev"))).toEqual([]);
  });

  test("fail with what Terraform printed", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({ output: { stderr: "Error: no access", exitCode: 1 } });
    await expect(readOutputs(options())).rejects.toMatchObject({ command: "output", exitCode: 1 });
    expect(events.at(-1)).toMatchObject({ type: "diagnostic", diagnostic: { detail: "Error: no access" } });
  });
});
