/** The course of a job: SUBMITTED -> PENDING -> RUNNABLE -> STARTING -> RUNNING -> SUCCEEDED or FAILED. */
import type { JobStatus } from "@aws-sdk/client-batch";
import { cancelledBy } from "../../../../aws/batch/blocked-reasons";
import { LONGEST_OVERRIDES } from "../../../../aws/batch/containers";
import type { ContainerLine } from "../../../../scheduling";
import type { Call } from "../../plumbing/operation";
import type { ComputeEnvironment, JobQueue } from "../../plumbing/state";
import { policyOf } from "../../resources/queue-policy";
import { count, parentStatus } from "./array-job";
import { blockedReason, environmentsOf, takeRoom, vcpusOf } from "./capacity";
import { blockedEvent, stateEvent } from "./job-events";
import { stuckOf } from "./time-limits";
import type { CommandEnd } from "../commands/command";
import { closeAttempt, lineOf, openAttempt } from "./attempt";
import type { Ready } from "../starts/attempt-starts";
import { attemptCommand } from "./attempt-command";
import { needsOf } from "./attempt-needs";
import { commandOf } from "./command";
import { hasConsumables, returnConsumables, takeConsumables } from "./consumables";
import { isPlaced, type ArrayChild, type Job } from "./job";
import { logStreamOf, print } from "./placement";
import { type Exit, isRetried } from "../../../../aws/batch/job-retries";
import type { Room } from "./room";
import { saysHowItGoes, simulationOf } from "./simulation";
import { outputsOf } from "./stand-in";

// Texts of the service, as DescribeJobs shows them.
const EXITED = "Essential container in task exited";
const NOT_STARTED = "Task failed to start";
const DEPENDENT_FAILED = "Dependent Job failed";
const CHILD_FAILED = "Array Child Job failed";
const TIMED_OUT = "Job attempt duration exceeded timeout";
const OVERRIDES_TOO_LONG = `Container Overrides length must be at most ${LONGEST_OVERRIDES}`;

/** A job that was just submitted, or the children of one; the scheduler looks at them a little later. */
export function begin(call: Call, job: Job): void {
  const jobs = job.array?.kind === "parent" ? job.array.children : [job];
  call.later(call.now + call.settings.timings.submitted, (later) => evaluate(later, jobs, "SUBMITTED"));
}

/**
 * Takes jobs out of their course: nothing that was planned for them happens any more.
 *
 * @param jobs - none that is over, and no parent of an array
 */
export function end(call: Call, jobs: readonly Job[], statusReason: string): void {
  for (const job of jobs) {
    if (isPlaced(job)) closeAttempt(call, job, statusReason, {});
    if (job.status === "RUNNABLE") lineOf(call, job.queueArn).remove(job, call.now);
    finish(call, job, "FAILED", statusReason);
  }
  dispatch(call);
}

/** Starts what can start, when all that happens at this moment has happened. */
export function dispatch(call: Call): void {
  const { jobs } = call.state;
  if (jobs.isDispatchPlanned) return;
  jobs.isDispatchPlanned = true;
  call.later(call.now, (later) => {
    jobs.isDispatchPlanned = false;
    startWaiting(later);
  });
}

/**
 * Starts every job that has its turn and fits. Queues take turns by priority (rule F5); in a queue the first job has to
 * start before the second one is looked at.
 */
function startWaiting(call: Call): void {
  const { jobs, jobQueues } = call.state;
  const queues = jobs.waitingQueues().flatMap((arn) => jobQueues.find(arn, call.now) ?? []);
  queues.sort((one, other) => other.priority - one.priority || (one.name < other.name ? -1 : 1));
  for (const queue of queues) {
    const line = lineOf(call, queue.arn);
    line.configure(policyOf(call, queue.schedulingPolicyArn), call.now);
    const environments = environmentsOf(call, queue);
    while (startNext(call, environments, line));
    for (const job of line.fronts(call.now)) judge(call, queue, environments, job);
  }
}

