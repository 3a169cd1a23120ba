import { DapfError } from "../errors";

/** A tool that dapf needs is not there, or cannot be made. */
export class ToolError extends DapfError {}

/** An interpreter that is not good enough. */
export interface UnfitPython {
  readonly executable: string;
  /** `3.9` */
  readonly version: string;
}

/** No usable Python interpreter was found. */
export class PythonMissingError extends ToolError {
  constructor(
    readonly tried: readonly string[],
    readonly tooOld: readonly UnfitPython[] = [],
  ) {
    const old = tooOld.map(({ executable, version }) => `${executable} is ${version}`).join(", ");
    super(
      `The embedded AWS needs Python 3.10 or newer (${old === "" ? `tried: ${tried.join(", ")}` : old}).\n` +
        "Install it from https://www.python.org/downloads/ or with your package manager, or name one in DAPF_PYTHON.",
    );
  }
}

/** Python is there, moto (or a part of it) is not, or it has another version than the fixes were written for. */
export class MotoMissingError extends ToolError {
  constructor(
    readonly python: string,
    readonly wanted: string,
    readonly found: string | undefined,
    readonly missingModules: readonly string[],
  ) {
    const lack =
      found === undefined
        ? "moto is not installed"
        : found !== wanted
          ? `moto ${found} is installed`
          : `moto lacks ${missingModules.join(", ")}`;
    super(
      `The embedded AWS needs moto ${wanted}; for ${python}, which DAPF_PYTHON names, ${lack}.\n` +
        `Leave DAPF_PYTHON away, and dapf makes a Python environment with it; or install it there: ${python} -m pip install "moto[server]==${wanted}"`,
    );
  }
}

/** The virtual environment of the embedded AWS could not be made. */
export class PythonEnvironmentError extends ToolError {
  constructor(
    /** The last command that was run. */
    readonly command: string,
    /** The end of what it printed. */
    readonly output: string,
  ) {
    super(
      [
        `The Python environment of the embedded AWS could not be made: ${command} failed.`,
        output,
        adviceFor(output),
      ].join("\n"),
    );
  }
}

function adviceFor(output: string): string {
  if (/ensurepip|No module named (venv|pip)/.test(output)) {
    return "This Python comes without venv: install it (Debian, Ubuntu: apt install python3-venv), or uv (https://docs.astral.sh/uv/).";
  }
  if (/DO NOT MATCH THE HASHES|Hash mismatch/i.test(output)) {
    return "A package index gave another file than the one that dapf was tested with: nothing of it was installed.";
  }
  return (
    "It needs a Python package index once: pip's own settings (PIP_INDEX_URL, pip.conf) or uv's (UV_DEFAULT_INDEX) name a mirror.\n" +
    "Without any: name a Python that has moto in DAPF_PYTHON, or copy dapf's cache folder from another machine (docs/tools.md)."
  );
}

/** There is no Terraform, and nobody has agreed that it be downloaded. */
export class TerraformNotAgreedError extends ToolError {
  constructor(
    readonly version: string,
    readonly place: string,
  ) {
    super(
      `There is neither terraform nor tofu on the PATH. dapf can download Terraform ${version} from ${place}: add --yes,\n` +
        "or set CI or DAPF_TERRAFORM_MIRROR. Or install Terraform 1.11 or OpenTofu 1.10, or newer, yourself:\n" +
        "https://developer.hashicorp.com/terraform/install, https://opentofu.org/docs/intro/install/",
    );
  }
}

/** A file could not be had. */
export class DownloadError extends ToolError {
  constructor(
    readonly url: string,
    readonly reason: string,
  ) {
    super(
      `${url} could not be downloaded: ${reason}.\n` +
        "Offline? Install Terraform or OpenTofu yourself, or name a mirror of the release site in DAPF_TERRAFORM_MIRROR.",
    );
  }
}

/** What was downloaded is not what its maker has signed. */
export class UntrustedDownloadError extends ToolError {
  constructor(
    readonly url: string,
    readonly reason: string,
  ) {
    super(`${url} is not to be trusted: ${reason}. It has not been used.`);
  }
}
