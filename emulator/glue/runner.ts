/** Runs the jobs of Glue: fetches the script, starts it, and leads the run to its end. */
import type { Place } from "../../aws/place";
import type { InternalCalls } from "../edge/internal-calls";
import { InternalCallError } from "../errors";
import { LogStream } from "../log-stream";
import type { Authority, RoleCredentials } from "../iam/authority-types";
import { argv, isOver, logGroupOf, type JobRun, type RunState } from "./job";
import { credentialsOf, metricsOf, RunRoleError } from "./run-role";
import { startScript, type ScriptProcess } from "./script-process";
import { makeWorkspace, type Workspace, WorkspaceError } from "./workspace";

const MINUTE_MS = 60_000;
/** The longest delay of a timer, about 24 days; Glue's own limit of a run is 7 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface RunnerOptions {
  /** URL of the edge. */
  readonly endpoint: () => string;
  /** Path of the interpreter that runs the scripts. */
  readonly python: string;
  /** Gives scripts the credentials of their role. */
  readonly authority: Authority;
}

export class Runner {
  private readonly processes = new Map<JobRun, ScriptProcess>();
  private readonly running = new Map<JobRun, Promise<void>>();

  constructor(private readonly options: RunnerOptions) {}

  /** Starts a run; its fields tell how far it is. Resolves when it is over, however it ends. */
  async start(run: JobRun, calls: InternalCalls): Promise<void> {
    const done = this.run(run, calls).catch((error: unknown) => finish(run, "FAILED", messageOf(error)));
    this.running.set(run, done);
    await done;
    this.running.delete(run);
  }

  /** Ends a run from outside, e.g. by BatchStopJobRun. */
  stop(run: JobRun): void {
    if (isOver(run)) return;
    run.state = "STOPPING";
    this.processes.get(run)?.kill();
  }

  /** Ends all runs, also those whose process has not begun; resolves when their folders are gone, too. */
  async stopAll(): Promise<void> {
    for (const run of this.running.keys()) this.stop(run);
    await Promise.all(this.running.values());
  }

  private async run(run: JobRun, calls: InternalCalls): Promise<void> {
    const { authority } = this.options;
    const credentials = await credentialsOf(run, calls.place, authority);
    const asRole = calls.through((forward) => authority.callingAs(credentials.principal, forward));
    const workspace = await makeWorkspace(run, asRole);
    try {
      await authority.denialOf(calls.place, credentials.principal, metricsOf(run));
      await this.runIn(workspace, run, asRole, credentials);
    } finally {
      await workspace.remove();
    }
  }

  private async runIn(
    workspace: Workspace,
    run: JobRun,
    calls: InternalCalls,
    credentials: RoleCredentials,
  ): Promise<void> {
    if (run.state === "STOPPING") return finish(run, "STOPPED", undefined);
    const group = logGroupOf(run.job);
    const logs = {
      output: new LogStream(calls, `${group}/output`, run.id),
      error: new LogStream(calls, `${group}/error`, run.id),
    };
    const process = startScript({
      python: this.options.python,
      workspace,
      argv: argv(run),
      client: { ...clientOf(calls.place, this.options.endpoint()), credentials },
      onOutput: (stream, text) => logs[stream].write(text),
    });
    this.processes.set(run, process);
    run.state = "RUNNING";
    let isLate = false;
    const limit = setTimeout(
      () => {
        isLate = true;
        process.kill();
      },
      Math.min(run.timeout * MINUTE_MS, LONGEST_TIMER_MS),
    );
    const failure = await process.ended;
    clearTimeout(limit);
    this.processes.delete(run);
    // Whoever sees that a run is over finds its whole log.
    await Promise.all([logs.output.end(), logs.error.end()]);
    if (isLate) finish(run, "TIMEOUT", `Job run exceeded its timeout of ${run.timeout} minutes`);
    else if (hasState(run, "STOPPING")) finish(run, "STOPPED", undefined);
    else finish(run, failure === undefined ? "SUCCEEDED" : "FAILED", failure);
  }
}

/** A run may have been stopped while it was waited for, which the type checker does not see. */
function hasState(run: JobRun, state: RunState): boolean {
  return run.state === state;
}

function finish(run: JobRun, state: RunState, errorMessage: string | undefined): void {
  run.state = state;
  run.errorMessage = errorMessage;
  run.completedAt = new Date();
}

function messageOf(error: unknown): string {
  const isSaid = [WorkspaceError, RunRoleError, InternalCallError].some((kind) => error instanceof kind);
  if (isSaid && error instanceof Error) return error.message;
  return `embedded AWS: ${error instanceof Error ? error.message : String(error)}`;
}

function clientOf({ account, region }: Place, endpoint: string) {
  return { endpoint, account, region };
}
