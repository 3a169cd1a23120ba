import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";

export const repository = path.resolve(__dirname, "..");

/** Aborted by Ctrl-C: what is being measured breaks off and tidies up, what was measured stays on the screen. */
export const interruption = new AbortController();

/**
 * Runs a Node process to its end.
 *
 * @param args arguments of `node`
 * @param variables environment variables on top of this process's
 * @returns what it printed
 * @throws Error with the end of its output when it fails; the reason of the interruption when it was interrupted
 */
export async function runNode(
  args: readonly string[],
  cwd = repository,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  // A process group of its own: whoever sends the interruption, all of it hears it, once, and its end is waited for.
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const interrupt = () => child.pid !== undefined && process.kill(-child.pid, "SIGINT");
  interruption.signal.addEventListener("abort", interrupt);
  const [[code], output, errors] = await Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  interruption.signal.removeEventListener("abort", interrupt);
  if (code === 0) return output;
  interruption.signal.throwIfAborted();
  throw new Error(`node ${args.join(" ")} failed:\n${(errors + output).slice(-2000)}`);
}

/** Lets Ctrl-C be heard between two measurements in this process. */
export async function pause(): Promise<void> {
  await setImmediate();
  interruption.signal.throwIfAborted();
}
