import * as fs from "node:fs";
import * as path from "node:path";
import { InterruptedError } from "./interrupts";
import { runTerraform } from "./process";
import { type TerraformContext, TerraformFailedError, terraformVariables } from "./stream";

/**
 * Runs a Terraform command that prints one thing and ends.
 *
 * @param args the command and its options
 * @returns its standard output
 * @throws TerraformFailedError after a diagnostic with the standard error, InterruptedError, TerraformMissingError
 */
export async function captureTerraform(
  context: TerraformContext,
  args: readonly [string, ...string[]],
): Promise<string> {
  const [command] = args;
  const logFile = path.join(context.run.scratch, `${command}.out`);
  const { exitCode, stderr, interrupted } = await runTerraform({
    binary: context.binary,
    args,
    cwd: context.folder,
    env: terraformVariables(context.variables),
    logFile,
    interrupts: context.interrupts,
    onStart: context.onProcess,
  });
  const output = fs.readFileSync(logFile, "utf8");
  // The output can be a plan or all outputs, with the values of sensitive ones.
  fs.rmSync(logFile);
  if (interrupted) throw new InterruptedError(command, false);
  if (exitCode === 0) return output;
  const summary = `terraform ${command} ended with exit code ${exitCode}`;
  const diagnostic = { severity: "error" as const, summary, detail: stderr.trim() };
  context.emit({ type: "diagnostic", diagnostic });
  throw new TerraformFailedError(command, exitCode, [diagnostic]);
}
