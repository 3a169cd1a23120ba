import type { PlanReport, VariantReport } from "../report";
import { lengthChart, preemptionChart, shareChart, useChart, variantChart, waitChart } from "./charts";
import type { ReplayResult } from "../replay/result";
import { Html, html } from "./html";
import { STYLE } from "./style";
import {
  environmentTable,
  groupTable,
  neverTable,
  sensitivityTable,
  table,
  targetSection,
  variantTable,
  worstTable,
} from "./tables";
import { count, moment } from "./words";

/** @returns a report as one page without scripts, which needs nothing of the network */
export function planPage(report: PlanReport): string {
  const { variants, jobs, assumptions, sensitivity } = report;
  const [base, ...others] = variants;
  const leftOut = Object.entries(jobs.leftOut).map(
    ([why, many]) => html`<p>${count(many)} jobs are left out: ${why}.</p>`,
  );
  const other = Object.entries(jobs.toldOtherwise).map(
    ([what, many]) => html`<p>${count(many)} jobs were ${what}: replayed as one run, as long as the history says.</p>`,
  );
  const title = `What ${base?.name ?? "the queues"} would have done with ${jobs.file}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>${count(jobs.count)} jobs, submitted from ${moment(jobs.first)} until ${moment(jobs.last)} UTC.</p>
          ${leftOut}${other}
          ${report.interrupted ? html`<p><strong>The plan was interrupted: what is here was finished.</strong></p>` : html``}
          <section aria-labelledby="compared">
            <h2 id="compared">${others.length === 0 ? "At a glance" : "The variants compared"}</h2>
            ${variantTable(variants)}${others.length === 0 ? html`` : variantChart(variants)}
          </section>
          ${targetSection(report)} ${variants.map((variant, i) => variantSection(variant, i))}
          ${
            sensitivity.length === 0
              ? html``
              : html`<section aria-labelledby="depends">
                  <h2 id="depends">How much depends on what</h2>
                  ${sensitivityTable(report)}
                </section>`
          }
          <section aria-labelledby="granted">
            <h2 id="granted">Taken for granted</h2>
            ${table(
              "Assumptions",
              ["Assumption", "Value", "Meaning"],
              assumptions.map(({ name, value, meaning }) => [name, value, meaning]),
            )}
          </section>
        </main>
      </body>
    </html> `;
  return page.text;
}

/** More pools than these get no charts of their own: nobody compares so many. */
const MOST_POOLS = 20;

function variantSection({ name, result }: VariantReport, index: number): Html {
  if (result === undefined) return html``;
  const { shares, queues, teams, pools, worst, never, total } = result;
  // Not all queues may have shares.
  const areAllOfShares = shares.length > 0 && shares.reduce((sum, { jobs }) => sum + jobs, 0) === total.jobs;
  const groups = areAllOfShares ? shares : teams.length > 1 ? teams : queues;
  const elsewhere = new Set((shares.length > 0 ? shares : groups).map((group) => group.name));
  const isBase = index === 0;
  const lines = pools.flatMap((pool) => pool.lines).filter(({ owns }) => owns !== undefined);
  const id = `variant-${index}`;
  // The other variants are compared by their waits; what happened in each in detail is in the JSON.
  const detail = isBase
    ? [
        ...pools
          .filter(hasJobs)
          .slice(0, MOST_POOLS)
          .flatMap((pool) => [useChart(pool), lengthChart(pool)]),
        ...(total.preemptions > 0 ? [preemptionChart(result)] : []),
        ...(lines.length === 0
          ? []
          : [html`<h3>What each share uses, lends and borrows</h3>`, KEY, ...lines.map(shareChart)]),
        ...(worst.length === 0 ? [] : [worstTable(result)]),
        ...(never.length === 0 ? [] : [neverTable(result)]),
      ]
    : [];
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${name}</h2>
    ${groups.length === 0 ? html`` : waitChart(groups)}
    ${shares.length === 0 ? html`` : groupTable("share", name, result)}${queues.length > 1 || shares.length === 0 ? groupTable("queue", name, result) : html``}
    ${teams.some((team) => !elsewhere.has(team.name)) || (shares.length === 0 && teams.length > 1) ? groupTable("team", name, result) : html``}
    ${environmentTable(name, result)} ${detail}
  </section>`;
}

/** Of a pool that no job went to there is nothing to draw. */
function hasJobs({ usedHours, lines }: ReplayResult["pools"][number]): boolean {
  return usedHours > 0 || lines.some(({ timeline }) => timeline.values.waitingJobs?.some((jobs) => jobs > 0) === true);
}

const KEY = html`<p>
  <span class="key"><i style="background:var(--own)"></i>own, in use</span
  ><span class="key"><i style="background:var(--lent)"></i>own, lent</span
  ><span class="key"><i style="background:var(--idle)"></i>own, idle</span
  ><span class="key"><i style="background:var(--borrowed)"></i>borrowed on top</span>
</p>`;