/** Says why the job at the head of a queue is stuck, and cancels it when it has been so for as long as the queue allows. */
function judge(call: Call, queue: JobQueue, environments: readonly ComputeEnvironment[], job: Job): void {
  const blocked = blockedReason(call, environments, job.demand);
  const isNews = blocked !== undefined && blocked.statusReason !== job.statusReason;
  job.statusReason = blocked?.statusReason;
  if (isNews) call.publish(() => blockedEvent(job, call.now));
  const before = job.stuck;
  job.stuck = blocked && stuckOf(call, queue, job, blocked.reason);
  if (job.stuck === undefined) return;
  const { reason, due } = job.stuck;
  if (due > call.now) {
    if (due !== before?.due) call.later(due, dispatch);
    return;
  }
  job.isCancelled = true;
  end(call, [job], cancelledBy(reason));
}

/** @returns whether a job could start */
function startNext(call: Call, environments: readonly ComputeEnvironment[], line: ContainerLine<Job>): boolean {
  for (const job of line.fronts(call.now)) {
    const isHeldBack = line.isReserved(job, vcpusOf(environments), call.now) || !hasConsumables(call, job);
    const room = isHeldBack ? undefined : takeRoom(call, environments, job.demand);
    if (room === undefined) continue;
    line.remove(job, call.now);
    start(call, job, room);
    return true;
  }
  return false;
}

/** Runs a step of the job's course later, unless the job has left its course by then. */
function plan(call: Call, job: Job, milliseconds: number, step: (call: Call, job: Job) => void): void {
  const { course } = job;
  call.later(call.now + milliseconds, (later) => {
    if (job.course === course) step(later, job);
  });
}

/** Lets those of the jobs go on that are still in the status in which they waited for this. */
function evaluate(call: Call, jobs: readonly Job[], waited: "SUBMITTED" | "PENDING"): void {
  for (const job of jobs) if (job.status === waited) admit(call, job);
  dispatch(call);
}

/** A job waits for those it depends on; one that failed takes it along. */
function admit(call: Call, job: Job): void {
  const needed = job.needs.map((id) => call.state.jobs.get(id)?.status);
  if (needed.includes("FAILED")) return finish(call, job, "FAILED", DEPENDENT_FAILED);
  if (needed.every((status) => status === "SUCCEEDED")) return queueUp(call, job);
  if (job.status !== "PENDING") setStatus(call, job, "PENDING");
}

function queueUp(call: Call, job: Job): void {
  setStatus(call, job, "RUNNABLE");
  // A job that is tried again takes its old place.
  lineOf(call, job.queueArn).add(job, call.now);
}

function setStatus(call: Call, job: Job, status: JobStatus): void {
  const before = job.status;
  job.status = status;
  call.publish(() => stateEvent(job, call.now));
  if (job.array?.kind !== "child") return;
  count(job.array, before, status, call.now);
  follow(call, job.array);
}

/** The parent of an array follows its children. */
function follow(call: Call, { parent, siblings }: ArrayChild): void {
  const status = parentStatus(siblings);
  if (status === "SUCCEEDED") finish(call, parent, status, undefined);
  else if (status === "FAILED") finish(call, parent, status, siblings.endReason ?? CHILD_FAILED);
  else if (parent.status !== status) setStatus(call, parent, status);
}

function start(call: Call, job: Job, room: Room): void {
  takeConsumables(call, job);
  openAttempt(call, job, room);
  job.statusReason = undefined;
  job.stuck = undefined;
  setStatus(call, job, "STARTING");
  // ECS refuses the task then; SubmitJob takes the job, and it fails with ECS's words (Netflix/metaflow #1482).
  const isTooLong = job.overridesLength > LONGEST_OVERRIDES;
  const step = isTooLong ? (later: Call) => fail(later, job, OVERRIDES_TOO_LONG) : prepare;
  plan(call, job, call.settings.timings.starting, step);
}

