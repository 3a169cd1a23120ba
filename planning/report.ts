import type { History } from "./history/history";
import type { SourceColumns } from "./history/job";
import type { JobLog, Window } from "./history/job-log";
import { scaledPlan } from "./target/division";
import { bestDivision, type Division, type Found, leastCapacity, type WeekFound, weekByWeek } from "./target/search";
import type { Target } from "./target/target";
import type { Assumptions } from "./replay/assumptions";
import type { ReplayResult } from "./replay/result";
import { PlanError } from "./errors";
import { type EnvironmentPlan, type Plan, queuesOf } from "./pools/plan";
import { type Crew, CrewStopped } from "./variants/crew";
import { alternatives } from "./variants/sensitivity";
import { type Fact, assumptionFacts } from "./assumption-facts";

/** What is asked of the planner. */
export interface Question {
  /** What is declared first; the variants after it. */
  readonly plans: readonly Plan[];
  readonly history: History;
  /** The history as the user named it. */
  readonly jobs: string;
  readonly window?: Window;
  readonly assumptions: Assumptions;
  /** Whether each assumption is turned by itself, to see what depends on it. */
  readonly sensitivity: boolean;
  readonly targets: readonly Target[];
  /** Instances to divide; by default what is declared is scaled. */
  readonly total?: number;
}

/** How one plan would have done; without a result when it was interrupted. */
export interface VariantReport {
  readonly name: string;
  readonly pools: readonly PoolSummary[];
  readonly result?: ReplayResult;
}

interface PoolSummary {
  readonly name: string;
  readonly capacity: Readonly<Record<string, number>>;
  /** Of container jobs: the compute environments. */
  readonly environments?: readonly EnvironmentPlan[];
  readonly queues: readonly {
    readonly name: string;
    readonly policy: string;
    /** Of container jobs: the names of its environments, in their order. */
    readonly environments?: readonly string[];
    readonly shares: readonly {
      readonly name: string;
      readonly capacity: Readonly<Record<string, number>>;
      readonly strategy: string;
    }[];
  }[];
}

/** How the answer changes when one assumption does. */
export interface SensitivityRow {
  readonly option: string;
  readonly value: string;
  /** Seconds. */
  readonly meanWait: number;
  readonly p95Wait: number;
  readonly preemptions: number;
  readonly lostHours: number;
}

/** What the targets need. */
export interface TargetReport {
  readonly targets: readonly string[];
  /** Absent when a total was given. */
  readonly least?: Found;
  /** The least capacity of single weeks of the history. */
  readonly weeks?: readonly WeekFound[];
  /** Of a total. */
  readonly division?: Division;
}

/** All that the planner has found out. Everything that is shown, in whichever form, is of this. */
export interface PlanReport {
  readonly jobs: {
    readonly file: string;
    readonly count: number;
    readonly first: string;
    readonly last: string;
    readonly leftOut: Readonly<Record<string, number>>;
    /** Jobs that went otherwise than they are replayed: once, for as long as the history says. */
    readonly toldOtherwise: Readonly<Record<string, number>>;
    /** The first line that stood below a later one: jobs were sorted. */
    readonly unsorted?: { readonly line: number; readonly above: number };
    readonly columns?: SourceColumns;
  };
  readonly assumptions: readonly Fact[];
  readonly variants: readonly VariantReport[];
  readonly sensitivity: readonly SensitivityRow[];
  readonly target?: TargetReport;
  /** Whether something was asked for that is not here. */
  readonly interrupted: boolean;
}

