import type { Demand, JobSink } from "./job";
import { normal, randomNumbers } from "./random";
import type { SyntheticHistory, SyntheticTeam } from "./synthetic-shape";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// The 95th percentile of a normal distribution of deviation 1.
const P95 = 1.6448536269514722;

/** Makes up the jobs of a description, in the order of their submission: the same for the same seed. */
export function makeUp(description: SyntheticHistory, sink: JobSink): void {
  const start = Date.parse(`${description.start}T00:00:00Z`);
  const end = start + description.days * DAY;
  // Each team has a generator of its own, so that a change of one leaves the jobs of the others as they were.
  const arrivals = description.teams.map((team, i) => new Arrivals(team, start, description.seed + i * 2 ** 32));
  for (let line = 1; ; line += 1) {
    const next = arrivals.reduce((a, b) => (b.at < a.at ? b : a));
    if (next.at >= end) return;
    sink({ ...next.job(), line });
    next.advance();
  }
}

/** The jobs of one team: a Poisson process whose rate depends on the hour. */
class Arrivals {
  at: number;
  private readonly random: () => number;
  /** Jobs a millisecond, at most. */
  private readonly most: number;
  private readonly part: (at: number) => number;
  private readonly sizes: readonly { readonly demand: Demand; readonly upTo: number }[];

  constructor(
    private readonly team: SyntheticTeam,
    start: number,
    seed: number,
  ) {
    this.random = randomNumbers(seed);
    const hours = team.hours ?? Array<number>(24).fill(1);
    const weekdays = team.weekdays ?? Array<number>(7).fill(1);
    const mean = average(hours) * average(weekdays);
    const busiest = (Math.max(...hours) * Math.max(...weekdays)) / mean;
    this.most = (team.perHour / HOUR) * busiest;
    this.part = (at) => {
      const date = new Date(at);
      const factor = (hours[date.getUTCHours()] ?? 0) * (weekdays[(date.getUTCDay() + 6) % 7] ?? 0);
      return factor / mean / busiest;
    };
    this.sizes = sizesOf(team);
    this.at = start;
    this.advance();
  }

  /** Thinning: what comes too often in quiet hours is left out. Source: Lewis and Shedler, 1979. */
  advance(): void {
    do this.at += -Math.log(1 - this.random()) / this.most;
    while (this.random() >= this.part(this.at));
  }

  job() {
    const { name, queue, share = name, duration, priority } = this.team;
    const sigma = Math.log(duration.p95 / duration.median) / P95;
    const seconds = duration.median * Math.exp(sigma * normal(this.random));
    const pick = this.random();
    const demand = (this.sizes.find(({ upTo }) => pick < upTo) ?? this.sizes.at(-1))?.demand ?? { instances: 1 };
    const submittedAt = Math.round(this.at);
    return { name: "", submittedAt, duration: Math.round(seconds * 1000), demand, queue, share, team: name, priority };
  }
}

function sizesOf(team: SyntheticTeam) {
  const { instances } = team;
  const total = Object.values(instances).reduce((sum, weight) => sum + weight, 0);
  let upTo = 0;
  return Object.entries(instances).map(([count, weight]) => {
    upTo += weight / total;
    return { demand: demandOf(team, Number(count)), upTo };
  });
}

function demandOf({ type, vcpus, memory, gpus }: SyntheticTeam, instances: number): Demand {
  const container = {
    ...(vcpus === undefined ? {} : { vcpus: vcpus * instances }),
    ...(memory === undefined ? {} : { memory: memory * instances }),
  };
  const own = Object.keys(container).length === 0 ? {} : { container };
  if (gpus !== undefined) return { gpus: gpus * instances, ...own };
  return type === undefined ? { instances, ...own } : { instances, type, ...own };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