/** Until its container runs, a job is STARTING. */
function prepare(call: Call, job: Job): void {
  const { container, placement, course } = job;
  if (placement === undefined) return;
  placement.logStreamName = logStreamOf(job, placement);
  const environment = call.state.computeEnvironments.find(placement.room.environmentArn, call.now);
  const isCaller = !isSimulated(call, job) || outputsOf(container).length > 0;
  call.prepare(needsOf(job, placement, environment, isCaller), (later, start) => {
    if (job.course !== course) return;
    if (!("notStarted" in start)) return run(later, job, start);
    placement.logStreamName = undefined;
    settle(later, job, { exitCode: undefined, ...start.notStarted });
  });
}

function isSimulated(call: Call, { container }: Job): boolean {
  return call.runCommand === undefined || saysHowItGoes(container);
}

function run(call: Call, job: Job, start: Ready): void {
  const { timeout, placement } = job;
  if (placement === undefined) return;
  job.startedAt = call.now;
  placement.hasLog = start.hasLog;
  setStatus(call, job, "RUNNING");
  const limit = (timeout?.attemptDurationSeconds ?? Infinity) * 1000;
  if (call.runCommand === undefined || isSimulated(call, job)) return simulate(call, job, limit, start);
  // JobTimeout: a job that exceeds it is terminated, and "isn't retried".
  if (limit < Infinity) plan(call, job, limit, (later) => fail(later, job, TIMED_OUT));
  const { course } = job;
  placement.command = call.runCommand(attemptCommand(job, placement, start), (later, commandEnd) => {
    if (job.course === course) exit(later, job, commandEnd);
  });
}

function simulate(call: Call, job: Job, limit: number, { credentials }: Ready): void {
  print(call, job, `embedded AWS: simulated: ${JSON.stringify(commandOf(job))}`);
  const { milliseconds, exitCode } = simulationOf(
    job.container,
    job.attempts.length + 1,
    call.settings.timings.running,
  );
  if (milliseconds > limit) return plan(call, job, limit, (later) => fail(later, job, TIMED_OUT));
  const end = (later: Call, code: number) => exit(later, job, { exitCode: code, reason: undefined });
  if (exitCode !== 0) return plan(call, job, milliseconds, (later) => end(later, exitCode));
  // It ends when it has run for as long as it should, and has left what it leaves.
  let open = 2;
  let code = 0;
  const done = (later: Call): void => {
    open -= 1;
    if (open === 0) end(later, code);
  };
  plan(call, job, milliseconds, done);
  const { course } = job;
  call.leave(outputsOf(job.container), credentials, (later, problem) => {
    if (job.course !== course) return;
    if (problem !== undefined) {
      code = 1;
      print(later, job, problem);
    }
    done(later);
  });
}

function exit(call: Call, job: Job, { exitCode, reason }: CommandEnd): void {
  settle(call, job, { exitCode, reason, statusReason: reason === undefined ? EXITED : NOT_STARTED });
}

/**
 * The host of a running attempt is gone.
 *
 * @param job - one that is placed
 */
export function interrupt(call: Call, job: Job, statusReason: string): void {
  settle(call, job, { exitCode: undefined, reason: undefined, statusReason });
}

/** Ends an attempt by what became of its container. */
function settle(call: Call, job: Job, exit: Exit): void {
  const { exitCode, statusReason } = exit;
  closeAttempt(call, job, statusReason, exit);
  const retried = exitCode !== 0 && isRetried(exit, job.attempts.length, job.retryStrategy);
  if (retried) queueUp(call, job);
  else finish(call, job, exitCode === 0 ? "SUCCEEDED" : "FAILED", statusReason);
  dispatch(call);
}

/** Ends an attempt that is not tried again. */
function fail(call: Call, job: Job, statusReason: string): void {
  closeAttempt(call, job, statusReason, {});
  finish(call, job, "FAILED", statusReason);
  dispatch(call);
}

function finish(call: Call, job: Job, status: "SUCCEEDED" | "FAILED", statusReason: string | undefined): void {
  job.statusReason = statusReason;
  job.stoppedAt = call.now;
  job.course += 1;
  returnConsumables(job);
  setStatus(call, job, status);
  const dependents = call.state.jobs.takeDependents(job);
  // On the agenda rather than right here: a chain of dependents may be longer than the stack is deep.
  if (dependents.length > 0) call.later(call.now, (later) => evaluate(later, dependents, "PENDING"));
}
