/** Makes the Python environment of the embedded AWS: exactly the packages that dapf was tested with, checked by their hashes. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Lock } from "../../locks";
import { forget, isMade, makeOnce } from "../make-once";
import { cacheFolder, onPath, type Variables } from "../places";
import { type BasePython, environmentLink, findPythons, MOTO_VERSION, type Python, pythonProblem } from "./find";
import { runCommand } from "./run-command";

export interface PythonOptions {
  /** Absolute path of the project, in which the environment is known as `.dapf/python`. */
  readonly root: string;
  /** Those of pip and uv count, too. */
  readonly variables: NodeJS.ProcessEnv;
  /** Told what is made, a line each. */
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Absolute path of the locked requirements. @default dapf's own */
  readonly requirements?: string;
  /** Interpreters to try. @default the usual ones */
  readonly candidates?: readonly string[];
}

const REQUIREMENTS = join(__dirname, "requirements.txt");

/**
 * @returns an interpreter that has what the embedded AWS needs: one that is there, or of an environment that is made once
 *   for all clones
 * @throws PythonMissingError, MotoMissingError, PythonEnvironmentError, LockedError, the signal's reason
 */
export async function readyPython(options: PythonOptions): Promise<Python> {
  const { root, variables, candidates } = options;
  const found = await findPythons(root, variables, candidates);
  if (found.ready !== undefined) return { executable: found.ready.executable };
  if (found.base === undefined || found.unfit !== undefined) throw pythonProblem(found);
  return makeEnvironment(options, found.base);
}

/** @returns absolute path of the folder of the environment for an interpreter */
export function environmentFolder(variables: Variables, { version }: BasePython, requirements = REQUIREMENTS): string {
  const lock = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const platform = `${process.platform}-${process.arch}`;
  return join(cacheFolder(variables), "python", `${lock}-${version}-${platform}`);
}

async function makeEnvironment(options: PythonOptions, base: BasePython): Promise<Python> {
  const { root, variables, tell, signal, requirements = REQUIREMENTS } = options;
  const folder = environmentFolder(variables, base, requirements);
  const executable = join(folder, "bin", "python");
  const isReady = async () => (await findPythons(root, {}, [executable])).ready !== undefined;
  // An environment ends with the interpreter that it was made with: an upgrade may have replaced that.
  if (isMade(folder) && !(await isReady())) forget(folder);
  await makeOnce({
    folder,
    what: `installation of moto ${MOTO_VERSION}`,
    tell,
    ...(signal === undefined ? {} : { signal }),
    make: async (_, lock) => {
      tell(`Making a Python ${base.version} environment with moto ${MOTO_VERSION} in ${folder}`);
      await install(options, base, folder, requirements, lock);
      tell("The Python environment is ready; every clone of this machine uses it");
    },
  });
  link(root, folder);
  return { executable };
}

async function install(
  { variables, tell, signal }: PythonOptions,
  base: BasePython,
  folder: string,
  requirements: string,
  lock: Lock,
): Promise<void> {
  const wanted = readFileSync(requirements, "utf8").match(/^[a-z0-9].*==/gm)?.length ?? 0;
  const run = (command: string, args: readonly string[], onLine?: (line: string) => void) =>
    runCommand(command, args, { variables: plain(variables), lock, onLine, signal });
  const python = join(folder, "bin", "python");
  const uv = onPath("uv", variables);
  if (uv !== undefined) {
    await run(uv, ["venv", "--quiet", "--allow-existing", "--python", base.executable, folder]);
    tell(`Installing ${wanted} packages with uv`);
    const exact = ["--require-hashes", "--no-build", "--requirement", requirements];
    await run(uv, ["pip", "install", "--python", python, ...exact]);
    return;
  }
  await run(base.executable, ["-m", "venv", folder]);
  tell(`Installing ${wanted} packages with pip`);
  const exact = ["--require-hashes", "--only-binary", ":all:", "--requirement", requirements];
  let count = 0;
  await run(python, ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", ...exact], (line) => {
    if (!line.startsWith("Collecting ")) return;
    count += 1;
    if (count % 20 === 0) tell(`Packages: ${count} of ${wanted}`);
  });
}

/** The user's settings for pip and uv, but for those that would put the packages elsewhere. */
function plain(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PIP_INDEX_URL: index, UV_DEFAULT_INDEX: uvIndex, UV_INDEX_URL: oldUvIndex } = variables;
  const forUv = index !== undefined && uvIndex === undefined && oldUvIndex === undefined;
  const elsewhere = { PIP_USER: undefined, PIP_TARGET: undefined, PIP_PREFIX: undefined, PYTHONHOME: undefined };
  return { ...variables, ...elsewhere, PYTHONPATH: undefined, ...(forUv ? { UV_DEFAULT_INDEX: index } : {}) };
}

/**
 * Lets a project know its environment by a name that stays; of several processes the last one's link counts. A clone that
 * cannot be written, or is on a file system without links, does without.
 */
function link(root: string, folder: string): void {
  const place = environmentLink(root);
  if (linkedTo(place) === folder) return;
  const draft = `${place}.${process.pid}.new`;
  try {
    mkdirSync(dirname(place), { recursive: true });
    rmSync(draft, { force: true });
    symlinkSync(folder, draft);
    renameSync(draft, place);
  } catch {
    rmSync(draft, { force: true });
  }
}

function linkedTo(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    return undefined;
  }
}
