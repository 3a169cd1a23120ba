import { unitOf } from "../../planning/pools/unit";
import type { PlanReport, VariantReport } from "../../planning";
import { columns } from "./columns";
import { amount, duration, oneLine, type Style } from "./style";

/** @returns the report as text: what would have happened, by whom, and what it takes for granted */
export function planReportLines(report: PlanReport, style: Style): string[] {
  const { variants, sensitivity } = report;
  const [base] = variants;
  return [
    ...jobLines(report),
    "",
    ...columns(
      ["VARIANT", "JOBS", "MEAN WAIT", "P50", "P95", "MAX", "P95 TURNAROUND", "USED", "PREEMPTED", "LOST", "NEVER"],
      variants.map(variantRow),
      style,
    ),
    ...(base?.result === undefined ? [] : baseLines(base, report.jobs, style)),
    ...(sensitivity.length === 0 ? [] : ["", ...sensitivityLines(report, style)]),
    ...targetLines(report, style),
    "",
    style.bold("Taken for granted"),
    ...columns(
      ["ASSUMPTION", "VALUE", ""],
      report.assumptions.map(({ name, value, meaning }) => [name, value, meaning]),
      style,
    ),
  ];
}

function jobLines({ jobs: { file, count, first, last, leftOut, toldOtherwise } }: PlanReport): string[] {
  const left = Object.entries(leftOut).map(
    ([why, many]) => `${amount(many, "job")} ${many === 1 ? "is" : "are"} left out: ${why}`,
  );
  const other = Object.entries(toldOtherwise).map(
    ([what, many]) =>
      `${amount(many, "job")} ${many === 1 ? "was" : "were"} ${what}: replayed as one run, as long as the history says`,
  );
  return [`${amount(count, "job")} of ${file}, submitted from ${first} until ${last}`, ...left, ...other];
}

function variantRow({ name, result }: VariantReport): string[] {
  if (result === undefined) return [name, "interrupted", "", "", "", "", "", "", "", "", ""];
  const { total, pools } = result;
  const { wait, turnaround, preemptions, lostHours, never, jobs } = total;
  const size = pools.reduce((sum, pool) => sum + pool.size, 0);
  const used = pools.reduce((sum, pool) => sum + pool.utilisation * pool.size, 0);
  return [
    name,
    count(jobs),
    duration(wait.mean),
    duration(wait.p50),
    duration(wait.p95),
    duration(wait.max),
    duration(turnaround.p95),
    percent(size === 0 ? 0 : used / size),
    count(preemptions),
    hours(lostHours),
    count(never),
  ];
}

function baseLines({ name, result }: VariantReport, source: PlanReport["jobs"], style: Style): string[] {
  if (result === undefined) return [];
  const { queues, shares, teams, pools, worst } = result;
  const lines = pools.flatMap((pool) => pool.lines);
  const groups = [
    ...queues.map((group) => ({
      kind: "queue",
      group,
      line: lines.find(({ queue, share }) => queue === group.name && share === ""),
    })),
    ...shares.map((group) => ({
      kind: "share",
      group,
      line: lines.find(({ queue, share }) => queue === group.queue && share === group.name),
    })),
    ...teams
      .filter((team) => !shares.some((share) => share.name === team.name))
      .map((group) => ({ kind: "team", group, line: undefined })),
  ];
  const rows = groups.map(
    ({ kind, group: { name: who, jobs, wait, turnaround, preemptions, lostHours, never, instanceHours }, line }) => [
      `${kind} ${oneLine(who)}`,
      count(jobs),
      duration(wait.mean),
      duration(wait.p95),
      duration(wait.max),
      duration(turnaround.p95),
      hours(instanceHours),
      line?.owns === undefined ? "" : hours(line.borrowedHours),
      line?.owns === undefined ? "" : hours(line.lentHours),
      count(preemptions),
      hours(lostHours),
      count(never),
    ],
  );
  const headings = [
    "",
    "JOBS",
    "MEAN WAIT",
    "P95",
    "MAX",
    "P95 TURNAROUND",
    "HOURS",
    "BORROWED",
    "LENT",
    "PREEMPTED",
    "LOST",
    "NEVER",
  ];
  return [
    "",
    style.bold(name),
    ...columns(headings, rows, style),
    ...environmentLines(pools, style),
    ...neverLines(result, source),
    ...(worst.length === 0 ? [] : ["", ...worstLines(worst, style)]),
  ];
}

