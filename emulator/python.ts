/** Finds a Python interpreter with the moto version that the fixes are written for. */
import { execFile } from "node:child_process";
import { MotoMissingError, PythonMissingError } from "./errors";

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
 * @param candidates - commands or paths to try in order
 * @returns the first interpreter that has what the embedded AWS needs
 * @throws PythonMissingError when none of them is Python 3.10 or newer
 * @throws MotoMissingError when such a Python lacks moto, its server parts, or has another version
 */
export async function findPython(candidates: readonly string[] = defaultCandidates()): Promise<Python> {
  let unfit: MotoMissingError | undefined;
  for (const candidate of candidates) {
    const probe = await probePython(candidate);
    if (probe === undefined || !isRecent(probe.version)) continue;
    if (probe.moto === MOTO_VERSION && probe.missing.length === 0) return { executable: probe.executable };
    unfit ??= new MotoMissingError(candidate, MOTO_VERSION, probe.moto ?? undefined, probe.missing);
  }
  throw unfit ?? new PythonMissingError(candidates);
}

function defaultCandidates(): string[] {
  const named = process.env["DAPF_PYTHON"];
  return named === undefined || named === "" ? ["python3", "python"] : [named];
}

/** moto 5.2.1 uses syntax of Python 3.10. */
function isRecent([major, minor]: readonly [number, number]): boolean {
  return major === 3 && minor >= 10;
}

function probePython(command: string): Promise<Probe | undefined> {
  return new Promise((resolve) => {
    execFile(command, ["-c", PROBE, ...NEEDED_MODULES], { timeout: 30_000 }, (error, stdout) => {
      if (error !== null) return resolve(undefined);
      try {
        // The script above prints exactly this shape; anything else is not Python and fails to parse.
        resolve(JSON.parse(stdout) as Probe);
      } catch {
        resolve(undefined);
      }
    });
  });
}
