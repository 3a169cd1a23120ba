import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { NUM_INSTANCES } from "../aws/batch/names";
import { Crew, defaultAssumptions, type History, openHistory, type Plan } from "../planning";
import { replay } from "../planning/replay/replay";
import type { ShareSettings } from "../scheduling";
import type { Claim } from "./claim";
import { measureNode, sideBySide, stopwatch, type Time } from "./measure";
import { repository } from "./run";

const TYPE = "ml.g5.xlarge";
const VARIANTS = 20;
const MANY = 10_000_000;
const traces = path.resolve(repository, "../shared/data/traces/philly");
const window = { from: Date.parse("2017-10-01T00:00:00Z"), until: Date.parse("2017-11-30T23:59:00Z") };

/** Jobs that the planner replays, in one thread and in several, and how much memory very many take. */
export async function planClaims(folder: string): Promise<Claim[]> {
  const { history, clusters, name } = await jobsOf(folder);
  const { log } = history;
  const run = (plan: Plan) => () => {
    const time = stopwatch();
    const { total } = replay({ log, plan, assumptions: defaultAssumptions, window });
    return { ...time(), jobs: total.succeeded };
  };
  const [fifo, quota] = await sideBySide(5, run(fifoPlan(clusters)), run(quotaPlan(clusters, 640)));
  const plans = Array.from({ length: VARIANTS }, (_, i) => quotaPlan(clusters, 640 + 16 * i));
  const elapsed = async (threads: number, asked: readonly Plan[]) => {
    const crew = new Crew(threads);
    const time = stopwatch();
    await Promise.all(asked.map((plan) => crew.run({ log, plan, assumptions: defaultAssumptions, window })));
    const taken = time();
    await crew.stop();
    return taken;
  };
  const eachAlone = async () => {
    const times: Time[] = [];
    for (const plan of plans) times.push(await elapsed(1, [plan]));
    return { seconds: times.reduce((sum, one) => sum + one.seconds, 0) };
  };
  const [each, one, both] = await sideBySide(
    3,
    eachAlone,
    () => elapsed(1, plans),
    () => elapsed(2, plans),
  );
  history.remove();
  const ratio = both.seconds / (each.seconds / 2);
  const { megabytes, seconds } = await replayMany(folder);
  return [
    { claim: `plan, FIFO: ${name}`, time: fifo, count: fifo.jobs, things: "jobs", atLeast: FIFO_GOAL },
    {
      claim: `plan, ${clusters.size} quota shares with preemption: ${name}`,
      time: quota,
      count: quota.jobs,
      things: "jobs",
      atLeast: QUOTA_GOAL,
    },
    {
      claim: `  ${VARIANTS} variants in two threads, against half the sum of each by itself`,
      measured: `${ratio.toFixed(2)} times (${both.seconds.toFixed(1)} s; by themselves ${each.seconds.toFixed(1)} s; one thread that does all ${one.seconds.toFixed(1)} s)`,
      goal: "at most 1.1 times",
      met: ratio <= 1.1,
    },
    {
      claim: `plan, ${MANY.toLocaleString("en-US")} jobs that are made up: memory`,
      measured: `${Math.round(megabytes)} MB (${seconds.toFixed(0)} s)`,
      goal: "at most 500 MB",
      met: megabytes <= 500,
    },
  ];
}

/** Jobs a unit where it takes 0.6 s of the processor: 100,000 and 50,000 a second. */
const FIFO_GOAL = 60_000;
const QUOTA_GOAL = 30_000;

