import { parseHTML } from "linkedom";
import { planPage } from "../../../planning/page/page";
import { answer, type PlanReport } from "../../../planning/report";
import { changedPlan, parseChange } from "../../../planning/pools/changes";
import { policyVariants } from "../../../planning/pools/policies";
import { defaultAssumptions } from "../../../planning/replay/assumptions";
import { replay, type Replay } from "../../../planning/replay/replay";
import { Crew } from "../../../planning/variants/crew";
import { parseTarget } from "../../../planning/target/target";
import { logOf, planOf, quota, share, type TestJob } from "../fixture";

/** A crew that works in this thread. */
class Here extends Crew {
  override run(task: Replay) {
    return Promise.resolve(replay(task));
  }
}

const base = { ...planOf(quota(4, [share("a", 2), share("b", 2)])), name: "declared" };
const jobs: TestJob[] = [
  ...Array.from({ length: 40 }, (_, i) => ({
    submit: i * 50,
    duration: 300,
    instances: 2,
    share: i % 8 === 0 ? "a" : "b",
  })),
  { submit: 10, instances: 99, share: "a", name: "<script>alert(1)</script>" },
];

const asked = () =>
  answer(
    {
      plans: [base, changedPlan(base, "more", [parseChange("g5.capacity=8")]), ...policyVariants(base)],
      history: { log: logOf(jobs), leftOut: { "never started": 2 }, toldOtherwise: {}, remove: () => undefined },
      jobs: "jobs.csv",
      assumptions: defaultAssumptions,
      sensitivity: true,
      targets: [parseTarget("p95 wait of a <= 10m")],
    },
    new Here(1),
  );

describe("the page of a report", () => {
  let report: PlanReport;
  let text: string;
  let document: ReturnType<typeof parseHTML>["document"];
  beforeAll(async () => {
    report = await asked();
    text = planPage(report);
    document = parseHTML(text).document;
  });

  const rowsOf = (caption: string) => {
    const table = [...document.querySelectorAll("table")].find(
      (one) => one.querySelector("caption")?.textContent?.trim() === caption,
    );
    return [...(table?.querySelectorAll("tbody tr") ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim()),
    );
  };

  it("needs nothing of the network, and runs no script", () => {
    expect(text).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|<img|<iframe|@import|url\(/);
    expect([...text.matchAll(/https?:\/\/[^"<\s]+/g)].map(([url]) => url)).toEqual([]);
    expect(text).toContain("default-src 'none'");
  });

  it("shows names of jobs as text", () => {
    expect(rowsOf("The first of them").map(([name]) => name)).toContain("<script>alert(1)</script>");
  });

  it("has a row for each of the report, and no other", () => {
    const [first] = report.variants;
    expect(rowsOf("What would have happened").map(([name]) => name)).toEqual(report.variants.map(({ name }) => name));
    expect(rowsOf("If one assumption were otherwise").map(([name]) => name)).toEqual(
      report.sensitivity.map(({ option, value }) => `${option} = ${value}`),
    );
    expect(rowsOf("The jobs that waited longest").map(([name]) => name)).toEqual(
      first?.result?.worst.map(({ job }) => job),
    );
    expect(rowsOf("What was tried").map(([capacity]) => capacity)).toEqual(
      report.target?.least?.trials.map(({ capacity }) => String(capacity)),
    );
    expect(rowsOf("Assumptions").map(([name]) => name)).toEqual(report.assumptions.map(({ name }) => name));
    expect(rowsOf("declared: by share").map(([name, many]) => [name, Number(many)])).toEqual(
      first?.result?.shares.map(({ name, jobs: many }) => [name, many]),
    );
  });

  it("says in words what each chart shows", () => {
    const charts = [...document.querySelectorAll("svg")];
    expect(charts.length).toBeGreaterThan(6);
    for (const chart of charts) {
      expect(chart.getAttribute("role")).toBe("img");
      expect(chart.getAttribute("aria-label")).not.toBe("");
    }
    expect(charts.map((chart) => chart.getAttribute("aria-label"))).toContain(
      `${report.variants[0]?.result?.total.preemptions ?? 0} preemptions over time`,
    );
  });

  it("has headings in their order, and a name for each table", () => {
    const levels = [...document.querySelectorAll("h1,h2,h3")].map(({ tagName }) => Number(tagName[1]));
    levels.forEach((level, i) => expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1));
    const captions = [...document.querySelectorAll("caption")].map(({ textContent }) => textContent?.trim());
    expect(new Set(captions).size).toBe(captions.length);
  });

  it("says what is missing when it was interrupted", () => {
    const broken = planPage({
      ...report,
      interrupted: true,
      variants: report.variants.map(({ name, pools }) => ({ name, pools })),
    });
    expect(broken).toContain("The plan was interrupted");
  });
});
