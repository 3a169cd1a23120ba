import { type ChildProcess, spawn } from "node:child_process";

/** How long Terraform stands still, in milliseconds. */
export interface Settling {
  readonly atLeast: number;
  readonly atMost: number;
  /** Whether every request to AWS has its answer. @default asks nobody: after `atLeast` all count as answered */
  readonly isSettled?: () => Promise<boolean>;
}

const LOOK_MILLISECONDS = 200;

/**
 * Interrupts Terraform so that nothing is lost. Terraform passes an interrupt on to its providers, and those break off the
 * requests that are on their way: AWS may have created what no state knows of. So Terraform itself first stands still,
 * which starts no further operation, while its providers, processes of their own, get the answers to their requests; then
 * it is interrupted.
 */
export class Interruption {
  private standing = false;
  private guard: ChildProcess | undefined;

  /** @param settling undefined: interrupt at once */
  constructor(
    private readonly child: ChildProcess,
    private readonly settling: Settling | undefined,
  ) {}

  begin(): void {
    if (this.settling === undefined) {
      this.child.kill("SIGINT");
      return;
    }
    this.standing = true;
    this.guard = wakeAtOurEnd(this.child);
    this.child.kill("SIGSTOP");
    void this.settle(this.settling).then(() => this.pass());
  }

  /** Stops at once, whatever is on its way. */
  hasten(): void {
    if (!this.standing) {
      this.child.kill("SIGINT");
      return;
    }
    this.pass();
    // Two signals of a kind at the same moment would be one.
    setTimeout(() => this.child.kill("SIGINT"), 200);
  }

  end(): void {
    this.standing = false;
    this.guard?.kill();
  }

  private async settle({ atLeast, atMost, isSettled }: Settling): Promise<void> {
    const started = performance.now();
    const elapsed = () => performance.now() - started;
    const isOver = async () => elapsed() >= atMost || (elapsed() >= atLeast && ((await isSettled?.()) ?? true));
    while (this.standing && !(await isOver())) await pause(LOOK_MILLISECONDS);
  }

  private pass(): void {
    if (!this.standing) return;
    this.standing = false;
    // The signal waits for the process to go on, and is the first thing that it then meets.
    this.child.kill("SIGINT");
    this.child.kill("SIGCONT");
    this.guard?.kill();
  }
}

/**
 * A process that stands still never ends by itself. If ours ends while Terraform stands, even by SIGKILL, a small process
 * that reads from us meets the end of its input, and lets Terraform go on.
 */
function wakeAtOurEnd({ pid }: ChildProcess): ChildProcess {
  const guard = spawn("sh", ["-c", 'read -r _; kill -CONT "$0"', String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell there is no such guard, and nothing else is different.
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  return guard;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
