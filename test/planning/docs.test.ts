import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fieldNames } from "../../planning/history/columns";
import { openHistory } from "../../planning/history/history";
import { assumptionFacts } from "../../planning/assumption-facts";
import { changedPlan, parseChange } from "../../planning/pools/changes";
import { planOfFile } from "../../planning/pools/load";
import { policyVariants } from "../../planning/pools/policies";
import { defaultAssumptions } from "../../planning/replay/assumptions";
import { replay } from "../../planning/replay/replay";
import { defaultOptions } from "../../scheduling";
import { planOf, quota, share } from "./fixture";
import { describeTraces, OCTOBER_AND_NOVEMBER as window, ONE_POOL, philly, phillyClusters } from "./traces";

const repository = resolve(__dirname, "../..");
const page = readFileSync(join(repository, "docs/planning.md"), "utf8");

/** Cells of the rows of all tables of the page. */
const rows = page
  .split("\n")
  .filter((line) => /^\s*\|/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rowOf = (first: string) => rows.find(([cell]) => cell === first);

describe("docs/planning.md", () => {
  it.each(fieldNames)("explains the column %s", (field) => expect(rowOf(`\`${field}\``)).toHaveLength(3));

  it("names each assumption that a report prints", () => {
    const engine = Object.keys(defaultOptions);
    const own = assumptionFacts(defaultAssumptions).filter(
      ({ name }) => !engine.includes(name) && name !== "time zone",
    );
    const named: Readonly<Record<string, string>> = { "gpus-per-instance": "GPUs of an instance" };
    for (const { name } of own) expect(rowOf(named[name] ?? name)).toBeDefined();
  });

  it("has an example of made-up jobs that can be replayed", async () => {
    const { log, remove } = await openHistory({ file: "examples/planning/jobs.yaml", folder: repository, columns: {} });
    expect(log.count).toBeGreaterThan(500);
    remove();
  });
});

describe("container queues of docs/planning.md", () => {
  it("are replayed on the example: what fits the jobs is started in place of what is cheapest", async () => {
    const source = { file: "examples/planning/container-jobs.yaml", folder: repository, columns: {} };
    const { log, remove } = await openHistory(source);
    const declared = planOfFile(join(repository, "environments/jenkins-pl.compute.ts"));
    const [, change = ""] = /--set fitting:(\S+)/.exec(page) ?? [];
    const run = (plan: typeof declared) => replay({ log, plan, assumptions: defaultAssumptions });
    const before = run(declared);
    const after = run(changedPlan(declared, "fitting", [parseChange(change)]));
    remove();
    expect([before.total.never, after.total.never]).toEqual([0, 0]);
    const gpu = before.pools
      .flatMap(({ environments = [] }) => environments)
      .find(({ name }) => name === "jenkins-pl-gpu");
    const part = Math.round((100 * (gpu?.usedHours ?? 0)) / (gpu?.startedHours ?? 1));
    const said = page.replace(/\s+/g, " ");
    expect(said).toContain(`${part} % of what is started is used`);
    expect(said).toContain(`falls from ${seconds(before.total.wait.mean)} to ${seconds(after.total.wait.mean)}`);
  }, 60_000);
});

const seconds = (value: number) => `${Math.round(value).toLocaleString("en-US")} s`;

it("the walk has the waits of one pool that are replayed in test/planning/replay/traces.test.ts", () => {
  for (const [gpus, mean] of ONE_POOL) expect(rowOf(String(gpus))).toEqual([String(gpus), seconds(mean)]);
});

describeTraces("the walk of docs/planning.md", () => {
  it("has the waits of each policy", async () => {
    const clusters = phillyClusters();
    const { log, remove } = await philly({}, new Set(clusters.keys()));
    const run = (plan: ReturnType<typeof planOf>, assumptions = defaultAssumptions) =>
      replay({ log, plan, assumptions, window });
    const total = [...clusters.values()].reduce((sum, own) => sum + own, 0);
    const shares = [...clusters].map(([name, own]) => share(name, Math.floor((640 * own) / total)));
    // A property of replays, so that one of both is enough.
    expect(rowOf("LEND")?.slice(1)).toEqual(rowOf("RESERVE")?.slice(1));
    for (const plan of policyVariants(planOf(quota(640, shares)))) {
      if (plan.name === "LEND") continue;
      const { wait, never, preemptions, lostHours } = run(plan).total;
      expect(rowOf(plan.name)).toEqual([plan.name, seconds(wait.mean), seconds(wait.p95), String(never)]);
      if (plan.name !== "LEND_AND_BORROW") continue;
      expect(page).toContain(`${preemptions.toLocaleString("en-US")} preemptions`);
      const saving = run(plan, { ...defaultAssumptions, checkpoint: 1_800_000 }).total;
      const said = `lose ${Math.round(saving.lostHours)} instance-hours in place of ${Math.round(lostHours).toLocaleString("en-US")}`;
      expect(page.replace(/\s+/g, " ")).toContain(`${said}, and the mean wait is ${seconds(saving.wait.mean)}`);
    }
    remove();
  }, 180_000);
});
