import type { Line } from "../../config/job-history/line";
import type { JobRecord } from "./record";

/** From when to when an attempt ran; one that never began has no start. */
export interface Attempt {
  readonly start?: number;
  readonly stop?: number;
}

/** What the lines of one job have told so far. All of it goes into a file and comes back. */
export interface Course {
  readonly job: string;
  name: string;
  queue: string;
  share: string;
  team: string;
  submitted: number;
  runnable?: number;
  status: string;
  /** When that status was. */
  at: number;
  ended?: number;
  /** By their starts, else their ends: lines tell of an attempt several times. */
  attempts: Record<string, Attempt>;
  /** Keys of those that were preempted, or lost with their machines. */
  lost: string[];
  preemptions: number;
  capacity: Record<string, number>;
}

const ENDED = ["SUCCEEDED", "FAILED"];
export const hasEnded = (status: string): boolean => ENDED.includes(status);

/** @returns whether a line is of a job that has a record: not of an array, whose jobs have their own, nor of one node of several */
export function isOfJob(line: Line): boolean {
  const job = line.value("job");
  return job !== "" && line.value("array") === "" && !job.includes("#");
}

/** @returns a course without what lines tell */
export function newCourse(job: string): Course {
  return {
    job,
    name: "",
    queue: "",
    share: "",
    team: "",
    submitted: 0,
    status: "",
    at: 0,
    attempts: {},
    lost: [],
    preemptions: 0,
    capacity: {},
  };
}

/** Takes what a line tells. In whatever order lines come, and however often, the course is the same. */
export function follow(course: Course, line: Line): void {
  const { kind } = line;
  const text = (key: string): string => line.value(key);
  const number = (key: string): number | undefined => numberIn(text(key));
  const status = text("status");
  const at = Date.parse(text("at"));
  course.name = text("name");
  course.queue = text("queue").slice(text("queue").lastIndexOf("/") + 1);
  course.share = text("quota") || text("share");
  course.team = text("team");
  course.submitted = number("created") ?? course.submitted;
  if (status === "RUNNABLE" && kind === "state") course.runnable = Math.min(course.runnable ?? Infinity, at);
  if (!hasEnded(course.status) && (hasEnded(status) || at >= course.at)) [course.status, course.at] = [status, at];
  if (hasEnded(status)) course.ended = number("stopped") ?? at;
  const told = attemptsIn(text("attempts"));
  for (const attempt of told) add(course, attempt);
  const started = number("started");
  if (started !== undefined && status !== "RUNNABLE") add(course, { start: started, stop: number("stopped") });
  for (const attempt of attemptsIn(text("preempted"))) lose(course, attempt);
  // Whatever its machine is still there for ends with an exit code.
  if (kind === "lost") for (const attempt of told) if (!attempt.hasExitCode) lose(course, attempt);
  course.preemptions = Math.max(course.preemptions, number("preemptions") ?? 0, course.lost.length);
  const capacity = capacityOf(line);
  if (Object.keys(capacity).length > 0) course.capacity = capacity;
}

function add(course: Course, { start, stop }: Attempt): string {
  const key = String(start ?? stop);
  const known = course.attempts[key];
  course.attempts[key] = { start, stop: stop ?? known?.stop };
  return key;
}

function lose(course: Course, attempt: Attempt): void {
  const key = add(course, attempt);
  if (!course.lost.includes(key)) course.lost.push(key);
}

function attemptsIn(text: string): (Attempt & { readonly hasExitCode: boolean })[] {
  // Most jobs have one: the places of the others are empty.
  return text
    .split(",")
    .filter((one) => /\d/.test(one))
    .map((one) => {
      const [start = "", stop = "", exitCode = ""] = one.split("-");
      return { start: numberIn(start), stop: numberIn(stop), hasExitCode: exitCode !== "" };
    });
}

const numberIn = (text: string): number | undefined => (text === "" ? undefined : Number(text));

const RESOURCES: Readonly<Record<string, string>> = { VCPU: "vCPU", MEMORY: "MiB", GPU: "GPU" };

function capacityOf(line: Line): Record<string, number> {
  const pairs = (key: string): (readonly [string, number])[] =>
    line
      .value(key)
      .split(",")
      .flatMap((one) => {
        const [unit = "", amount = ""] = one.split("=");
        return unit === "" ? [] : [[unit, Number(amount)] as const];
      });
  const units = pairs("units");
  if (units.length > 0) return Object.fromEntries(units);
  const nodes = numberIn(line.value("nodes")) ?? 1;
  const old = [
    ["VCPU", numberIn(line.value("vcpus")) ?? 0],
    ["MEMORY", numberIn(line.value("memory")) ?? 0],
  ] as const;
  const found = new Map<string, number>();
  for (const [type, amount] of [...old, ...pairs("resources")]) {
    if (amount > 0) found.set(RESOURCES[type] ?? type, amount * nodes);
  }
  return Object.fromEntries(found);
}

/**
 * @param now until when an attempt runs that has not ended
 * @param teamOf the team of a share of a queue, for jobs without a tag that names one
 */
export function recordOf(
  course: Course,
  now: number,
  teamOf: (queue: string, share: string) => string | undefined,
): JobRecord {
  const { job, name, queue, share, status, submitted, ended, preemptions } = course;
  const attempts = Object.values(course.attempts);
  const starts = attempts.flatMap(({ start }) => start ?? []);
  const span = ({ start, stop = ended ?? now }: Attempt): number =>
    start === undefined ? 0 : Math.max(0, stop - start);
  const sum = (some: readonly Attempt[]): number => some.reduce((total, one) => total + span(one), 0);
  const team = course.team === "" ? teamOf(queue, share) : course.team;
  return {
    job,
    name,
    queue,
    ...(share === "" ? {} : { share }),
    ...(team === undefined ? {} : { team }),
    submitted,
    // The time of an event has no parts of a second.
    ...(course.runnable === undefined ? {} : { runnable: Math.max(submitted, course.runnable) }),
    ...(starts.length === 0 ? {} : { started: Math.min(...starts) }),
    ...(ended === undefined ? {} : { ended }),
    attempts: attempts.length,
    preemptions,
    capacity: course.capacity,
    result: status,
    ran: sum(attempts),
    lost: sum(course.lost.flatMap((key) => course.attempts[key] ?? [])),
  };
}
