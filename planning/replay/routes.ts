import type { JobLog } from "../history/job-log";
import { Group } from "../measures/group";
import type { Plan, QueuePlan } from "../pools/plan";
import type { Account } from "./account";
import type { ReplayedPool } from "./replayed-pool";

/** Where the jobs of a queue, share and team go, and where they are counted. */
export interface Route {
  readonly pool: ReplayedPool;
  readonly queue: string;
  /** What the engine gets: absent of FIFO queues. */
  readonly share?: string;
  readonly account: Account;
  readonly groups: readonly Group[];
}

/** Jobs that go nowhere, with the reason, and where they are counted. */
export interface NoRoute {
  readonly reason: string;
  readonly groups: readonly Group[];
}

/** Finds out once for each queue, share and team of a history where its jobs go. */
export class Routes {
  readonly total = new Group("all jobs");
  readonly queues = new Map<string, Group>();
  readonly shares = new Map<string, Group>();
  readonly teams = new Map<string, Group>();
  private readonly known = new Map<number, Route | NoRoute>();
  private readonly byName = new Map<string, { readonly queue: QueuePlan; readonly pool: ReplayedPool }>();
  private readonly only: { readonly queue: QueuePlan; readonly pool: ReplayedPool } | undefined;

  constructor(
    plan: Plan,
    pools: readonly ReplayedPool[],
    private readonly log: JobLog,
  ) {
    const all = plan.pools.flatMap(({ queues }, i) =>
      queues.flatMap((queue) => pools.slice(i, i + 1).map((pool) => ({ queue, pool }))),
    );
    for (const one of all) this.byName.set(one.queue.key, one);
    for (const one of all) this.byName.set(one.queue.settings.name, one);
    this.only = all.length === 1 ? all[0] : undefined;
  }

  /** @param queue index in the lists of the log, as share and team */
  find(queue: number, share: number, team: number): Route | NoRoute {
    const { shares, teams } = this.log;
    const key = (queue * shares.length + share) * teams.length + team;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const route = this.route(this.log.queues[queue] ?? "", shares[share] ?? "", teams[team] ?? "");
    this.known.set(key, route);
    return route;
  }

  private route(queueName: string, share: string, team: string): Route | NoRoute {
    const found = this.only ?? this.byName.get(queueName);
    const groups = [this.total, ...(team === "" ? [] : [groupIn(this.teams, team)])];
    if (found === undefined) {
      const reason = queueName === "" ? "the history does not say its queue" : `no queue ${queueName} is declared`;
      return { reason, groups };
    }
    const { queue, pool } = found;
    const { name, policy, enabled } = queue.settings;
    groups.push(groupIn(this.queues, name));
    if (!enabled) return { reason: `the queue ${name} is disabled`, groups };
    if (policy.kind === "FIFO") return { pool, queue: name, account: pool.account(queue, share), groups };
    if (share === "") return { reason: `the history does not say its share, which ${name} needs`, groups };
    const declared = queue.shares.find((one) => one.name === share);
    if (policy.kind === "QUOTA_SHARE") {
      if (declared === undefined) return { reason: `${name} has no quota share ${share}`, groups };
      if (!declared.enabled) return { reason: `the quota share ${share} of ${name} is disabled`, groups };
    }
    groups.push(groupIn(this.shares, share, name));
    return { pool, queue: name, share, account: pool.account(queue, share), groups };
  }
}

function groupIn(groups: Map<string, Group>, name: string, queue?: string): Group {
  const key = queue === undefined ? name : `${queue}\n${name}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const made = new Group(name, queue);
  groups.set(key, made);
  return made;
}
