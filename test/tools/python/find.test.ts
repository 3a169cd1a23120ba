import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MotoMissingError, PythonMissingError } from "../../../tools";
import { findPythons, MOTO_VERSION, pythonProblem } from "../../../tools/python/find";
import { temporaryFolder } from "../../support/temporary-folder";

let folder: string;

beforeEach(() => (folder = temporaryFolder()));

interface Facts {
  readonly version?: readonly number[];
  readonly moto?: string | null;
  readonly missing?: readonly string[];
}

/** A command that answers the probe as an interpreter with these facts would. */
function interpreter(name: string, facts: Facts): string {
  const path = join(folder, name);
  const answer = { executable: path, version: [3, 11], moto: MOTO_VERSION, missing: [], ...facts };
  writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
  chmodSync(path, 0o755);
  return path;
}

const find = (candidates: readonly string[]) => findPythons(folder, {}, candidates);

describe("looking for Python and moto", () => {
  it("takes the first interpreter that has both", async () => {
    const old = interpreter("old", { version: [3, 9] });
    const bare = interpreter("bare", { moto: null });
    const good = interpreter("good", { version: [3, 12] });
    const { ready } = await find([join(folder, "absent"), old, bare, good]);
    expect(ready).toEqual({ executable: good, version: "3.12" });
  });

  it("knows with which an environment can be made: none that is too old, or too new for the locked packages", async () => {
    const old = interpreter("old", { version: [3, 9], moto: null });
    const future = interpreter("future", { version: [3, 15], moto: null });
    const bare = interpreter("bare", { version: [3, 14], moto: null });
    const { ready, base } = await find([old, future, bare]);
    expect(ready).toBeUndefined();
    expect(base).toEqual({ executable: bare, version: "3.14" });
  });

  it.each([
    ["has another version of moto", { moto: "5.0.0" }],
    ["has moto without its server", { missing: ["flask"] }],
  ])("leaves one alone that %s, and makes an environment", async (_, facts) => {
    const python = interpreter("python", facts);
    const found = await find([python]);
    expect(found).toMatchObject({ base: { executable: python } });
    expect(found.unfit).toBeUndefined();
  });

  it("looks behind an old python3 of the PATH, as macOS has it, for one with a version in its name", async () => {
    interpreter("python3", { version: [3, 9], moto: null });
    const newer = interpreter("python3.12", { version: [3, 12], moto: null });
    const { base } = await findPythons(folder, { PATH: folder });
    expect(base).toEqual({ executable: newer, version: "3.12" });
  });

  it("finds the environment that was made for the project", async () => {
    interpreter("python3", { moto: null });
    mkdirSync(join(folder, "made", "bin"), { recursive: true });
    mkdirSync(join(folder, ".dapf"));
    const made = interpreter(join("made", "bin", "python"), {});
    symlinkSync(join(folder, "made"), join(folder, ".dapf", "python"));
    expect((await findPythons(folder, { PATH: folder })).ready).toEqual({ executable: made, version: "3.11" });
  });
});

describe("what is said when no interpreter will do", () => {
  it("names the versions that are too old", async () => {
    const old = interpreter("old", { version: [3, 9] });
    const problem = pythonProblem(await find([join(folder, "absent"), old]));
    expect(problem).toBeInstanceOf(PythonMissingError);
    expect(problem.message).toContain(`needs Python 3.10 or newer (${old} is 3.9)`);
  });

  it("names what was tried when there is nothing, or no Python", async () => {
    const chatty = join(folder, "chatty");
    writeFileSync(chatty, "#!/bin/sh\necho hello\n");
    chmodSync(chatty, 0o755);
    expect(pythonProblem(await find([chatty])).message).toContain(`tried: ${chatty}`);
  });

  it.each([
    ["is missing", { moto: null }, "moto is not installed"],
    ["has another version", { moto: "5.0.0" }, "moto 5.0.0 is installed"],
    ["was installed without its server", { missing: ["flask"] }, "moto lacks flask"],
  ])("says of the one that DAPF_PYTHON names that its moto %s", async (_, facts, sentence) => {
    const python = interpreter("python", facts);
    const { unfit } = await findPythons(folder, { DAPF_PYTHON: python });
    expect(unfit).toBeInstanceOf(MotoMissingError);
    expect(unfit?.message).toContain(sentence);
    expect(unfit?.message).toContain(`${python} -m pip install "moto[server]==${MOTO_VERSION}"`);
  });
});
