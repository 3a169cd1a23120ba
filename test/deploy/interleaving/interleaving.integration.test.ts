import fc from "fast-check";
import * as path from "node:path";
import { temporaryFolder } from "../folders";
import { ActorPool } from "./actor-process";
import { Driver } from "./driver";
import { environments, former, formerAsset, histories } from "./history";
import type { Place } from "./messages";
import { changeAsset, makePlace } from "./place";
import { play } from "./play";

/*
 * DAPF_INTERLEAVINGS: how many runs. DAPF_SEED: the seed of the first; a run prints its own when it fails. The seed repeats
 * the steps of a run, but how long each of them takes is up to the machine.
 */
const seedText = process.env.DAPF_SEED;
const runs = Number(process.env.DAPF_INTERLEAVINGS ?? (seedText === undefined ? 12 : 1));
const firstSeed = seedText === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(seedText);

const folder = temporaryFolder();
// Two runs at a time: half of its time a process waits for another one.
const pools = [new ActorPool(), new ActorPool()] as const;
let deployed: Place;

beforeAll(async () => {
  deployed = makePlace(path.join(folder, "deployed"));
  changeAsset(deployed, formerAsset);
  const config = Object.fromEntries(environments.map((name) => [name, former]));
  const driver = new Driver(deployed, pools[0], { config, deployed: false, steps: [], last: "no" }, "former-");
  for (const name of environments) await driver.playAlone("deploy", name);
}, 60_000);

afterAll(() => Promise.all(pools.map((pool) => pool.end())));

test(
  "whatever several processes do in one clone, nothing happens that was not shown where it was agreed to",
  async () => {
    const ends = await Promise.allSettled(pools.map(playAll));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  },
  runs * 120_000,
);

let begun = 0;

/** Plays run after run, as long as there are any. */
async function playAll(pool: ActorPool): Promise<void> {
  while (begun < runs) {
    begun += 1;
    const run = begun;
    const seed = firstSeed + run - 1;
    const [history] = fc.sample(histories, { seed, numRuns: 1 });
    if (history === undefined) throw new Error("fast-check has made no history");
    const { problems, log } = await play(history, { pool, deployed, folder: path.join(folder, String(seed)) });
    if (problems.length === 0) continue;
    begun = runs;
    const head = `Run ${run} of ${runs} (DAPF_SEED=${seed} repeats its steps):`;
    throw new Error([head, ...problems.map((one) => `- ${one}`), "What happened, in seconds:", ...log].join("\n"));
  }
}
