import { InterruptedError } from "../deploy";
import { DapfError } from "../errors";
import {
  cacheFolder,
  downloadTerraform,
  findTerraform,
  type FoundTerraform,
  MotoMissingError,
  PythonMissingError,
  readyPython,
  releaseSite,
  TERRAFORM_VERSION,
  terraformBinaryVariables,
  TerraformNotAgreedError,
} from "../tools";
import type { Host } from "./host";

/** Options of every command that may download a tool; commander fills them in. */
export interface ToolFlags {
  readonly yes?: boolean | undefined;
}

/** Several tools are missing; the user gets to know all of them at once. */
export class ToolsMissingError extends DapfError {
  constructor(readonly problems: readonly DapfError[]) {
    super(`${problems.map(({ message }) => message).join("\n\n")}\n\nAll that dapf needs, in a table: npx dapf doctor`);
  }
}

/** What a command needs. */
export interface Needs extends ToolFlags {
  /** Something else that is missing and that dapf cannot make. @default nothing */
  readonly alsoMissing?: DapfError | undefined;
  /** Told what is done, a line each. */
  readonly tell: (line: string) => void;
}

/**
 * Makes sure that there is a Terraform. Where there is none it is downloaded, if the user agrees: with `--yes`, by having set
 * `CI` or `DAPF_TERRAFORM_MIRROR`, or when asked. Nothing is downloaded while something else is missing.
 *
 * @returns the variables that make dapf and cdktf run it
 * @throws TerraformNotAgreedError, ToolsMissingError, DownloadError, UntrustedDownloadError, InterruptedError
 */
export async function terraformVariables(host: Host, needs: Needs): Promise<{ TERRAFORM_BINARY_NAME?: string }> {
  return terraformBinaryVariables(await readyTerraform(host, needs));
}

async function readyTerraform(host: Host, needs: Needs): Promise<FoundTerraform> {
  const { alsoMissing, tell } = needs;
  const found = findTerraform(host.variables);
  if (alsoMissing !== undefined) {
    if (found !== undefined || hasAgreed(host, needs) || host.canAsk) throw alsoMissing;
    throw new ToolsMissingError([alsoMissing, notAgreed(host)]);
  }
  if (found !== undefined) return found;
  if (!hasAgreed(host, needs) && !(await agrees(host))) throw notAgreed(host);
  return interruptible(host, (signal) => downloadTerraform({ variables: host.variables, tell, signal }));
}

/**
 * Makes what is missing and what dapf can make; what it cannot is left for the table of `dapf doctor`.
 *
 * @throws PythonEnvironmentError, DownloadError, UntrustedDownloadError, InterruptedError
 */
export async function installTools(host: Host, needs: Needs): Promise<void> {
  const { root, variables } = host;
  try {
    await interruptible(host, (signal) => readyPython({ root, variables, tell: needs.tell, signal }));
  } catch (error) {
    if (!(error instanceof PythonMissingError || error instanceof MotoMissingError)) throw error;
  }
  try {
    await readyTerraform(host, needs);
  } catch (error) {
    if (!(error instanceof TerraformNotAgreedError)) throw error;
    needs.tell(error.message);
  }
}

function hasAgreed({ variables }: Host, { yes }: ToolFlags): boolean {
  const isSet = (value: string | undefined) => value !== undefined && value !== "" && value !== "false";
  return yes === true || isSet(variables.CI) || isSet(variables.DAPF_TERRAFORM_MIRROR);
}

const notAgreed = ({ variables }: Host) => new TerraformNotAgreedError(TERRAFORM_VERSION, releaseSite(variables));

async function agrees(host: Host): Promise<boolean> {
  if (!host.canAsk) return false;
  const answer = await host.ask(
    `There is neither terraform nor tofu on the PATH. Download Terraform ${TERRAFORM_VERSION} (some 30 MB, licence BUSL-1.1) ` +
      `from ${releaseSite(host.variables)} into ${cacheFolder(host.variables)}? Answer yes or no: `,
  );
  return ["yes", "y"].includes(answer.trim().toLowerCase());
}

/** Lets Ctrl-C end what is going on. */
async function interruptible<T>(host: Host, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => stop.abort(new InterruptedError("download", false)));
  return act(stop.signal).finally(unsubscribe);
}
