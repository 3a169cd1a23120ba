import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type * as planningRoom from "../../planning";
import type { Assumptions, ColumnMapping, Filter, Plan, PlanReport, Question, Window } from "../../planning";
import { InterruptedError } from "../../deploy";
import { EXIT_INTERRUPTED, exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { durationOf, numberOf } from "../option-values";
import { planReportLines } from "../render/plan-report";
import { PlanProgress } from "../render/plan-progress";
import { styleFor } from "../render/style";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";

interface Flags {
  readonly jobs: string;
  readonly columns?: string;
  readonly only?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly with?: readonly string[];
  readonly set?: readonly string[];
  readonly policies?: boolean;
  readonly target?: readonly string[];
  readonly total?: number;
  readonly sensitivity?: boolean;
  readonly startUp?: number;
  readonly checkpoint?: string;
  readonly failures?: number;
  readonly attempts?: number;
  readonly seed?: number;
  readonly gpusPerInstance?: number;
  readonly vcpus?: number;
  readonly memory?: number;
  readonly containers?: boolean;
  readonly assume?: readonly string[];
  readonly html?: string;
  readonly json?: boolean;
  readonly threads?: number;
}

type Planning = typeof planningRoom;

const repeatable = (value: string, before: readonly string[] = []) => [...before, value];

/** `dapf queues plan` */
export function addQueuePlan(queues: Command, context: CommandContext): void {
  const command = queues
    .command("plan <environment-or-file>")
    .summary("replay past jobs through queues, to see what a division of capacity does")
    .description(
      "Replays past jobs through the queues that an environment or a file declares, on the engine that also schedules the embedded " +
        "AWS, and tells what would have happened: how long whom waited, what was used, borrowed and lost. AWS is not asked.",
    )
    .requiredOption(
      "--jobs <history>",
      "CSV or .swf, also .gz; a description of made-up jobs (.json, .yaml); - for CSV piped in",
    )
    .option(
      "--columns <mapping>",
      "what the columns are called: submit=timestamp,duration=duration,instances=num_gpus,share=cluster",
    )
    .option("--containers", "the container queues of an environment that also declares training queues")
    .option(
      "--only <column=values>",
      "only jobs with one of these: share=team-a,team-b or result=SUCCEEDED (repeatable)",
      repeatable,
    )
    .option("--from <time>", "only jobs submitted from then on")
    .option("--until <time>", "only jobs submitted until then")
    .option("--with <environment-or-file>", "compare with what this declares (repeatable)", repeatable)
    .option(
      "--set <change>",
      "compare with a change: team-a.capacity=8, cpu.maxvCpus=128; of several variants each has a name: big:g5.capacity=24 (repeatable)",
      repeatable,
    )
    .option("--policies", "compare RESERVE, LEND, LEND_AND_BORROW, fair share and FIFO")
    .option("--target <words>", 'search the least capacity for "p95 wait of team-a <= 10m" (repeatable)', repeatable)
    .option(
      "--total <instances>",
      "with --target: search the best division of so many among quota shares",
      numberOf("--total", 1, 1_000_000),
    )
    .option("--sensitivity", "turn each assumption by itself, to see what depends on it");
  addAssumptions(command)
    .option("--html <file>", "also write a page that needs no network")
    .option("--json", "print one JSON object; progress goes to standard error")
    .option(
      "--threads <n>",
      "replays side by side (default: as many as there are processors)",
      numberOf("--threads", 1, 256),
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf queues plan jenkins-pl --jobs history.csv
  dapf queues plan compute.yaml --jobs jobs.csv --set more:cpu.maxvCpus=128
  dapf queues plan queues.json --jobs jobs.csv --columns submit=timestamp,duration=duration,instances=num_gpus,share=cluster
  dapf queues plan jenkins-pl --jobs history.csv --set more:g5.capacity=24 --set lend:team-b.strategy=LEND --html report.html
  dapf queues plan jenkins-pl --jobs history.csv --target "p95 wait of team-a <= 10m" --checkpoint 30m
${exitCodeHelp}`,
    )
    .action(async (declared: string, flags: Flags) => {
      const planning = await import("../../planning");
      await plan(context, planning, declared, flags);
    });
}

function addAssumptions(command: Command): Command {
  return command
    .option("--start-up <time>", "from a dispatch until work begins (default: 0s)", durationOf("--start-up"))
    .option(
      "--checkpoint <time>",
      "after how much work a job has saved it; none: a preempted job begins anew (default: none)",
    )
    .option("--failures <percent>", "of runs fail and are tried again (default: 0)", numberOf("--failures", 0, 100))
    .option("--attempts <n>", "runs of a job at most, when runs fail (default: 3)", numberOf("--attempts", 1, 10))
    .option("--seed <n>", "of failures (default: 1)", numberOf("--seed", 0, 2 ** 31))
    .option(
      "--gpus-per-instance <n>",
      "where jobs say GPUs and the environment no instance type (default: 8)",
      numberOf("--gpus-per-instance", 1, 64),
    )
    .option(
      "--vcpus <n>",
      "of a container job that does not say it, for each of its GPUs or instances (default: 1)",
      numberOf("--vcpus", 1, 1024),
    )
    .option(
      "--memory <MiB>",
      "of a container job that does not say it, as --vcpus (default: 2048)",
      numberOf("--memory", 4, 10_000_000),
    )
    .option(
      "--assume <option=value>",
      "an option of docs/scheduling.md: victimOrder=latest-start (repeatable)",
      repeatable,
    );
}

async function plan(context: CommandContext, planning: Planning, declared: string, flags: Flags): Promise<void> {
  const { host, exitWith } = context;
  if (flags.total !== undefined && flags.target === undefined)
    throw new UsageError("--total divides for a target: name one with --target");
  // What is wrong with the command line is told before a long history is read.
  const plans = plansOf(context, planning, declared, flags);
  const assumptions = assumptionsOf(planning, flags);
  const targets = (flags.target ?? []).map(planning.parseTarget);
  const columns = columnsOf(planning, flags.columns);
  const window = windowOf(planning, flags);
  const progress = new PlanProgress(host);
  const crew = new planning.Crew(flags.threads);
  let isReading = true;
  const unsubscribe = host.interrupts.subscribe(() => {
    void crew.stop();
    // A pipe may say nothing more for a long time.
    if (isReading && flags.jobs === "-") host.input?.destroy(new InterruptedError("the reading of jobs", false));
  });
  try {
    const source = { file: flags.jobs, folder: process.cwd(), columns, only: onlyOf(flags.only), input: host.input };
    const history = await planning.openHistory(source, (count) => {
      if (crew.isStopped) throw new InterruptedError("the reading of jobs", false);
      progress.reading(count);
    });
    isReading = false;
    try {
      const { unsorted } = history.log;
      if (unsorted !== undefined) {
        const { line, above } = unsorted;
        const column = history.columns === undefined ? "" : `, column ${history.columns.submit}`;
        host.stderr.write(
          `${flags.jobs}: line ${line}${column}: submitted before the job of line ${above}: jobs are sorted by their submission\n`,
        );
      }
      const question: Question = {
        plans,
        history,
        jobs: flags.jobs,
        window,
        assumptions,
        sensitivity: flags.sensitivity === true || flags.html !== undefined,
        targets,
        total: flags.total,
      };
      progress.follow(crew);
      const report = await planning.answer(question, crew);
      progress.end();
      await show(context, report, flags);
      if (report.interrupted) exitWith(EXIT_INTERRUPTED);
    } finally {
      history.remove();
    }
  } finally {
    unsubscribe();
    progress.end();
    await crew.stop();
  }
}

async function show({ host }: CommandContext, report: PlanReport, flags: Flags): Promise<void> {
  if (flags.html !== undefined) {
    const { planPage } = await import("../../planning/page/page");
    await writeFile(flags.html, planPage(report));
    host.stderr.write(`The report is in ${flags.html}\n`);
  }
  if (flags.json === true) return printJson(host.stdout, report);
  host.stdout.write(`${planReportLines(report, styleFor(host.stdout.isTerminal, host.variables)).join("\n")}\n`);
  if (report.interrupted) host.stderr.write("Interrupted: what is above was finished\n");
}

function plansOf(context: CommandContext, planning: Planning, declared: string, flags: Flags): Plan[] {
  const named = (name: string) => planNamed(context, planning, name, flags.containers === true);
  const base = named(declared);
  const others = (flags.with ?? []).map(named);
  const sets = new Map<string, string[]>();
  for (const text of flags.set ?? []) {
    const [, name = "changed", change = text] = /^([\w -]+):(.+)$/.exec(text) ?? [];
    sets.set(name, [...(sets.get(name) ?? []), change]);
  }
  const changed = [...sets].map(([name, changes]) =>
    planning.changedPlan(base, name, changes.map(planning.parseChange)),
  );
  return [base, ...others, ...changed, ...(flags.policies === true ? planning.policyVariants(base) : [])];
}

/** A file by how its name ends, or because it is there; else an environment. */
function planNamed({ host }: CommandContext, planning: Planning, name: string, containers: boolean): Plan {
  const isFile = /\.(json|ya?ml|ts)$/.test(name) || (/[/\\]/.test(name) && existsSync(name));
  return isFile ? planning.planOfFile(name) : planning.planOfEnvironment(environmentOf(host, name), containers);
}

function columnsOf(planning: Planning, text: string | undefined): ColumnMapping {
  if (text === undefined) return {};
  const columns = planning.parseColumns(text);
  if (columns !== undefined) return columns;
  throw new UsageError(
    `--columns is like submit=timestamp,duration=duration, with any of ${planning.fieldNames.join(", ")}: not ${text}`,
  );
}

function onlyOf(texts: readonly string[] = []): Filter {
  const filter: Partial<Record<keyof Filter, ReadonlySet<string>>> = {};
  for (const text of texts) {
    const [, column, values = ""] = /^(queue|share|team|result)=(.+)$/.exec(text) ?? [];
    if (column !== "queue" && column !== "share" && column !== "team" && column !== "result") {
      throw new UsageError(`--only is like share=team-a,team-b, with queue, share, team or result: not ${text}`);
    }
    filter[column] = new Set([...(filter[column] ?? []), ...values.split(",")]);
  }
  return filter;
}

/** Without a zone in UTC, as the times of histories. */
function windowOf({ parseTime }: Planning, { from, until }: Flags): Window | undefined {
  if (from === undefined && until === undefined) return undefined;
  const timeOf = (text: string) => {
    const time = parseTime(text);
    if (Number.isNaN(time))
      throw new UsageError(`A time is like 2026-03-19, 2026-03-19T10:00:00Z or seconds since 1970, not ${text}`);
    return time;
  };
  return { from: from === undefined ? -Infinity : timeOf(from), until: until === undefined ? Infinity : timeOf(until) };
}

function assumptionsOf({ defaultAssumptions: usual, schedulingOption }: Planning, flags: Flags): Assumptions {
  const scheduling = (flags.assume ?? []).reduce((options, text) => {
    const change = schedulingOption(text);
    if (change === undefined)
      throw new UsageError(`There is no such option and value in docs/scheduling.md: --assume ${text}`);
    return { ...options, ...change };
  }, usual.scheduling);
  const { startUp = usual.startUp, checkpoint = "none", failures = usual.failures, attempts = usual.attempts } = flags;
  const { seed = usual.seed, gpusPerInstance = usual.gpusPerInstance } = flags;
  const { vcpus = usual.vcpus, memory = usual.memory } = flags;
  const saved = checkpoint === "none" ? Infinity : durationOf("--checkpoint")(checkpoint);
  return { startUp, checkpoint: saved, failures, attempts, seed, gpusPerInstance, vcpus, memory, scheduling };
}
