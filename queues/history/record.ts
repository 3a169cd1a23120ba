/** What is remembered of one job. Times are milliseconds since 1970, amounts of time milliseconds. */
export interface JobRecord {
  readonly job: string;
  readonly name: string;
  /** Name, without the ARN. */
  readonly queue: string;
  readonly share?: string;
  readonly team?: string;
  readonly submitted: number;
  /** When nothing but capacity was missing any more, to the second. */
  readonly runnable?: number;
  /** When its first attempt began to run. */
  readonly started?: number;
  readonly ended?: number;
  /** How often it was begun, with what was preempted. */
  readonly attempts: number;
  readonly preemptions: number;
  /** Instance type, vCPU, MiB or GPU -> how many it has while it runs. */
  readonly capacity: Readonly<Record<string, number>>;
  /** Status: of a job that has not ended, where it stands. */
  readonly result: string;
  /** For how long its attempts ran, up to now if one does. */
  readonly ran: number;
  /** For how long those attempts of it ran that were preempted. */
  readonly lost: number;
}

/** @returns how long a job waited for capacity; undefined when it has not begun */
export function waitOf({ submitted, runnable = submitted, started }: JobRecord): number | undefined {
  return started === undefined ? undefined : Math.max(0, started - runnable);
}

/** The columns of the CSV, which `dapf queues plan` reads. */
export const CSV_HEADER =
  "job,queue,share,team,submitted,runnable,started,ended,attempts,preemptions,capacity,vcpus,memory_mib,container_gpus,result";

/** What containers have, which has columns of its own: a vCPU of Fargate has parts. */
const OF_CONTAINERS = ["vCPU", "MiB", "GPU"];

/** @returns a line of the CSV, without its end */
export function csvLine(record: JobRecord): string {
  const { job, queue, share = "", team = "", submitted, runnable, started, ended, attempts, preemptions } = record;
  const times = [submitted, runnable, started, ended].map(timeText);
  const ofContainer = OF_CONTAINERS.map((unit) => record.capacity[unit] ?? "");
  const names = [job, queue, share, cell(team)];
  return [...names, ...times, attempts, preemptions, instancesText(record), ...ofContainer, record.result].join(",");
}

/** @returns `ml.g5.xlarge=2`, several with spaces between */
function instancesText({ capacity }: JobRecord): string {
  return Object.entries(capacity)
    .filter(([unit]) => !OF_CONTAINERS.includes(unit))
    .map(([unit, count]) => `${unit}=${count}`)
    .join(" ");
}

const timeText = (time: number | undefined): string => (time === undefined ? "" : new Date(time).toISOString());

/** RFC 4180: only the value of a tag may have what needs quotation marks. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
