import * as fs from "node:fs";
import * as path from "node:path";
import { runGraph } from "../../../jobs/engine";
import { buildGraph, type Graph } from "../../../jobs/engine/graph";
import { openJournal } from "../../../jobs/engine/journal";
import { DEFAULT_RETRY } from "../../../aws/retry";
import { type PlannedContainerJob, SUBMISSION_TAG } from "../../../jobs/container/submissions";
import { containerJobs } from "../../../jobs/container/submissions/kind";
import { standIn } from "../../aws/stand-in";
import { temporaryFolder } from "../../deploy/folders";
import { FaultyBatch } from "./faulty-batch";
import { virtualTime, Mortal, seeded } from "./mortal";

// DAPF_CRASH_ROUNDS and DAPF_CRASH_JOBS make it larger: 50 rounds with 300 jobs take minutes.
const ROUNDS = Number(process.env.DAPF_CRASH_ROUNDS ?? 50);
const JOBS = Number(process.env.DAPF_CRASH_JOBS ?? 30);
const KILLS = 20;
const FAULTS = { throttled: 0.2, lost: 0.05, hidden: 2000 };
const SETTLE = 10_000;

jest.setTimeout(600_000);
const folder = temporaryFolder();

function workflow(size: number, random: () => number): Graph<PlannedContainerJob> {
  const jobs = Array.from({ length: size }, (_, index): PlannedContainerJob => {
    const count = Math.min(index, Math.floor(random() * 4));
    const needs = [...new Set(Array.from({ length: count }, () => `job-${Math.floor(random() * index)}`))];
    const name = `job-${index}`;
    const dependsOn = needs.map((need) => ({ jobId: `\${${need}}` }));
    return { name, needs, path: [], request: { jobName: name, jobQueue: "queue", jobDefinition: "train", dependsOn } };
  });
  return buildGraph(jobs);
}

/** The file as somebody has mended it: every third job without another below it is a new one, every second is changed. */
function mendedFrom({ order, dependents }: Graph<PlannedContainerJob>): Graph<PlannedContainerJob> {
  const mended = order.map((job, index): PlannedContainerJob => {
    if (index % 3 === 0 && dependents(job.name).length === 0) {
      const name = `new-${job.name}`;
      return { ...job, name, request: { ...job.request, jobName: name } };
    }
    return index % 2 === 0 ? { ...job, request: { ...job.request, jobDefinition: "mended" } } : job;
  });
  return buildGraph(mended);
}

/** @param mendedAfter how many kills the file outlives as it was */
async function crashingRound(
  round: number,
  size: number,
  mendedAfter = Infinity,
): Promise<{ batch: FaultyBatch; kills: number; ids: Map<string, string>; left: ReadonlySet<string> }> {
  const random = seeded(round);
  const time = virtualTime(random);
  const batch = new FaultyBatch(FAULTS, time, random);
  const first = workflow(size, random);
  const file = path.join(folder, `${round}-${size}.journal`);
  for (let kills = 0; ; kills += 1) {
    // Each job takes about nine steps.
    const mortal = new Mortal(kills < KILLS ? Math.ceil(random() * ((size * 18) / KILLS)) : Infinity);
    const graph = kills < mendedAfter ? first : mendedFrom(first);
    const digests = Object.fromEntries(graph.order.map(({ name, request }) => [name, JSON.stringify(request)]));
    const mend = kills < mendedAfter ? undefined : () => Promise.resolve();
    const about = { of: kills < mendedAfter ? "test" : "mended test" };
    const journal = await openJournal({ file, about, jobs: { about: "of", digests }, mend });
    const own = mortal.time(time);
    const pace = { rate: 50, settle: SETTLE, retry: { ...DEFAULT_RETRY, attempts: 40 } };
    const kind = containerJobs(standIn(mortal.calls(batch.api), own), pace);
    const ended = runGraph({ graph, kind, journal: mortal.journal(journal), emit: () => undefined });
    const outcome = await Promise.race([ended, mortal.killed]);
    // What had been handed to the operating system is still written.
    await journal.append({ type: "end", at: 0 });
    await journal.close();
    if (outcome !== "killed") {
      expect(outcome.failures).toEqual([]);
      const names = new Set(graph.order.map(({ name }) => name));
      const left = new Set(first.order.flatMap(({ name }) => (names.has(name) ? [] : name)));
      return { batch, kills, ids: outcome.ids, left };
    }
    if (random() < 0.3) fs.appendFileSync(file, '{"type":"done","key":"job-1","id":"id');
  }
}

function expectEachOnce(size: number, { batch, ids }: { batch: FaultyBatch; ids: Map<string, string> }): void {
  const names = batch.jobs.map(({ jobName }) => jobName);
  expect(names).toHaveLength(size);
  expect(new Set(names).size).toBe(size);
  expect(new Map(batch.jobs.map(({ jobName = "", jobId = "" }) => [jobName, jobId]))).toEqual(new Map([...ids].sort()));
}

describe("a workflow whose file is mended between two kills, and that goes on", () => {
  it(`has each job of the mended file exactly once in the end, and none of the others twice`, async () => {
    let changed = 0;
    let left = 0;
    for (let round = 1; round <= ROUNDS / 2; round += 1) {
      const result = await crashingRound(1000 + round, JOBS, 1 + (round % 12));
      const names = result.batch.jobs.map(({ jobName = "" }) => jobName);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !result.left.has(name)).sort()).toEqual([...result.ids.keys()].sort());
      expect(result.ids.size).toBe(JOBS);
      changed += result.batch.jobs.filter(({ jobDefinition }) => jobDefinition === "mended").length;
      left += names.filter((name) => result.left.has(name)).length;
    }
    // Both kinds of jobs have to occur: submitted after they were changed, and submitted before they left the file.
    expect(Math.min(changed, left)).toBeGreaterThan(0);
  });
});

describe("a workflow under throttling and lost answers, killed at random moments", () => {
  it(`has each of its jobs exactly once in the end (${ROUNDS} rounds)`, async () => {
    let kills = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const result = await crashingRound(round, JOBS);
      kills += result.kills;
      expectEachOnce(JOBS, result);
    }
    // The test is worth nothing unless most lives end early.
    expect(kills).toBeGreaterThan(ROUNDS * KILLS * 0.7);
  });

  it("has each of 300 jobs exactly once", async () => {
    const result = await crashingRound(0, 300);
    expectEachOnce(300, result);
    expect(result.batch.jobs.every(({ tags }) => tags?.[SUBMISSION_TAG] !== undefined)).toBe(true);
  });
});