function neverLines(
  { never, neverReasons }: NonNullable<VariantReport["result"]>,
  { file, columns: at }: PlanReport["jobs"],
): string[] {
  return Object.entries(neverReasons).map(([reason, many]) => {
    const line = never.find((job) => job.reason === reason)?.line;
    const size = at?.size === undefined ? "" : `, column ${at.size}`;
    const first = line === undefined || at === undefined ? "" : ` (the first: ${file}: line ${line}${size})`;
    return `${amount(many, "job")} can never run: ${oneLine(reason)}${first}`;
  });
}

function environmentLines(pools: NonNullable<VariantReport["result"]>["pools"], style: Style): string[] {
  const rows = pools
    .flatMap(({ environments = [] }) => environments)
    .map(({ name, maxvCpus, mostvCpus, utilisation, usedHours, startedHours }) => [
      name,
      count(maxvCpus),
      count(mostvCpus),
      percent(utilisation),
      hours(usedHours),
      hours(startedHours),
      percent(startedHours === 0 ? 0 : usedHours / startedHours),
    ]);
  if (rows.length === 0) return [];
  const headings = ["ENVIRONMENT", "MAXVCPUS", "MOST", "USED", "VCPU HOURS", "STARTED", "USED OF STARTED"];
  return ["", "Sizes and hours are of vCPUs", ...columns(headings, rows, style)];
}

/** Jobs that waited longest that are shown. */
const MOST_WORST = 5;

function worstLines(worst: NonNullable<VariantReport["result"]>["worst"], style: Style): string[] {
  const rows = worst
    .slice(0, MOST_WORST)
    .map(({ job, share, queue, instances, waitSeconds, waitedFor, behindOthers }) => {
      const reasons = Object.entries(waitedFor).sort(([, a], [, b]) => b - a);
      const front = reasons.slice(0, 2).map(([what, part]) => `${what} ${percent(part)}`);
      return [
        oneLine(job),
        oneLine(share || queue),
        String(instances),
        duration(waitSeconds),
        percent(behindOthers),
        front.join(", "),
      ];
    });
  return columns(["WAITED LONGEST", "OF", "INSTANCES", "WAIT", "BEHIND OTHERS", "THE FRONT WAITED FOR"], rows, style);
}

function sensitivityLines({ sensitivity, variants: [base] }: PlanReport, style: Style): string[] {
  const total = base?.result?.total;
  const rows = sensitivity.map(({ option, value, meanWait, p95Wait, preemptions, lostHours }) => [
    `${option}=${value}`,
    duration(meanWait),
    total === undefined || total.wait.mean === 0 ? "" : signed(meanWait / total.wait.mean - 1),
    duration(p95Wait),
    count(preemptions),
    hours(lostHours),
  ]);
  return [
    style.bold("If one assumption were otherwise"),
    ...columns(["ASSUMPTION", "MEAN WAIT", "CHANGE", "P95", "PREEMPTED", "LOST"], rows, style),
  ];
}

function targetLines({ target, variants }: PlanReport, style: Style): string[] {
  if (target === undefined) return [];
  const { targets, least, weeks = [], division } = target;
  const head = ["", style.bold(targets.join(" and "))];
  if (division !== undefined) {
    const verdict = division.met
      ? "This division meets the targets"
      : `No division that was tried (${division.tried}) meets the targets; the best`;
    return [
      ...head,
      verdict,
      ...columns(
        ["SHARE", "CAPACITY"],
        division.shares.map(({ name, capacity }) => [name, count(capacity)]),
        style,
      ),
    ];
  }
  if (least === undefined) return head;
  const trials = least.trials.map(({ capacity, values, met }) => [
    count(capacity),
    met ? "met" : "not met",
    values.map((value) => (value === null ? "nobody" : duration(value))).join(", "),
  ]);
  const found =
    least.capacity === undefined
      ? "No capacity that was tried meets the targets"
      : `${amount(least.capacity, unitOf(variants[0]?.pools))} are the least that meets the targets, divided as declared`;
  const known = weeks.flatMap(({ capacity }) => (capacity === null ? [] : [capacity])).sort((a, b) => a - b);
  const middle = known[known.length >> 1];
  const enough = known.filter((capacity) => capacity <= (least.capacity ?? 0)).length;
  const sure =
    middle === undefined
      ? []
      : [
          `Single weeks of the history need ${count(known[0] ?? 0)} to ${count(known.at(-1) ?? 0)}, half of them ${count(middle)} or less; the capacity found would do in ${enough} of ${weeks.length}`,
        ];
  return [...head, found, ...sure, ...columns(["CAPACITY", "", "VALUE"], trials, style)];
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function hours(value: number): string {
  return `${value >= 100 ? count(Math.round(value)) : value.toFixed(1)} h`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;
}

function signed(part: number): string {
  return `${part >= 0 ? "+" : ""}${(part * 100).toFixed(1)} %`;
}