/** The Philly trace where it lies beside the repository, else as many jobs that are made up. */
async function jobsOf(
  folder: string,
): Promise<{ history: History; clusters: ReadonlyMap<string, number>; name: string }> {
  if (existsSync(traces)) {
    const [, ...lines] = readFileSync(path.join(traces, "philly_vc.csv"), "utf8").trim().split("\n");
    const clusters = new Map(
      lines.map((line): [string, number] => [line.split(",")[0] ?? "", 8 * Number(line.split(",")[1])]),
    );
    const columns = { submit: "timestamp", instances: "num_gpus", queue: "cluster", share: "cluster" };
    const only = { share: new Set(clusters.keys()) };
    return {
      history: await openHistory({ file: "philly.csv", folder: traces, columns, only }),
      clusters,
      name: "Philly, 11 teams",
    };
  }
  const clusters = new Map(Array.from({ length: 11 }, (_, i): [string, number] => [`team${i}`, 256]));
  const teams = [...clusters.keys()].map((team) => ({ ...TEAM, name: team, queue: team, perHour: 4.3 }));
  writeFileSync(path.join(folder, "jobs.json"), JSON.stringify({ start: "2017-10-01", days: 61, teams }));
  return {
    history: await openHistory({ file: "jobs.json", folder, columns: {} }),
    clusters,
    name: "made-up jobs of 11 teams",
  };
}

const TEAM = { duration: { median: 600, p95: 60_000 }, instances: { "1": 8, "4": 1, "8": 1 } };

function fifoPlan(clusters: ReadonlyMap<string, number>): Plan {
  const pools = [...clusters].map(([name, capacity]) => ({
    name,
    key: name,
    capacity: { [NUM_INSTANCES]: capacity },
    enabled: true,
    queues: [
      { key: name, settings: { name, priority: 1, enabled: true, policy: { kind: "FIFO" as const } }, shares: [] },
    ],
  }));
  return { name: "FIFO", pools };
}

function quotaPlan(clusters: ReadonlyMap<string, number>, capacity: number): Plan {
  const total = [...clusters.values()].reduce((sum, own) => sum + own, 0);
  const shares = [...clusters].map(([name, own]): ShareSettings => ({
    name,
    capacity: { [TYPE]: Math.floor((capacity * own) / total) },
    strategy: "LEND_AND_BORROW",
    inSharePreemption: false,
    enabled: true,
  }));
  const settings = { name: "gpu", priority: 1, enabled: true, policy: { kind: "QUOTA_SHARE" as const } };
  const pool = { name: "pool", key: "pool", capacity: { [TYPE]: capacity }, enabled: true };
  return { name: String(capacity), pools: [{ ...pool, queues: [{ key: "gpu", settings, shares }] }] };
}

/** The command as it is used, in a process of its own: 20 teams, 416 days. */
async function replayMany(folder: string): ReturnType<typeof measureNode> {
  const days = 416;
  const perHour = MANY / days / 24 / 20;
  const teams = Array.from({ length: 20 }, (_, i) => ({
    name: `team${i}`,
    perHour,
    duration: { median: 60, p95: 600 },
  }));
  const jobs = path.join(folder, "many.json");
  const queues = path.join(folder, "queues.json");
  writeFileSync(jobs, JSON.stringify({ days, teams }));
  writeFileSync(queues, JSON.stringify(oneQueue(60)));
  return measureNode(folder, [
    path.join(repository, "bin/dapf.js"),
    "queues",
    "plan",
    queues,
    "--jobs",
    jobs,
    "--json",
  ]);
}

function oneQueue(maxCapacity: number) {
  const capacityLimits = [{ maxCapacity, capacityUnit: NUM_INSTANCES }];
  const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: "pool" }];
  return {
    ServiceEnvs: {
      P_SE_NAME: "pool",
      P_SE_CREATE_REQUEST: {
        serviceEnvironmentName: "pool",
        serviceEnvironmentType: "SAGEMAKER_TRAINING",
        capacityLimits,
      },
    },
    TrainingJobQueues: {
      P_QUEUE_NAME: "all",
      P_QUEUE_CREATE_REQUEST: {
        jobQueueName: "all",
        jobQueueType: "SAGEMAKER_TRAINING",
        priority: 1,
        serviceEnvironmentOrder,
      },
    },
  };
}
