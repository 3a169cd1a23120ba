import * as fs from "node:fs";
import * as path from "node:path";
import type { ActorPool } from "./actor-process";
import { Driver, type Performed } from "./driver";
import { leftovers, ledgerOf, shownBy, stateOf, synthesesOf } from "./evidence";
import { environments, formerAsset, type History } from "./history";
import type { Place } from "./messages";
import { problemsOf } from "./model";
import { changeAsset, copyPlace, makePlace } from "./place";

/** Where a history is played, and by whom. */
export interface Stage {
  readonly pool: ActorPool;
  /** A clone whose environments are deployed. */
  readonly deployed: Place;
  /** Absolute path of a folder for the run; it must not exist, and is removed. */
  readonly folder: string;
}

/** How a run went. */
export interface Outcome {
  /** What was wrong, as sentences. */
  readonly problems: readonly string[];
  /** What happened when. */
  readonly log: readonly string[];
}

/** Plays a history in a clone of its own, and judges it. */
export async function play(history: History, { pool, deployed, folder }: Stage): Promise<Outcome> {
  const place = history.deployed ? copyPlace(deployed, folder) : makePlace(folder);
  changeAsset(place, formerAsset);
  fs.copyFileSync(path.join(deployed.root, "terraform.dev.tfstate"), path.join(place.root, "former.tfstate"));
  const driver = new Driver(place, pool, history);
  const problems: string[] = [];
  try {
    await driver.play();
    problems.push(...judge(place, driver));
    if (problems.length === 0) problems.push(...(await aftermath(place, driver)));
    fs.rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    problems.push(String(error));
  }
  return { problems, log: driver.log };
}

/** Whoever comes then finds nothing in their way, and leaves the environments as the code has them. */
async function aftermath(place: Place, driver: Driver): Promise<string[]> {
  const last: Performed[] = [];
  for (const name of environments) last.push(await driver.playAlone("deploy", name));
  const failed = last.filter(({ end }) => end?.error !== undefined);
  const differing = last.filter(({ operation: { id, environment } }) => {
    const made = synthesesOf(place).find(({ operation }) => operation === id);
    const state = [...stateOf(place.root, environment)];
    return !isSame(made?.values ?? {}, state) || state.some(([, { tainted }]) => tainted);
  });
  const killed = driver.performed.some((one) => one.killed);
  return [
    ...judge(place, driver),
    ...failed.map(({ operation }) => `${operation.id} failed, although nobody else was there`),
    ...differing.map(({ operation }) => `${operation.id} left another state than its code wants`),
    ...leftovers(place, killed).map((file) => `${file} was left`),
  ];
}

function isSame(values: Readonly<Record<string, string>>, state: readonly [string, { readonly value: string }][]) {
  return (
    state.length === Object.keys(values).length && state.every(([address, { value }]) => values[address] === value)
  );
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
