import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../folders";
import { ActorPool } from "./actor-process";
import { Driver } from "./driver";
import { environments, former, formerAsset, histories, type History } from "./history";
import type { Place } from "./messages";
import { problemsOf } from "./model";
import { changeAsset, copyPlace, leftovers, ledgerOf, makePlace, shownBy, stateOf, synthesesOf } from "./place";

/*
 * DAPF_INTERLEAVINGS: how many runs. DAPF_SEED: the seed of the first; a run prints its own when it fails. The seed repeats
 * the steps of a run, but how long each of them takes is up to the machine.
 */
const seedText = process.env.DAPF_SEED;
const runs = Number(process.env.DAPF_INTERLEAVINGS ?? (seedText === undefined ? 12 : 1));
const firstSeed = seedText === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(seedText);

const folder = temporaryFolder();
const pool = new ActorPool();
let deployed: Place;

beforeAll(async () => {
  deployed = makePlace(path.join(folder, "deployed"));
  changeAsset(deployed, formerAsset);
  const config = Object.fromEntries(environments.map((name) => [name, former]));
  const driver = new Driver(deployed, pool, { config, deployed: false, steps: [], last: "no" }, "former-");
  for (const name of environments) await driver.playAlone("deploy", name);
}, 60_000);

afterAll(() => pool.end());

test(
  "whatever several processes do in one clone, nothing happens that was not shown where it was agreed to",
  async () => {
    for (let run = 1; run <= runs; run += 1) {
      const seed = firstSeed + run - 1;
      const [history] = fc.sample(histories, { seed, numRuns: 1 });
      if (history === undefined) throw new Error("fast-check has made no history");
      const { problems, log } = await play(history, path.join(folder, String(seed)));
      if (problems.length === 0) continue;
      const head = `Run ${run} of ${runs} (DAPF_SEED=${seed} repeats its steps):`;
      throw new Error([head, ...problems.map((one) => `- ${one}`), "What happened, in seconds:", ...log].join("\n"));
    }
  },
  runs * 120_000,
);

/** Plays a history in a clone of its own, and judges it. */
async function play(history: History, runFolder: string): Promise<{ problems: string[]; log: readonly string[] }> {
  const place = history.deployed ? copyPlace(deployed, runFolder) : makePlace(runFolder);
  changeAsset(place, formerAsset);
  fs.copyFileSync(path.join(deployed.root, "terraform.dev.tfstate"), path.join(place.root, "former.tfstate"));
  const driver = new Driver(place, pool, history);
  try {
    await driver.play();
    const problems = judge(place, driver);
    // Whoever comes then finds nothing in their way.
    for (const name of environments) await driver.playAlone("deploy", name);
    return {
      problems: problems.length > 0 ? problems : [...judge(place, driver), ...untidy(place, driver)],
      log: driver.log,
    };
  } catch (error) {
    return { problems: [String(error), ...judge(place, driver)], log: driver.log };
  } finally {
    fs.rmSync(runFolder, { recursive: true, force: true });
  }
}

function judge(place: Place, { performed }: Driver): string[] {
  const syntheses = synthesesOf(place);
  const operations = performed.map((one) => {
    const { id } = one.operation;
    return { ...one, shown: shownBy(place, id), synthesis: syntheses.findLast(({ operation }) => operation === id) };
  });
  const states = new Map(environments.map((name) => [name, stateOf(place.root, name)]));
  return problemsOf({ operations, ledger: ledgerOf(place), states });
}

/** Nobody leaves a plan or a lock, but for those who were killed. */
function untidy(place: Place, { performed }: Driver): string[] {
  if (performed.some(({ killed }) => killed)) return [];
  return leftovers(place).map((file) => `${file} was left`);
}
