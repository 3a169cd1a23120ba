/** Runs the commands of jobs as processes of this machine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InternalCalls } from "../../../edge/internal-calls";
import type { Forward } from "../../../edge/messages";
import { LogStream } from "../../../log-stream";
import { type ClientCredentials, clientEnvironment } from "../../../shell-environment";
import { type Place, placeIn } from "../../../../aws/place";
import type { LogTarget } from "../job-logs";
import type { Command, CommandEnd, RunningCommand } from "./command";
import { CommandProcess } from "./command-process";
import { Guard } from "./guard";

// Amazon ECS, stopTimeout: SIGTERM, and 30 seconds later SIGKILL.
const STOP_MS = 30_000;

export interface CommandRunnerOptions {
  /** URL of the edge. */
  readonly endpoint: () => string;
  readonly forward: Forward;
  /** Milliseconds from SIGTERM to SIGKILL. @default 30,000 */
  readonly stopMilliseconds?: number;
}

/** A command that is being run, from before its process starts until its folder is gone. */
class Run implements RunningCommand {
  process: CommandProcess | undefined;
  isStopped = false;
  /** Nobody wants to know any more how it ends. */
  isAbandoned = false;
  done: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly stopMilliseconds: number) {}

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.process?.signal("SIGTERM");
    this.timer = setTimeout(() => this.process?.signal("SIGKILL"), this.stopMilliseconds).unref();
  }

  abandon(): void {
    this.isAbandoned = true;
    this.isStopped = true;
    this.process?.signal("SIGKILL");
  }

  over(): void {
    clearTimeout(this.timer);
  }
}

export class CommandRunner {
  private readonly runs = new Set<Run>();
  private readonly guard = new Guard();

  constructor(private readonly options: CommandRunnerOptions) {}

  /**
   * Starts a command in an empty folder of its own. Of this process's variables it gets the path alone.
   *
   * @param ended - called once, when its log is written whole; not when it is stopped with all others
   */
  start(place: Place, command: Command, ended: (end: CommandEnd) => void): RunningCommand {
    const run = new Run(this.options.stopMilliseconds ?? STOP_MS);
    this.runs.add(run);
    run.done = this.run(run, place, command)
      .catch((error: unknown): CommandEnd => ({
        exitCode: undefined,
        reason: `CannotStartContainerError: ${String(error)}`,
      }))
      .then((end) => {
        this.runs.delete(run);
        if (!run.isAbandoned) ended(end);
      });
    return run;
  }

  /** Ends all commands at once; resolves when their processes and folders are gone. */
  async stopAll(): Promise<void> {
    const runs = [...this.runs];
    for (const run of runs) run.abandon();
    await Promise.all(runs.map(({ done }) => done));
    this.guard.end();
  }

  private async run(run: Run, place: Place, command: Command): Promise<CommandEnd> {
    const folder = await mkdtemp(join(tmpdir(), "dapf-job-"));
    try {
      // It may have been stopped meanwhile.
      if (run.isStopped) return { exitCode: undefined, reason: "stopped before it started" };
      return await this.runIn(folder, run, place, command);
    } finally {
      run.over();
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async runIn(folder: string, run: Run, place: Place, command: Command): Promise<CommandEnd> {
    const { words, environment, credentials = "none", log: target } = command;
    const log = target === undefined ? undefined : this.logStream(place, target);
    const child = new CommandProcess({
      words,
      environment: { ...this.variables(place, folder, credentials), ...environment },
      folder,
      onLine: (line) => log?.write(`${line}\n`),
    });
    run.process = child;
    const { group } = child;
    if (group !== undefined) this.guard.watch(group);
    const end = await child.ended;
    if (group !== undefined) this.guard.release(group);
    await log?.end();
    return end;
  }

  private logStream({ account, region: ofJob }: Place, { group, stream, region = ofJob }: LogTarget): LogStream {
    return new LogStream(new InternalCalls(this.options.forward, placeIn(region, account)), group, stream);
  }

  private variables(
    { account, region }: Place,
    folder: string,
    credentials: ClientCredentials | "none",
  ): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
      HOME: folder,
      ...clientEnvironment({ endpoint: this.options.endpoint(), account, region, credentials }).set,
    };
  }
}
