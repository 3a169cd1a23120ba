/** A run of a workflow; names of the API where it is described. */
import { described as describedRun } from "../job";
import type { Begun, Chain } from "../triggers/chain";
import { isStart, type Trigger } from "../triggers/definition";
import { graphOf } from "./graph";

export interface WorkflowRun {
  readonly id: string;
  readonly name: string;
  readonly previousRunId: string | undefined;
  properties: Readonly<Record<string, string>>;
  readonly startedAt: Date;
  /** The triggers of the workflow, as they were when the run began. */
  readonly triggers: readonly Trigger[];
  readonly chain: Chain;
  /** "Currently the only error message is "Concurrent runs exceeded for workflow: foo."" */
  readonly errorMessage: string | undefined;
  status: "RUNNING" | "COMPLETED" | "STOPPING" | "STOPPED" | "ERROR";
  completedAt: Date | undefined;
}

export function isOpen({ status }: WorkflowRun): boolean {
  return status === "RUNNING" || status === "STOPPING";
}

export function startOf({ triggers }: Pick<WorkflowRun, "triggers">): Trigger | undefined {
  return triggers.find(isStart);
}

/** WorkflowRun of the API; times are seconds since 1970. */
export function described(run: WorkflowRun, withGraph: boolean, now: Date): object {
  const { chain, triggers, completedAt } = run;
  return {
    Name: run.name,
    WorkflowRunId: run.id,
    PreviousRunId: run.previousRunId,
    WorkflowRunProperties: run.properties,
    StartedOn: run.startedAt.getTime() / 1000,
    CompletedOn: completedAt && completedAt.getTime() / 1000,
    Status: run.status,
    ErrorMessage: run.errorMessage,
    Statistics: statistics(run),
    Graph: withGraph ? graphOf(triggers, (kind, name) => runsOf(chain.begun, kind, name, now)) : undefined,
  };
}

/** "Total number of Actions in the workflow run", and how many of them are where. */
function statistics({ chain, triggers }: WorkflowRun): object {
  const count = (...states: string[]) => chain.begun.filter((action) => states.includes(stateOf(action))).length;
  return {
    TotalActions: triggers.reduce((sum, { Actions = [] }) => sum + Actions.length, 0),
    TimeoutActions: count("TIMEOUT"),
    FailedActions: count("FAILED"),
    StoppedActions: count("STOPPED", "CANCELLED"),
    SucceededActions: count("SUCCEEDED"),
    RunningActions: count("STARTING", "RUNNING", "STOPPING"),
    ErroredActions: count("ERROR"),
    WaitingActions: 0,
  };
}

function stateOf(action: Begun): string {
  if (action.kind === "CRAWLER") return action.crawl.state;
  return action.origin.runs.at(-1)?.state ?? "ERROR";
}

function runsOf(begun: readonly Begun[], kind: Begun["kind"], name: string, now: Date): object[] {
  return begun
    .filter((action) => action.kind === kind && action.name === name)
    .flatMap((action) => {
      if (action.kind === "JOB") return action.origin.runs.map((run) => describedRun(run, now));
      const { state, startedAt, completedAt, errorMessage } = action.crawl;
      const CompletedOn = completedAt && completedAt.getTime() / 1000;
      return [{ State: state, StartedOn: startedAt.getTime() / 1000, CompletedOn, ErrorMessage: errorMessage }];
    });
}
