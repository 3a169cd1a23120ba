/** What an operation of the API is: a table of its input, and a function of state, time and input. */
import type { Checked } from "../../../aws/fields/field";
import type { Table } from "../../../aws/fields/table";
import type { Command, CommandEnd, RunningCommand } from "../jobs/commands/command";
import type { SimulationRules } from "../jobs/container/simulation-rules";
import type { Output } from "../jobs/container/stand-in";
import type { Start } from "../jobs/starts/attempt-starts";
import type { Needs } from "../jobs/starts/needs";
import type { TrainingRequest } from "../jobs/service/payload";
import type { RoleOutcome } from "../../sagemaker/role/execution-role";
import type { RoleCredentials } from "../../iam/authority-types";
import type { LogLine } from "../jobs/job-logs";
import type { BatchEvent } from "./batch-event";
import type { ClusterChange } from "./ecs-clusters";
import type { BatchSettings } from "./settings";
import { parse } from "./shapes";
import type { BatchState } from "./state";

/** One call, and what it may look at. */
export interface Call {
  readonly state: BatchState;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly settings: BatchSettings;
  /** A fresh UUID; passed in so that tests can foresee it. */
  readonly newId: () => string;
  /** Does something at a later time, milliseconds since 1970, with the state as it is then. */
  readonly later: (at: number, action: (call: Call) => void) => void;
  /** How simulated jobs go beside what they say themselves. */
  readonly simulations: SimulationRules;
  /** Asks whether SageMaker makes a training job with its role, and what that may do. */
  readonly askRole: AskRole;
  /** Does what ECS does before a container starts. */
  readonly prepare: Prepare;
  /** Called when a container begins that will end well, with what its job leaves. */
  readonly leave: Leave;
  /** Absent: all jobs are simulated. */
  readonly runCommand: RunCommand | undefined;
  /** Adds a line to the log of a job. */
  readonly print: (line: LogLine) => void;
  /** Makes or deletes the cluster of a compute environment. */
  readonly changeCluster: (change: ClusterChange) => void;
  /** Called when a job changes its state, or blocks its queue; the event is made at once, or not at all when nobody hears it. */
  readonly publish: (event: () => BatchEvent) => void;
}

/** Starts a command; how it ended is told at that time, with the state as it is then. */
export type RunCommand = (command: Command, ended: (call: Call, end: CommandEnd) => void) => RunningCommand;

/** What comes of the role is told at that time, with the state as it is then. @param name - of the training job */
export type AskRole = (
  request: TrainingRequest,
  name: string,
  answered: (call: Call, outcome: RoleOutcome) => void,
) => void;

/** How an attempt starts, or why it does not, is told at that time, with the state as it is then. */
export type Prepare = (needs: Needs, prepared: (call: Call, start: Start) => void) => void;

/**
 * Leaves something as a role; when it is there is told at that time, with the state as it is then.
 *
 * @param left - `problem`: why the job cannot leave it
 */
export type Leave = (
  outputs: readonly Output[],
  credentials: RoleCredentials | undefined,
  left: (call: Call, problem: string | undefined) => void,
) => void;

/** An operation as the HTTP side sees it: JSON in, JSON out. */
export type Operation = (call: Call, body: unknown) => object;

/** @param run - throws BatchError for what the service refuses; then the state is as it was */
export function operation<T>(table: Table<T>, run: (call: Call, input: Checked<T>) => object): Operation {
  return (call, body) => run(call, parse(table, body));
}
