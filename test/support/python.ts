import { execFile, spawnSync } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const repository = path.resolve(__dirname, "../..");
/** The interpreter of all tests that need one. */
export const python = process.env.DAPF_PYTHON ?? "python3";

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
 * Declares a test that needs Python. Without it, or without a module that it needs, it is skipped, and says so.
 *
 * @param modules what is imported beside the standard library
 * @param milliseconds how long it may take
 */
export function testWithPython(
  name: string,
  modules: readonly string[],
  body: () => Promise<void>,
  milliseconds: number,
): void {
  const works = (code: string) => spawnSync(python, ["-c", code], { stdio: "ignore" }).status === 0;
  const find = (module: string) => `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`;
  const missing = works("") ? modules.filter((module) => !works(find(module))) : [python];
  if (missing.length > 0) it.skip(`${name} (skipped: no ${missing.join(", ")})`, () => undefined);
  else it(name, body, milliseconds);
}

/**
 * Declares a test that runs the Python tests of a folder with the standard library's unittest.
 *
 * @param folder relative to the repository root; its tests are in files `test_*.py`
 */
export function pythonTests(folder: string, { modules = [], seconds = 120 }: PythonTestsProps = {}): void {
  testWithPython(
    `Python tests of ${folder} pass`,
    modules,
    async () => {
      const where = path.join(repository, folder);
      // A failure is an error with the output of the tests.
      const { stderr } = await execute(python, ["-m", "unittest", "discover", "--buffer", "-s", where, "-t", where], {
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      });

      // unittest ends well when it finds no test at all.
      expect(stderr).toMatch(/Ran [1-9]\d* tests?/);
    },
    1000 * seconds,
  );
}
