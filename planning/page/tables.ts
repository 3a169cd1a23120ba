import type { PlanReport, VariantReport } from "../report";
import { unitOf } from "../pools/unit";
import type { ReplayResult } from "../replay/result";
import { type Html, html } from "./html";
import { capitalised, count, hours, moment, percent, time } from "./words";

type Cell = string | number;

/** A table that scrolls by itself where it is too wide; the first cell of a row names it. */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const head = headings.map((heading) => html`<th scope="col">${heading}</th>`);
  const body = rows.map(([first = "", ...rest]) => {
    const cells = rest.map((cell) =>
      typeof cell === "number" ? html`<td class="n">${count(cell)}</td>` : html`<td>${cell}</td>`,
    );
    return html`<tr>
      <th scope="row">${first}</th>
      ${cells}
    </tr>`;
  });
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

export function variantTable(variants: readonly VariantReport[]): Html {
  const headings = [
    "Variant",
    "Jobs",
    "Mean wait",
    "p50",
    "p95",
    "Longest",
    "p95 turnaround",
    "Used",
    "Preempted",
    "Work lost",
    "Borrowed",
    "Never ran",
  ];
  const rows = variants.map(({ name, result }) => {
    if (result === undefined) return [name, "interrupted", "", "", "", "", "", "", "", "", "", ""];
    const { total, pools } = result;
    const { wait, turnaround } = total;
    const size = pools.reduce((sum, pool) => sum + pool.size, 0);
    const used = pools.reduce((sum, pool) => sum + pool.utilisation * pool.size, 0) / Math.max(1, size);
    const borrowed = pools.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.borrowedHours, 0);
    return [
      name,
      total.jobs,
      time(wait.mean),
      time(wait.p50),
      time(wait.p95),
      time(wait.max),
      time(turnaround.p95),
      percent(used),
      total.preemptions,
      hours(total.lostHours),
      hours(borrowed),
      total.never,
    ];
  });
  return table("What would have happened", headings, rows);
}

export function groupTable(
  kind: "share" | "queue" | "team",
  variant: string,
  { shares, queues, teams, pools }: ReplayResult,
): Html {
  const groups = { share: shares, queue: queues, team: teams }[kind];
  const lines = pools.flatMap((pool) => pool.lines);
  const headings = [
    capitalised(kind),
    "Jobs",
    "Mean wait",
    "p50",
    "p95",
    "Longest",
    "p95 turnaround",
    `${capitalised(unitOf(pools))}-hours`,
    ...(kind === "share" ? ["Borrowed", "Lent"] : []),
    "Preempted",
    "Work lost",
    "Never ran",
  ];
  const rows = groups.map(({ name, queue, jobs, wait, turnaround, instanceHours, preemptions, lostHours, never }) => {
    const line = lines.find((one) => one.share === name && one.queue === queue);
    const owned = line?.owns === undefined ? ["", ""] : [hours(line.borrowedHours), hours(line.lentHours)];
    const moved = kind === "share" ? owned : [];
    return [
      name,
      jobs,
      time(wait.mean),
      time(wait.p50),
      time(wait.p95),
      time(wait.max),
      time(turnaround.p95),
      hours(instanceHours),
      ...moved,
      preemptions,
      hours(lostHours),
      never,
    ];
  });
  return table(`${variant}: by ${kind}`, headings, rows);
}

/** What the instances of compute environments were used for. */
export function environmentTable(variant: string, { pools }: ReplayResult): Html {
  const rows = pools
    .flatMap(({ environments = [] }) => environments)
    .map(({ name, maxvCpus, mostvCpus, utilisation, usedHours, startedHours }) => [
      name,
      maxvCpus,
      mostvCpus,
      percent(utilisation),
      hours(usedHours),
      hours(startedHours),
      percent(startedHours === 0 ? 0 : usedHours / startedHours),
    ]);
  if (rows.length === 0) return html``;
  const headings = ["Environment", "maxvCpus", "Most at once", "Used", "vCPU-hours", "Started", "Used of started"];
  return table(`${variant}: by compute environment`, headings, rows);
}

