import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MotoMissingError, PythonMissingError } from "../../emulator/errors";
import { findPython, MOTO_VERSION } from "../../emulator/python";
import { temporaryFolder } from "../support/temporary-folder";

let folder: string;

beforeEach(() => (folder = temporaryFolder()));

/** A command that answers the probe as an interpreter with these facts would. */
function interpreter(name: string, facts: { version?: number[]; moto?: string | null; missing?: string[] }): string {
  const path = join(folder, name);
  const answer = { executable: path, version: [3, 11], moto: MOTO_VERSION, missing: [], ...facts };
  writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("looking for Python and moto", () => {
  it("takes the first interpreter that has both", async () => {
    const old = interpreter("old", { version: [3, 9] });
    const bare = interpreter("bare", { moto: null });
    const good = interpreter("good", {});
    expect(await findPython([join(folder, "absent"), old, bare, good])).toEqual({ executable: good });
  });

  it("says what to install when there is no recent Python", async () => {
    const old = interpreter("old", { version: [3, 9] });
    const failed = findPython([join(folder, "absent"), old]);
    await expect(failed).rejects.toThrow(PythonMissingError);
    await expect(failed).rejects.toThrow("needs Python 3.10 or newer");
  });

  it.each([
    ["is missing", { moto: null }, "moto is not installed"],
    ["has another version", { moto: "5.0.0" }, "moto 5.0.0 is installed"],
    ["was installed without its server", { missing: ["flask"] }, "moto lacks flask"],
  ])("says how to install moto when it %s", async (_, facts, sentence) => {
    const python = interpreter("python", facts);
    const failed = findPython([python]);
    await expect(failed).rejects.toThrow(MotoMissingError);
    await expect(failed).rejects.toThrow(sentence);
    await expect(failed).rejects.toThrow(`${python} -m pip install "moto[all,server]==${MOTO_VERSION}"`);
  });

  it("does not take a command that is no Python", async () => {
    const path = join(folder, "chatty");
    writeFileSync(path, "#!/bin/sh\necho hello\n");
    chmodSync(path, 0o755);
    await expect(findPython([path])).rejects.toThrow(PythonMissingError);
  });
});
