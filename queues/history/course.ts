import type { Line } from "../../config/job-history/line";
import type { JobRecord } from "./record";

/** From when to when an attempt ran; one that never began has no start. */
export interface Attempt {
  readonly start?: number;
  stop?: number;
  /** It was preempted, or lost with its machine. */
  lost?: boolean;
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
  /** Each once. */
  readonly attempts: Attempt[];
  preemptions: number;
  capacity: Readonly<Record<string, number>>;
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
    job: ownText(job),
    name: "",
    queue: "",
    share: "",
    team: "",
    submitted: 0,
    status: "",
    at: 0,
    attempts: [],
    preemptions: 0,
    capacity: {},
  };
}

/** Takes what a line tells. In whatever order lines come, and however often, the course is the same. */
export function follow(course: Course, line: Line): void {
  const status = line.value("status");
  const at = Date.parse(line.value("at"));
  const queue = line.value("queue");
  course.name = shared(line.value("name"));
  course.queue = shared(queue.slice(queue.lastIndexOf("/") + 1));
  course.share = shared(line.value("quota") || line.value("share"));
  course.team = shared(line.value("team"));
  course.submitted = numberIn(line.value("created")) ?? course.submitted;
  if (status === "RUNNABLE" && line.kind === "state") course.runnable = Math.min(course.runnable ?? Infinity, at);
  if (!hasEnded(course.status) && (hasEnded(status) || at >= course.at)) {
    course.status = shared(status);
    course.at = at;
  }
  const stopped = numberIn(line.value("stopped"));
  if (hasEnded(status)) course.ended = stopped ?? at;
  addAttempts(course, line.value("attempts"), line.kind === "lost" ? "without an exit code" : "none");
  const started = numberIn(line.value("started"));
  if (started !== undefined && status !== "RUNNABLE") add(course, started, stopped, false);
  addAttempts(course, line.value("preempted"), "all");
  const lost = course.attempts.reduce((count, attempt) => (attempt.lost === true ? count + 1 : count), 0);
  course.preemptions = Math.max(course.preemptions, numberIn(line.value("preemptions")) ?? 0, lost);
  course.capacity = capacityOf(line) ?? course.capacity;
}

/** Lines tell of an attempt several times: it is known by its start, one that never began by its end. */
function add(course: Course, start: number | undefined, stop: number | undefined, isLost: boolean): void {
  const known = course.attempts.find((one) => (one.start ?? one.stop) === (start ?? stop));
  if (known === undefined) course.attempts.push({ start, stop, ...(isLost ? { lost: true } : {}) });
  else {
    known.stop ??= stop;
    if (isLost) known.lost = true;
  }
}

/**
 * @param text `start-stop-exit code`, several with commas between: most jobs have one, the places of the others are empty
 * @param lost which of them were lost: whatever its machine is still there for ends with an exit code
 */
function addAttempts(course: Course, text: string, lost: "all" | "without an exit code" | "none"): void {
  for (let begin = 0, end = 0; end < text.length; begin = end + 1) {
    const comma = text.indexOf(",", begin);
    end = comma < 0 ? text.length : comma;
    // The shortest that says something has a digit more than its two hyphens.
    if (end - begin < 3) continue;
    const [start = "", stop = "", exitCode = ""] = text.slice(begin, end).split("-");
    add(course, numberIn(start), numberIn(stop), lost === "all" || (lost !== "none" && exitCode === ""));
  }
}

/** Texts that jobs by the thousand share. */
const texts = new Map<string, string>();
const MOST_TEXTS = 10_000;

/** @returns the text, as it is kept once for all jobs that have it */
function shared(text: string): string {
  const kept = texts.get(text);
  if (kept !== undefined) return kept;
  if (texts.size >= MOST_TEXTS) texts.clear();
  const own = ownText(text);
  texts.set(own, own);
  return own;
}

/** @returns the text without the line that it is a part of, which would be kept in memory as long as the text */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}

const numberIn = (text: string): number | undefined => (text === "" ? undefined : Number(text));

const RESOURCES: Readonly<Record<string, string>> = { VCPU: "vCPU", MEMORY: "MiB", GPU: "GPU" };

/** What lines say of capacity -> what that means. Jobs by the thousand say the same. */
const capacities = new Map<string, Readonly<Record<string, number>>>();
const MOST_CAPACITIES = 1000;

/** @returns undefined where the line says nothing of it */
function capacityOf(line: Line): Readonly<Record<string, number>> | undefined {
  const words = ["units", "resources", "vcpus", "memory", "nodes"].map((key) => line.value(key));
  const text = words.join("|");
  let known = capacities.get(text);
  if (known === undefined) {
    known = capacityIn(words);
    if (capacities.size >= MOST_CAPACITIES) capacities.clear();
    capacities.set(text, known);
  }
  return Object.keys(known).length === 0 ? undefined : known;
}

function capacityIn([units = "", resources = "", vcpus = "", memory = "", nodes = ""]: readonly string[]) {
  const ofTraining = pairsIn(units);
  if (ofTraining.length > 0) return Object.fromEntries(ofTraining);
  const old = [
    ["VCPU", Number(vcpus)],
    ["MEMORY", Number(memory)],
  ] as const;
  const found = [...old, ...pairsIn(resources)].flatMap(([type, amount]) => {
    return amount > 0 ? [[RESOURCES[type] ?? type, amount * (numberIn(nodes) ?? 1)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** What stands in `VCPU=4,MEMORY=8192,=`. */
function pairsIn(text: string): (readonly [string, number])[] {
  return text.split(",").flatMap((one) => {
    const [unit = "", amount = ""] = one.split("=");
    return unit === "" ? [] : [[unit, Number(amount)] as const];
  });
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
  const { attempts } = course;
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
    lost: sum(attempts.filter((one) => one.lost === true)),
  };
}