function unitsOf(pools: Parameters<typeof unitOf>[0]): string {
  return capitalised(`${unitOf(pools)}s`);
}

/** Words for what a front waits for. */
const WAITED_FOR: Readonly<Record<string, string>> = {
  environment: "the environment, which is disabled",
  "environment-capacity": "room in the environment",
  quota: "what its share may use",
  "borrowable-capacity": "what others had left to lend",
  reservation: "what is reserved for other shares",
  "front-of-queue": "the next job of another share",
  other: "its turn",
};

export function worstTable({ worst, pools }: ReplayResult): Html {
  const rows = worst.map(
    ({ job, team, share, queue, instances, submitted, waitSeconds, preemptions, waitedFor, behindOthers }) => {
      const reasons = Object.entries(waitedFor).sort(([, a], [, b]) => b - a);
      const front = reasons.map(([what, part]) => `${WAITED_FOR[what] ?? what} (${percent(part)})`).join(", ");
      const why =
        front === ""
          ? "too short to tell"
          : `${behindOthers > 0 ? `${percent(behindOthers)} of the time behind others; ` : ""}the front waited for ${front}`;
      return [job, team || share || queue, instances, moment(submitted), time(waitSeconds), preemptions, why];
    },
  );
  return table(
    "The jobs that waited longest",
    ["Job", "Of", unitsOf(pools), "Submitted (UTC)", "Wait", "Preempted", "Why"],
    rows,
  );
}

export function neverTable({ never, neverReasons, pools }: ReplayResult): Html {
  const named = never.map(({ job, queue, share, instances, reason }) => [job, share || queue, instances, reason]);
  return html`${table("Why jobs never ran", ["Reason", "Jobs"], Object.entries(neverReasons))}${table("The first of them", ["Job", "Of", unitsOf(pools), "Reason"], named)}`;
}

export function sensitivityTable({ sensitivity, variants: [base] }: PlanReport): Html {
  const mean = base?.result?.total.wait.mean ?? 0;
  const rows = sensitivity.map(({ option, value, meanWait, p95Wait, preemptions, lostHours }) => {
    const change =
      mean === 0 ? "" : `${meanWait >= mean ? "+" : "−"}${Math.abs((meanWait / mean - 1) * 100).toFixed(1)} %`;
    return [`${option} = ${value}`, time(meanWait), change, time(p95Wait), preemptions, hours(lostHours)];
  });
  return table(
    "If one assumption were otherwise",
    ["Assumption", "Mean wait", "Change", "p95", "Preempted", "Work lost"],
    rows,
  );
}

export function targetSection({ target, variants: [base] }: PlanReport): Html {
  if (target === undefined) return html``;
  const units = unitsOf(base?.pools);
  const { targets, least, weeks = [], division } = target;
  const parts: Html[] = [];
  if (least !== undefined) {
    const found =
      least.capacity === undefined
        ? "No capacity that was tried meets them."
        : `${count(least.capacity)} ${unitOf(base?.pools)}s are the least that meets them, divided as declared.`;
    const rows = least.trials.map(({ capacity, values, met }) => [
      count(capacity),
      met ? "met" : "not met",
      values.map((value) => (value === null ? "nobody" : time(value))).join(", "),
    ]);
    parts.push(html`<p>${found}</p>`, table("What was tried", [units, "Targets", "Values"], rows));
  }
  if (weeks.length > 0) {
    parts.push(
      table(
        "How sure that is: what single weeks would need",
        ["Week from", units],
        weeks.map(({ from, capacity }) => [moment(from), capacity === null ? "more than was tried" : count(capacity)]),
      ),
    );
  }
  if (division !== undefined) {
    const verdict = division.met
      ? "This division meets them."
      : "No division that was tried meets them; this is the best.";
    parts.push(
      html`<p>${verdict}</p>`,
      table(
        "The division",
        ["Share", units],
        division.shares.map(({ name, capacity }) => [name, capacity]),
      ),
    );
  }
  return html`<section aria-labelledby="targets">
    <h2 id="targets">What is needed for ${targets.join(" and ")}</h2>
    ${parts}
  </section>`;
}
