/** Finds a Python interpreter with the moto version that the embedded AWS is written for. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MotoMissingError, PythonMissingError, type UnfitPython } from "../errors";
import { onPath, type Variables } from "../places";

/** The fixes of `emulator/moto/fixes` reach into moto, so the version is exact. */
export const MOTO_VERSION = "5.2.1";

/** Modules of moto's optional dependencies that the platform's services import. */
const NEEDED_MODULES = [
  "flask",
  "flask_cors",
  "docker",
  "yaml",
  "pyparsing",
  "py_partiql_parser",
  "antlr4",
  "jsonpath_ng",
];

export interface Python {
  /** Absolute path of the interpreter itself, not of a version manager's shim. */
  readonly executable: string;
}

/** An interpreter that a virtual environment can be made with. */
export interface BasePython extends Python {
  /** `3.11` */
  readonly version: string;
}

/** What there is on this machine. */
export interface FoundPythons {
  /** The first that has all that the embedded AWS needs. */
  readonly ready?: BasePython;
  /** The first that such an environment can be made with. */
  readonly base?: BasePython;
  /** Why the one that `DAPF_PYTHON` names does not do. */
  readonly unfit?: MotoMissingError;
  readonly tooOld: readonly UnfitPython[];
  readonly tried: readonly string[];
}

interface Probe {
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly moto: string | null;
  readonly missing: readonly string[];
}

const PROBE = `
import importlib.metadata, importlib.util, json, sys
try:
    moto = importlib.metadata.version("moto")
except importlib.metadata.PackageNotFoundError:
    moto = None
missing = [name for name in sys.argv[1:] if importlib.util.find_spec(name) is None]
print(json.dumps({"executable": sys.executable, "version": sys.version_info[:2], "moto": moto, "missing": missing}))
`;

/**
 * @param root absolute path of the project, where the environment that dapf has made is known as `.dapf/python`
 * @param candidates commands or paths to try in order. @default what `DAPF_PYTHON` names, else the usual names and places
 */
export async function findPythons(
  root: string,
  variables: Variables,
  candidates: readonly string[] = candidatesFor(root, variables),
): Promise<FoundPythons> {
  const isNamed = isSet(variables.DAPF_PYTHON);
  const tooOld: UnfitPython[] = [];
  let base: BasePython | undefined;
  let unfit: MotoMissingError | undefined;
  for (const candidate of candidates) {
    const probe = await probePython(candidate);
    if (probe === undefined) continue;
    const { executable, moto, missing } = probe;
    const version = probe.version.join(".");
    if (!isRecent(probe.version)) tooOld.push({ executable, version });
    else if (moto === MOTO_VERSION && missing.length === 0) {
      return { ready: { executable, version }, tooOld, tried: candidates };
    } else {
      if (isLocked(probe.version)) base ??= { executable, version };
      if (isNamed) unfit ??= new MotoMissingError(candidate, MOTO_VERSION, moto ?? undefined, missing);
    }
  }
  return { base, unfit, tooOld, tried: candidates };
}

/** @returns the error that says what to do about a machine without any Python that would do */
export function pythonProblem({ unfit, tried, tooOld }: FoundPythons): MotoMissingError | PythonMissingError {
  return unfit ?? new PythonMissingError(tried, tooOld);
}

/** The environment that dapf has made, as a project knows it. */
export function environmentLink(root: string): string {
  return join(root, ".dapf", "python");
}

/** macOS puts its own Python, of Xcode, first, which is 3.9 and hides a newer one. */
const NAMES = ["python3", "python", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
const PLACES = ["/opt/homebrew/bin/python3", "/usr/local/bin/python3"];

function candidatesFor(root: string, variables: Variables): string[] {
  const named = variables.DAPF_PYTHON;
  if (isSet(named)) return [named];
  const made = join(environmentLink(root), "bin", "python");
  const present = [...NAMES.flatMap((name) => onPath(name, variables) ?? []), ...PLACES].filter(existsSync);
  const candidates = [...new Set([...present, ...(existsSync(made) ? [made] : [])])];
  return candidates.length > 0 ? candidates : NAMES.slice(0, 2);
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== "";

/** moto 5.2.1 uses syntax of Python 3.10. */
function isRecent([major, minor]: readonly [number, number]): boolean {
  return major === 3 && minor >= 10;
}

/** The versions that `requirements.txt` has wheels for. */
function isLocked([major, minor]: readonly [number, number]): boolean {
  return major === 3 && minor >= 10 && minor <= 14;
}

/** What stands at this place on macOS without Xcode's command line tools asks, in a window, whether to install them. */
const XCODE_STUB = "/usr/bin/python3";

async function probePython(command: string): Promise<Probe | undefined> {
  const isStub = process.platform === "darwin" && command === XCODE_STUB;
  if (isStub && (await outputOf("xcode-select", ["-p"])) === undefined) return undefined;
  const output = await outputOf(command, ["-c", PROBE, ...NEEDED_MODULES]);
  try {
    // The script above prints exactly this shape; anything else is not Python and fails to parse.
    return output === undefined ? undefined : (JSON.parse(output) as Probe);
  } catch {
    return undefined;
  }
}

/** @returns undefined when it cannot be run, or fails */
function outputOf(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 30_000 }, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}