/** Answers a question with the threads of a crew. What is finished when the crew is stopped is in the report. */
export async function answer(question: Question, crew: Crew): Promise<PlanReport> {
  const { plans, history, jobs, window, assumptions, targets } = question;
  const { log, leftOut, toldOtherwise, columns } = history;
  for (const plan of plans) checkColumns(plan, log);
  let interrupted = false;
  const unlessStopped = async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof CrewStopped)) throw error;
      interrupted = true;
      return undefined;
    }
  };
  const run = (plan: Plan, own: Assumptions = assumptions, at: Window | undefined = window) =>
    crew.run({ log, plan, assumptions: own, ...(at === undefined ? {} : { window: at }) });
  const variants = plans.map(async (plan): Promise<VariantReport> => {
    const result = await unlessStopped(run(plan));
    return { name: plan.name, pools: plan.pools.map(summary), ...(result === undefined ? {} : { result }) };
  });
  const [base] = plans;
  const turned =
    base === undefined || !question.sensitivity
      ? []
      : alternatives(base, assumptions).map(async ({ option, value, assumptions: own }) => {
          const result = base && (await unlessStopped(run(base, own)));
          return result === undefined ? [] : [row(option, value, result)];
        });
  const evaluate = (plan: Plan, at?: Window) => run(plan, assumptions, at);
  const searched =
    base === undefined || targets.length === 0 ? undefined : unlessStopped(search(question, base, evaluate));
  // All are waited for, so that none is left behind when one fails.
  const [done, rows, target] = await Promise.all([Promise.all(variants), Promise.all(turned), searched]);
  return {
    jobs: {
      file: jobs,
      count: log.count,
      first: new Date(log.first).toISOString(),
      last: new Date(log.last).toISOString(),
      leftOut,
      toldOtherwise,
      ...(log.unsorted === undefined ? {} : { unsorted: log.unsorted }),
      ...(columns === undefined ? {} : { columns }),
    },
    assumptions: assumptionFacts(assumptions),
    variants: done,
    sensitivity: rows.flat(),
    ...(target === undefined ? {} : { target }),
    interrupted,
  };
}

/** @throws PlanError when the history does not say what the plan has to know of every job */
function checkColumns(plan: Plan, { queues, shares }: JobLog): void {
  const known = queuesOf(plan);
  const isSaid = (names: readonly string[]) => names.some((name) => name !== "");
  if (known.length > 1 && !isSaid(queues)) {
    const names = known.map(({ settings }) => settings.name).join(", ");
    throw new PlanError(
      `${plan.name} declares ${known.length} queues (${names}), and no column says which a job goes to: name it with --columns queue=<column>`,
    );
  }
  const needing = known.find(({ settings }) => settings.policy.kind !== "FIFO");
  if (needing !== undefined && known.length === 1 && !isSaid(shares)) {
    throw new PlanError(
      `${needing.settings.name} of ${plan.name} goes by shares, and no column says whose a job is: name it with --columns share=<column>`,
    );
  }
}

async function search(
  { targets, history: { log }, window, total }: Question,
  base: Plan,
  evaluate: (plan: Plan, window?: Window) => Promise<ReplayResult>,
): Promise<TargetReport> {
  const texts = targets.map(({ text }) => text);
  if (total !== undefined) {
    const division = await bestDivision(scaledPlan(base, total), targets, evaluate);
    if (division !== undefined) return { targets: texts, division };
  }
  const all: Window = window ?? { from: log.first, until: log.last };
  const [least, weeks] = await Promise.all([
    leastCapacity(base, targets, evaluate),
    weekByWeek(base, targets, evaluate, { from: Math.max(all.from, log.first), until: Math.min(all.until, log.last) }),
  ]);
  return { targets: texts, least, weeks };
}

function row(option: string, value: string, { total }: ReplayResult): SensitivityRow {
  const { wait, preemptions, lostHours } = total;
  return { option, value, meanWait: wait.mean, p95Wait: wait.p95, preemptions, lostHours };
}

function summary({ name, capacity, queues, environments }: Plan["pools"][number]): PoolSummary {
  const nameOf = (key: string) => environments?.find((one) => one.key === key)?.name ?? key;
  return {
    name,
    capacity,
    ...(environments === undefined ? {} : { environments }),
    queues: queues.map(({ settings, shares, containers }) => ({
      name: settings.name,
      policy: settings.policy.kind,
      ...(containers === undefined ? {} : { environments: containers.environments.map(nameOf) }),
      shares: shares.map(({ name: share, capacity: own, strategy }) => ({ name: share, capacity: own, strategy })),
    })),
  };
}
