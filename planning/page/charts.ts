import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type GroupFigures, WAIT_STEPS } from "../measures/group";
import type { AccountFigures } from "../replay/account";
import { unitOf } from "../pools/unit";
import type { ReplayResult } from "../replay/result";
import type { VariantReport } from "../report";
import { Html, html } from "./html";
import { capitalised, percent, time } from "./words";

type PlotOptions = Parameters<typeof Plot.plot>[0];

const WIDTH = 720;

/** @param says what the chart shows, for those who do not see it */
function figure(says: string, caption: Html, options: PlotOptions): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const drawn = Plot.plot({ document, width: WIDTH, marginLeft: 110, ...options });
  const svgs = drawn.tagName.toLowerCase() === "svg" ? [drawn] : [...drawn.querySelectorAll("svg")];
  for (const svg of svgs) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", says);
    // The picture has one name: those that Plot gives its parts have no role to go with.
    for (const part of svg.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  }
  // Positions to a tenth of a pixel: a fifth of the size.
  const text = svgs
    .map((svg) => String(svg.outerHTML))
    .join("")
    .replace(/\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1))));
  return html`<figure>
    <figcaption>${caption}</figcaption>
    <div class="picture" role="group" aria-label="${says}" tabindex="0">${new Html(text)}</div>
  </figure>`;
}

/** Seconds: the bands of waits, each with its colour. */
const BANDS = [
  [0, "at once", "var(--band-0)"],
  [600, "up to 10 min", "var(--band-1)"],
  [3600, "up to 1 h", "var(--band-2)"],
  [28_800, "up to 8 h", "var(--band-3)"],
  [86_400, "up to 1 d", "var(--band-4)"],
  [Infinity, "longer", "var(--band-5)"],
] as const;

/** How many of the jobs of each group waited how long. */
export function waitChart(groups: readonly GroupFigures[]): Html {
  const shown = groups.filter(({ wait }) => wait.count > 0);
  const bars = shown.flatMap(({ name, waitSteps }) => {
    const upTo = (seconds: number) => (seconds === Infinity ? 100 : (waitSteps[WAIT_STEPS.indexOf(seconds)] ?? 0));
    return BANDS.map(([limit, band, fill], i) => {
      const before = i === 0 ? 0 : upTo(BANDS[i - 1]?.[0] ?? 0);
      return { name, band, fill, from: before, to: upTo(limit) };
    });
  });
  const key = BANDS.map(([, band, fill]) => html`<span class="key"><i style="background:${fill}"></i>${band}</span>`);
  const says = `How long jobs waited: ${shown.map(({ name, wait }) => `${name}: half ${time(wait.p50)}, 95 of 100 at most ${time(wait.p95)}`).join("; ")}`;
  return figure(says, html`How many of 100 jobs waited how long ${key}`, {
    height: 40 + 24 * shown.length,
    x: { label: "percent of jobs", domain: [0, 100] },
    y: { label: null, domain: shown.map(({ name }) => name) },
    marks: [Plot.barX(bars, { y: "name", x1: "from", x2: "to", fill: "fill", insetTop: 1, insetBottom: 1 })],
    color: { type: "identity" },
  });
}

interface Step {
  readonly at: Date;
  readonly value: number;
  readonly of: string;
}

const CAPACITY = { own: "var(--own)", borrowed: "var(--borrowed)", lent: "var(--lent)", idle: "var(--idle)" };

function steps(line: Pick<AccountFigures, "timeline">, key: string, of: string): Step[] {
  const { start, width, values } = line.timeline;
  return (values[key] ?? []).map((value, i) => ({ at: new Date(start + i * width), value, of }));
}

/** What a pool has in use of what it has. */
export function useChart(pool: ReplayResult["pools"][number]): Html {
  const { name, size, lines, utilisation } = pool;
  const units = `${unitOf([pool])}s`;
  const summed = sum(lines);
  const own = steps(summed, "own", "own");
  const borrowed = steps(summed, "borrowed", "borrowed");
  const idle = own.map(({ at, value }, i) => ({
    at,
    value: Math.max(0, size - value - (borrowed[i]?.value ?? 0)),
    of: "idle",
  }));
  const isLent = borrowed.some(({ value }) => value > 0);
  const words: readonly (readonly [string, string])[] = [
    ["own", "in use by whom it belongs to"],
    ...(isLent ? [["borrowed", "lent to others, who use it"] as const] : []),
    ["idle", "idle"],
  ];
  const key = words.map(
    ([of, word]) =>
      html`<span class="key"><i style="background:${CAPACITY[of as keyof typeof CAPACITY]}"></i>${word}</span>`,
  );
  return figure(
    `${capitalised(units)} of ${name} in use over time: ${percent(utilisation)} of ${size} on average`,
    html`${capitalised(units)} of ${name} ${key}`,
    {
      height: 200,
      x: { type: "utc", label: null },
      y: { label: units, grid: true },
      marks: [
        Plot.areaY(
          [...own, ...borrowed, ...idle],
          Plot.stackY({
            x: "at",
            y: "value",
            fill: ({ of }: Step) => CAPACITY[of as keyof typeof CAPACITY],
            z: "of",
            order: ["own", "borrowed", "idle"],
            curve: "step-after",
          }),
        ),
      ],
      color: { type: "identity" },
    },
  );
}

