import { spawnSync } from "node:child_process";
import * as path from "node:path";

const repository = path.resolve(__dirname, "../..");
const python = process.env.DAPF_PYTHON ?? "python3";

export interface PythonTestsProps {
  /**
   * What the tests import beside the standard library.
   * @default nothing
   */
  readonly modules?: readonly string[];
  /**
   * How long they may take.
   * @default 120
   */
  readonly seconds?: number;
}

/**
 * Declares a test that runs the Python tests of a folder with the standard library's unittest. Without Python, or
 * without a module that the tests need, it is skipped, and says so.
 *
 * @param folder relative to the repository root; its tests are in files `test_*.py`
 */
export function pythonTests(folder: string, { modules = [], seconds = 120 }: PythonTestsProps = {}): void {
  const works = (code: string) => spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0;
  const find = (module: string) => `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
  const missing = works("") ? modules.filter((module) => !works(find(module))) : [python];
  if (missing.length > 0) {
    it.skip(`Python tests of ${folder} (skipped: no ${missing.join(", ")})`, () => undefined);
    return;
  }
  it(
    `Python tests of ${folder} pass`,
    () => {
      const where = path.join(repository, folder);
      const run = spawnSync(python, ["-m", "unittest", "discover", "--buffer", "-s", where, "-t", where], {
        encoding: "utf8",
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      });

      if (run.status !== 0) throw new Error(run.stderr);
      // unittest ends well when it finds no test at all.
      expect(run.stderr).toMatch(/Ran [1-9]\d* tests?/);
    },
    1000 * seconds,
  );
}
