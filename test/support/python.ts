import { spawnSync } from "node:child_process";
import * as path from "node:path";

const repository = path.resolve(__dirname, "../..");
const python = process.env.DAPF_PYTHON ?? "python3";

/**
 * Declares a test that runs the Python tests of a folder with the standard library's unittest. Without Python it is
 * skipped, and says so.
 *
 * @param folder relative to the repository root; its tests are in files `test_*.py`
 */
export function pythonTests(folder: string): void {
  const found = spawnSync(python, ["--version"], { stdio: "ignore" }).status === 0;
  if (!found) {
    it.skip(`Python tests of ${folder} (skipped: no ${python})`, () => undefined);
    return;
  }
  it(`Python tests of ${folder} pass`, () => {
    const where = path.join(repository, folder);
    const run = spawnSync(python, ["-m", "unittest", "discover", "--buffer", "-s", where, "-t", where], {
      encoding: "utf8",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });

    if (run.status !== 0) throw new Error(run.stderr);
    // unittest ends well when it finds no test at all.
    expect(run.stderr).toMatch(/Ran [1-9]\d* tests?/);
  }, 120_000);
}
