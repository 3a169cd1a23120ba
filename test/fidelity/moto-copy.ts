/** A copy of moto's repository that somebody fetched, and a Python that can run its tests. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { MOTO_VERSION, type Python } from "../../tools";
import { MotoCopyError, TestModulesError, UnknownServiceError } from "./errors";

export interface MotoCopy {
  /** Absolute path. */
  readonly folder: string;
  /** Names of the services that it has tests of: `batch`. */
  readonly services: readonly string[];
}

/** Some services have two folders of tests. */
const FURTHER_FOLDERS: Readonly<Record<string, readonly string[]>> = { batch: ["test_batch_simple"] };

/** @throws MotoCopyError */
export function openMotoCopy(folder: string): MotoCopy {
  const wrong = (found: string) => new MotoCopyError(folder, found, MOTO_VERSION);
  const tests = path.join(folder, "tests");
  if (!fs.existsSync(folder)) throw wrong("does not exist");
  const init = path.join(folder, "moto", "__init__.py");
  if (!fs.existsSync(tests) || !fs.existsSync(init)) throw wrong("has no folders moto and tests");
  const version = /^__version__ = "(.*)"$/m.exec(fs.readFileSync(init, "utf8"))?.[1];
  if (version !== MOTO_VERSION) throw wrong(`is moto ${version ?? "of an unknown version"}`);
  const services = fs.readdirSync(tests).flatMap((name) => /^test_(.*)$/.exec(name)?.[1] ?? []);
  return { folder: path.resolve(folder), services };
}

/**
 * @returns names of the folders below `tests` with the tests of a service
 * @throws UnknownServiceError
 */
export function testFolders({ services }: MotoCopy, service: string): string[] {
  if (!services.includes(service)) throw new UnknownServiceError(service, services);
  return [`test_${service}`, ...(FURTHER_FOLDERS[service] ?? [])];
}

const NEEDED = ["pytest", "freezegun"];
const PROBE =
  "import importlib.util, sys; print(*[name for name in sys.argv[1:] if importlib.util.find_spec(name) is None])";

/** @throws TestModulesError when a Python lacks what moto's tests import */
export async function checkTestModules({ executable }: Python): Promise<void> {
  const { stdout } = await promisify(execFile)(executable, ["-c", PROBE, ...NEEDED]);
  const missing = stdout.split(/\s+/).filter((name) => name !== "");
  if (missing.length > 0) throw new TestModulesError(executable, missing);
}
