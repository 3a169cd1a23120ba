import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { temporaryFolder } from "../../support/temporary-folder";
import { planPage } from "../../../planning/page/page";
import { answer } from "../../../planning/report";
import { policyVariants } from "../../../planning/pools/policies";
import { defaultAssumptions } from "../../../planning/replay/assumptions";
import { Crew } from "../../../planning/variants/crew";
import { openHistory, type History } from "../../../planning/history/history";
import { planOf, quota, share } from "../fixture";
import { philly, phillyClusters } from "../traces";

const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const MOST_BYTES = 3 * 1024 * 1024;
const MOST_MILLISECONDS = 2000;

// Threads, and a browser.
jest.setTimeout(180_000);

/** The Philly trace where it lies beside the repository, else as many jobs that are made up. */
async function manyJobs(): Promise<{ history: History; clusters: ReadonlyMap<string, number> }> {
  if (existsSync(join(__dirname, "../../../../shared/data/traces")))
    return { history: await philly(), clusters: phillyClusters() };
  const folder = temporaryFolder();
  const clusters = new Map(Array.from({ length: 11 }, (_, i): [string, number] => [`team${i}`, 256]));
  const duration = { median: 600, p95: 60_000 };
  const teams = [...clusters.keys()].map((name) => ({ name, perHour: 4.2, duration, instances: { "1": 8, "8": 1 } }));
  writeFileSync(join(folder, "jobs.json"), JSON.stringify({ days: 75, teams }));
  return { history: await openHistory({ file: "jobs.json", folder, columns: {} }), clusters };
}

describe("the page of 82,000 jobs in Chromium", () => {
  if (executable === undefined) {
    const skipped = it.skip;
    skipped("(skipped: there is no Chromium: apt-get install chromium)", () => undefined);
    return;
  }
  let browser: Browser;
  const file = join(temporaryFolder(), "report.html");
  beforeAll(async () => {
    const { history, clusters } = await manyJobs();
    const total = [...clusters.values()].reduce((sum, own) => sum + own, 0);
    const shares = [...clusters].map(([name, own]) => share(name, Math.floor((640 * own) / total)));
    const declared = planOf(quota(640, shares));
    const crew = new Crew();
    const question = { history, jobs: "jobs.csv", assumptions: defaultAssumptions, sensitivity: false, targets: [] };
    const report = await answer({ ...question, plans: [declared, ...policyVariants(declared).slice(-2)] }, crew);
    await crew.stop();
    history.remove();
    writeFileSync(file, planPage(report));
    browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
  });
  afterAll(() => browser?.close());

  it("is at most 3 MB", () => {
    expect(statSync(file).size).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([
    ["light", 1200, "light" as const],
    ["dark", 1200, "dark" as const],
    ["on a phone", 390, "light" as const],
  ])(
    "%s: opens in time, without an error, no wider than the screen, and axe finds nothing serious",
    async (_, width, colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) said.push(request.url());
      });
      await page.goto(`file://${file}`);
      const loaded = Number(await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
      expect(loaded).toBeLessThan(MOST_MILLISECONDS);
      expect(said).toEqual([]);
      expect(Number(await page.evaluate("document.documentElement.scrollWidth"))).toBeLessThanOrEqual(width);
      await page.addScriptTag({ content: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") });
      // Cast: what axe.run() of the page gives.
      const { violations } = (await page.evaluate("axe.run()")) as AxeResults;
      expect(
        violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`),
      ).toEqual([]);
      await context.close();
    },
  );

  it("can be gone through with the keyboard: what scrolls takes the focus", async () => {
    const page = await browser.newPage();
    await page.goto(`file://${file}`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("What would have happened");
    await page.close();
  });
});