/** What a share has of its own, lends and borrows. */
export function shareChart(line: AccountFigures): Html {
  const { share, owns = 0 } = line;
  const own = steps(line, "own", "own");
  const lent = steps(line, "lent", "lent");
  const idle = own.map(({ at, value }, i) => ({
    at,
    value: Math.max(0, owns - value - (lent[i]?.value ?? 0)),
    of: "idle",
  }));
  const order = ["own", "lent", "idle", "borrowed"];
  const all = [...own, ...lent, ...idle, ...steps(line, "borrowed", "borrowed")];
  const says = `${share} owns ${owns} instances: ${Math.round(line.ownHours)} hours used, ${Math.round(line.lentHours)} lent, ${Math.round(line.borrowedHours)} borrowed`;
  return figure(says, html`${share}, which owns ${owns}`, {
    height: 120,
    x: { type: "utc", label: null },
    y: { label: "instances", ticks: 3 },
    marks: [
      Plot.areaY(
        all,
        Plot.stackY({
          x: "at",
          y: "value",
          fill: ({ of }: Step) => CAPACITY[of as keyof typeof CAPACITY],
          z: "of",
          order,
          curve: "step-after",
        }),
      ),
      Plot.ruleY([owns], { stroke: "currentColor", strokeDasharray: "3,3" }),
    ],
    color: { type: "identity" },
  });
}

/** How many jobs wait. */
export function lengthChart({ name, lines }: ReplayResult["pools"][number]): Html {
  const waiting = steps(sum(lines), "waitingJobs", "waiting");
  const most = Math.max(0, ...waiting.map(({ value }) => value));
  return figure(`Jobs that wait for ${name} over time, ${Math.round(most)} at most`, html`Jobs that wait for ${name}`, {
    height: 140,
    x: { type: "utc", label: null },
    y: { label: "jobs", grid: true, domain: [0, Math.max(1, most)] },
    marks: [Plot.areaY(waiting, { x: "at", y: "value", fill: "var(--waiting)", curve: "step-after" }), Plot.ruleY([0])],
  });
}

/** When jobs were preempted. */
export function preemptionChart({ preemptions: { start, width, counts }, total }: ReplayResult): Html {
  const bars = counts.map((value, i) => ({
    from: new Date(start + i * width),
    to: new Date(start + (i + 1) * width),
    value,
  }));
  return figure(`${total.preemptions} preemptions over time`, html`Preemptions, in steps of ${time(width / 1000)}`, {
    height: 120,
    x: { type: "utc", label: null },
    y: { label: "preemptions", grid: true },
    marks: [Plot.rectY(bars, { x1: "from", x2: "to", y: "value", fill: "var(--borrowed)" }), Plot.ruleY([0])],
  });
}

/** The waits of the variants side by side. */
export function variantChart(variants: readonly VariantReport[]): Html {
  const bars = variants.flatMap(({ name, result }) =>
    result === undefined ? [] : [{ name, mean: result.total.wait.mean / 3600, p95: result.total.wait.p95 / 3600 }],
  );
  const key = [
    html`<span class="key"><i style="background:var(--own)"></i>mean</span>`,
    html`<span class="key"><i style="background:var(--waiting)"></i>95 of 100 at most</span>`,
  ];
  const says = `Waits of the variants: ${bars.map(({ name, mean, p95 }) => `${name}: mean ${time(mean * 3600)}, p95 ${time(p95 * 3600)}`).join("; ")}`;
  return figure(says, html`Hours of waiting ${key}`, {
    height: 40 + 30 * bars.length,
    marginLeft: 160,
    x: { label: "hours", grid: true },
    y: { label: null, domain: bars.map(({ name }) => name) },
    marks: [
      Plot.barX(bars, { y: "name", x: "p95", fill: "var(--waiting)", insetTop: 3, insetBottom: 3 }),
      Plot.barX(bars, { y: "name", x: "mean", fill: "var(--own)", insetTop: 9, insetBottom: 9 }),
    ],
  });
}

/** All lines of a pool have begun at the same time; those that were seen later have the same buckets. */
function sum(lines: readonly AccountFigures[]): Pick<AccountFigures, "timeline"> {
  const width = Math.max(1, ...lines.map(({ timeline }) => timeline.width));
  const start = lines[0]?.timeline.start ?? 0;
  const values: Record<string, number[]> = { own: [], borrowed: [], waitingJobs: [] };
  for (const { timeline } of lines) {
    for (const [key, sums] of Object.entries(values)) {
      timeline.values[key]?.forEach((value, i) => (sums[i] = (sums[i] ?? 0) + value));
    }
  }
  return { timeline: { start, width, values } };
}
