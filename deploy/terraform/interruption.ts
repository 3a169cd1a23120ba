import { type ChildProcess, spawn } from "node:child_process";

/** How long Terraform stands still, in milliseconds. */
export interface Settling {
  readonly atLeast: number;
  readonly atMost: number;
  /**
   * Whether every request to AWS has its answer. Asked until it is so, and once more before providers go on.
   * @default asks nobody: after `atLeast` all count as answered
   */
  readonly isSettled?: () => Promise<boolean>;
  /** Whether Terraform has said that it heeds the interrupt. @default counts as said */
  readonly isHeeded?: () => boolean;
}

const LOOK_MILLISECONDS = 200;
/** After Terraform has said that it stops, it first saves its state, perhaps in S3, and then tells its providers. */
const TELL_MILLISECONDS = 2_000;
/** On a busy machine an interrupt takes its time to be heeded. */
const HEED_AT_MOST_MILLISECONDS = 20_000;

/**
 * Interrupts Terraform so that nothing is lost. Terraform passes an interrupt on to its providers, and those break off the
 * requests that are on their way: AWS may have created what no state knows of. So Terraform itself first stands still,
 * which starts no further operation, while its providers, processes of their own, get the answers to their requests.
 *
 * Then it is interrupted, and goes on. What it now starts, before it heeds the interrupt, would be broken off likewise; so
 * its providers stand still until it has told them, and find the end of it all together with what they were to start.
 */
export class Interruption {
  private standing = false;
  private guard: ChildProcess | undefined;
  private timer: NodeJS.Timeout | undefined;

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
      if (this.isGuarded()) this.wakeAll();
      this.child.kill("SIGINT");
      return;
    }
    this.pass();
    this.wakeAll();
    // Two signals of a kind at the same moment would be one.
    this.timer = setTimeout(() => this.child.kill("SIGINT"), 200);
  }

  /** Terraform has ended. */
  end(): void {
    this.standing = false;
    // Should providers have outlived it, they do not stand for ever.
    if (this.isGuarded()) this.wakeAll();
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
    signalGroup(this.child, "SIGSTOP");
    // The signal waits for the process to go on, and is the first thing that it then meets.
    this.child.kill("SIGINT");
    this.child.kill("SIGCONT");
    void this.wakeOnceTold();
  }

  private async wakeOnceTold(): Promise<void> {
    const { isHeeded, isSettled } = this.settling ?? {};
    const started = performance.now();
    let heeded: number | undefined;
    const isTold = () => {
      const now = performance.now();
      if ((isHeeded?.() ?? true) || now - started >= HEED_AT_MOST_MILLISECONDS) heeded ??= now;
      return heeded !== undefined && now - heeded >= TELL_MILLISECONDS;
    };
    while (this.isGuarded() && !isTold()) await pause(LOOK_MILLISECONDS);
    // Whoever is asked also learns that what providers now begin may be broken off.
    if (this.isGuarded()) await isSettled?.();
    if (this.isGuarded()) this.wakeAll();
  }

  /** Whether anything still stands that has to be woken. */
  private isGuarded(): boolean {
    return this.guard !== undefined;
  }

  private wakeAll(): void {
    clearTimeout(this.timer);
    signalGroup(this.child, "SIGCONT");
    this.guard?.kill();
    this.guard = undefined;
  }
}

/** Terraform leads a process group, which its providers are in. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}

/**
 * A process that stands still never ends by itself. If ours ends while Terraform stands, even by SIGKILL, a small process
 * that reads from us meets the end of its input, and lets Terraform and its providers go on.
 */
function wakeAtOurEnd({ pid }: ChildProcess): ChildProcess {
  const guard = spawn("sh", ["-c", 'read -r _; kill -s CONT -- "-$0"', String(pid)], {
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
