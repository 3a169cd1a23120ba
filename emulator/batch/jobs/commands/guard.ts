/** Lets the processes of jobs end with this process, also when it is killed. */
import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";

const SCRIPT = join(__dirname, "guard.sh");

/** One watching process for all jobs; it starts with the first of them. */
export class Guard {
  private pipe: NodeJS.WritableStream | undefined;

  /** @param group - id of a process group that was just started */
  watch(group: number): void {
    this.pipe ??= startWatcher();
    this.pipe.write(`+ ${group}\n`);
  }

  /** The group has ended; its id may be given to other processes from now on. */
  release(group: number): void {
    this.pipe?.write(`- ${group}\n`);
  }

  /** Ends the watching process, and what it still watches. */
  end(): void {
    this.pipe?.end();
    this.pipe = undefined;
  }
}

function startWatcher(): NodeJS.WritableStream {
  // A session of its own: what ends this process from the terminal must not end the watcher first.
  const child = spawn("/bin/sh", [SCRIPT], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  // Pipes of a child process are sockets.
  (child.stdin as unknown as Socket).unref();
  return child.stdin;
}
