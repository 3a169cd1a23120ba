import * as fs from "node:fs";
import * as path from "node:path";
import { type JobResult, NOT_SUBMITTED, runGraph } from "../../../jobs/engine";
import { buildGraph } from "../../../jobs/engine/graph";
import { type Journal, JournalWriteError, openJournal } from "../../../jobs/engine/journal";
import { SUBMISSION_TAG, trainingJobs } from "../../../jobs/training/kind";
import type { PlannedServiceJob } from "../../../jobs/training/planned-job";
import { NotAnsweredError } from "../../../jobs/training/errors";
import { runJobs } from "../../../jobs/training/run";
import { standIn } from "../../aws/stand-in";
import { temporaryFolder } from "../../deploy/folders";
import { FakeServiceJobs, type Faults, ProcessDied } from "./fake-service-jobs";
import { randomOf, VirtualTime } from "./virtual-time";

const folder = temporaryFolder();
let count = 0;
const newFile = () => path.join(folder, `${(count += 1)}.journal`);

function job(name: string, needs: readonly string[] = [], needsIds: readonly string[] = []): PlannedServiceJob {
  return { name, needs, needsIds, request: request(name) };
}
const request = (jobName: string) => ({
  jobName,
  jobQueue: "queue",
  serviceJobType: "SAGEMAKER_TRAINING" as const,
  serviceRequestPayload: "{}",
});

interface World {
  readonly time: VirtualTime;
  readonly api: FakeServiceJobs;
  /** @returns what became of the jobs, in their order */
  run(
    jobs: readonly PlannedServiceJob[],
    more?: { monitor?: boolean; signal?: AbortSignal },
  ): Promise<readonly JobResult[]>;
}

function world(faults: Faults = {}, { seed = 1, perSecond = Infinity, file = newFile() } = {}): World {
  const time = new VirtualTime(randomOf(seed));
  const api = new FakeServiceJobs(time, faults, perSecond);
  const batch = standIn(api, time);
  return {
    time,
    api,
    run: async (jobs, { monitor = false, signal } = {}) => {
      const journal =
        file === "in memory"
          ? inMemory()
          : await openJournal({ file, about: {}, jobs: { about: "the jobs", digests: {} } });
      const append: typeof journal.append = (record) => time.whileWorking(journal.append(record));
      const run = runGraph({
        graph: buildGraph(jobs),
        kind: trainingJobs(batch, Date.parse(journal.begun)),
        journal: { ...journal, append },
        monitor,
        signal,
        emit: () => undefined,
      });
      const { failures, results } = await time.during(run).finally(() => journal.close());
      for (const { cause } of failures) throw cause;
      return results;
    },
  };
}

/** A journal of a test that dies nowhere. */
function inMemory(): Journal {
  const done = () => Promise.resolve();
  return { file: "", run: "run", begun: "2026-01-01T00:00:00Z", records: [], append: done, close: done, remove: done };
}

/** Runs until it gets through, each time in a process that knows only the journal; dies at calls that are at random. */
async function untilDone(one: World, jobs: readonly PlannedServiceJob[], deaths: number, random: () => number) {
  let died = 0;
  for (;;) {
    one.api.isDead = false;
    one.api.dieAt = died < deaths ? one.api.calls + 1 + Math.floor(random() * (jobs.length / 12)) : undefined;
    try {
      return { results: await one.run(jobs), died };
    } catch (error) {
      if (!(error instanceof Error) || !(error.cause instanceof ProcessDied)) throw error;
      died += 1;
    }
  }
}

const many = (size: number) => Array.from({ length: size }, (_, index) => job(`job-${index}`));

test("1,000 jobs are submitted at 95 % or more of 5 a second, and AWS Batch refuses none for its rate", async () => {
  const one = world({}, { perSecond: 5, file: "in memory" });
  await one.run(many(1000));
  const seconds = (Math.max(...one.api.taken) - Math.min(...one.api.taken)) / 1000;
  expect(one.api.jobs).toHaveLength(1000);
  expect(999 / seconds).toBeGreaterThanOrEqual(0.95 * 5);
  expect(999 / seconds).toBeLessThanOrEqual(5.01);
  expect(one.api.refused).toBe(0);
});

// 1,000 in `npm run bench -- train`, against the embedded AWS and with a real SIGKILL.
const JOBS = Number(process.env.DAPF_TRAIN_JOBS ?? 150);

test("jobs are each submitted once with 20 % throttling, lost answers and calls, and processes that die", async () => {
  const jobs = many(JOBS);
  const one = world({ throttled: 0.2, lostAnswers: 0.05, lostCalls: 0.05 }, { seed: 7, perSecond: 5 });
  const { results, died } = await untilDone(one, jobs, 10, randomOf(3));

  expect(died).toBe(10);
  expect(one.api.jobs.map(({ jobName }) => jobName).sort()).toEqual(jobs.map(({ name }) => name).sort());
  const ids = new Map(one.api.jobs.map(({ jobName, jobId }) => [jobName, jobId]));
  expect(results.map(({ job: name, id }) => [name, id])).toEqual(jobs.map(({ name }) => [name, ids.get(name)]));
}, 60_000);

test.each(Array.from({ length: Number(process.env.DAPF_CRASH_ROUNDS ?? 8) }, (_, seed) => [seed]))(
  "a workflow that dies again and again doubles and forgets nothing (seed %i)",
  async (seed) => {
    const random = randomOf(seed);
    const jobs = Array.from({ length: 30 }, (_, index) =>
      job(
        `job-${index}`,
        Array.from({ length: index }, (__, before) => `job-${before}`).filter(() => random() < 0.1),
      ),
    );
    const one = world({ throttled: 0.2, lostAnswers: 0.2, lostCalls: 0.1 }, { seed });
    await untilDone(one, jobs, 10, random);
    expect(one.api.jobs.map(({ jobName }) => jobName).sort()).toEqual(jobs.map(({ name }) => name).sort());
  },
);

describe("a workflow", () => {
  test("submits a job when those before it have succeeded, whatever their order in the file", async () => {
    const one = world();
    const jobs = [job("evaluate", ["train-a", "train-b"]), job("train-a", ["prepare"]), job("train-b"), job("prepare")];
    one.api.endsAs("prepare", "SUCCEEDED", 60_000).endsAs("train-a", "SUCCEEDED", 30_000);
    await one.run(jobs);

    const at = new Map(one.api.jobs.map(({ jobName, createdAt }) => [jobName, createdAt]));
    const between = (first: string, then: string) => (at.get(then) ?? 0) - (at.get(first) ?? 0);
    expect(between("prepare", "train-a")).toBeGreaterThanOrEqual(60_000);
    expect(between("train-a", "evaluate")).toBeGreaterThanOrEqual(30_000);
    expect(between("prepare", "train-b")).toBeLessThan(1000);
  });

  test("does not submit what comes after a failed job, and says why; the rest goes on", async () => {
    const one = world();
    one.api.endsAs("prepare", "FAILED", 1000, "no such bucket");
    const jobs = [job("evaluate", ["train"]), job("train", ["prepare"]), job("prepare"), job("other")];
    const results = await one.run(jobs, { monitor: true });

    expect(results).toEqual([
      { job: "evaluate", status: NOT_SUBMITTED, reason: "depends on train, which was not submitted" },
      { job: "train", status: NOT_SUBMITTED, reason: "depends on prepare, which is FAILED: no such bucket" },
      expect.objectContaining({ job: "prepare", status: "FAILED" }),
      expect.objectContaining({ job: "other", status: "SUCCEEDED" }),
    ]);
    expect(one.api.jobs).toHaveLength(2);
  });

  test("waits for jobs that were submitted before, by their ids", async () => {
    const one = world();
    const [before] = await one.run([job("before")]);
    const again = world();
    again.api.jobs.push(...one.api.jobs);
    const results = await again.run([job("after", [], [before?.id ?? ""])]);
    expect(results).toEqual([expect.objectContaining({ job: "after", status: "SUBMITTED" })]);
  });

  test("ends when it is interrupted; the same command goes on", async () => {
    const file = newFile();
    const one = world({}, { file });
    one.api.endsAs("prepare", "SUCCEEDED", 600_000);
    const jobs = [job("prepare"), job("train", ["prepare"])];
    const controller = new AbortController();
    const interrupted = one.time.sleep(60_000).then(() => controller.abort());
    const first = await one.run(jobs, { signal: controller.signal });
    await interrupted;
    expect(first.map(({ status }) => status)).toEqual(["RUNNING", undefined]);
    const second = await one.run(jobs, { monitor: true });
    expect(second.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(one.api.jobs).toHaveLength(2);
  });
});

test("a job that AWS Batch forgets while it is watched is not waited for without end", async () => {
  const one = world();
  one.api.endsAs("train", "SUCCEEDED", 3_600_000);
  void one.time.sleep(5000).then(() => one.api.jobs.splice(0));
  const results = await one.run([job("train")], { monitor: true });
  expect(results).toEqual([
    expect.objectContaining({ status: "FAILED", reason: "AWS Batch does not know the job any more" }),
  ]);
});

describe("AWS Batch that is away while jobs are watched", () => {
  const away = (one: World, from: number, until: number) => {
    void one.time.sleep(from).then(() => (one.api.isAway = true));
    void one.time.sleep(until).then(() => (one.api.isAway = false));
  };
  const jobs = [job("prepare"), job("train", ["prepare"])];

  test("for some minutes holds up a workflow, no more", async () => {
    const one = world();
    one.api.endsAs("prepare", "SUCCEEDED", 60_000);
    away(one, 10_000, 600_000);
    const results = await one.run(jobs, { monitor: true });
    expect(results.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(one.time.now() - (one.api.taken[0] ?? 0)).toBeGreaterThan(590_000);
  });

  test("for longer ends the command, which goes on when it is run again", async () => {
    const one = world();
    one.api.endsAs("prepare", "SUCCEEDED", 60_000);
    away(one, 10_000, 3_600_000);
    await expect(one.run(jobs)).rejects.toThrow("AWS Batch was not reached for DescribeServiceJob");
    one.api.isAway = false;
    expect((await one.run(jobs)).map(({ status }) => status)).toEqual(["SUCCEEDED", "SUBMITTED"]);
    expect(one.api.jobs).toHaveLength(2);
  });
});

test("more jobs than are described one by one are looked for in lists, and those that a list has not by their ids", async () => {
  const one = world();
  const listed = one.api.listServiceJobs.bind(one.api);
  one.api.listServiceJobs = async (request) => {
    const { jobSummaryList } = await listed(request);
    return { jobSummaryList: jobSummaryList.filter(({ jobName }) => jobName !== "job-3") };
  };
  const results = await one.run(many(30), { monitor: true });
  expect(results.every(({ status }) => status === "SUCCEEDED")).toBe(true);
  expect(one.api.calls).toBeLessThan(30 * 6);
});

test("a journal of an earlier dapf is gone on with", async () => {
  const file = newFile();
  // Of `{name, after, afterIds, request}` of both jobs.
  const digest = "2d45576ba6a884722a407ede2d42ceb54750548520bfea85eb7bea5ba7ed033b";
  const about = { "what is submitted": digest, "where to": "eu-west-1" };
  const lines = [
    { dapfJournal: 1, run: "run", begun: "2026-01-01T00:00:00Z", about },
    { type: "call", key: "prepare", at: 1 },
    { type: "done", key: "prepare", id: "id-1", at: 2 },
    { type: "ended", key: "prepare", outcome: "FAILED", reason: "wrong data" },
  ];
  fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const jobs = [job("prepare"), job("train", ["prepare"], ["5cd1"])];
  const run = await runJobs({ jobs, batch: standIn({}), journal: file, target: "eu-west-1" });
  expect(run.results).toEqual([
    { job: "prepare", id: "id-1", status: "FAILED", reason: "wrong data" },
    { job: "train", status: NOT_SUBMITTED, reason: "depends on prepare, which is FAILED: wrong data" },
  ]);
  expect(run.fresh).toBe(0);
  await run.close(false);
  expect(fs.existsSync(file)).toBe(false);
});

test("a job is tagged with its queue beside its own tags, so that policies can tell it from jobs of others", async () => {
  const one = world({}, { file: newFile() });
  await one.run([job("train")]);
  const [submitted] = one.api.jobs;
  expect(submitted?.tags).toEqual({ "dapf-queue": submitted?.jobQueue, [SUBMISSION_TAG]: expect.any(String) });
});

describe("a submission whose outcome is not known", () => {
  test("is settled by its tag among jobs of the same name", async () => {
    const file = newFile();
    const one = world({}, { file });
    await one.run([job("train")]);
    const [submitted] = one.api.jobs;
    // The answer did not get as far as the journal, and somebody else has submitted a job of that name.
    const lines = fs.readFileSync(file, "utf8").split("\n");
    fs.writeFileSync(file, `${lines.filter((line) => !line.includes('"done"')).join("\n")}`);
    if (submitted !== undefined)
      one.api.jobs.push({ ...submitted, jobId: "other", tags: { [SUBMISSION_TAG]: "another" } });

    const results = await one.run([job("train")]);
    expect(results).toEqual([expect.objectContaining({ id: submitted?.jobId })]);
    expect(one.api.jobs).toHaveLength(2);
  });
});

describe("a run that AWS Batch does not let go on", () => {
  const retry = { attempts: 2, base: 1, cap: 1, answer: 1000 };
  const failing = (error: Error & { code?: string; $metadata?: object }) => {
    const batch = standIn({ submitServiceJob: () => Promise.reject(error) }, new VirtualTime(randomOf(1)));
    const run = runJobs({ jobs: [job("train")], batch, journal: newFile(), target: "t", retry, settle: 0 });
    // Cast: time passes for any work.
    return (batch.time as VirtualTime).during(run);
  };

  test("because nobody is reached says which job it was, and that the same command goes on", async () => {
    const refusal = failing(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
    await expect(refusal).rejects.toThrow(NotAnsweredError);
    await expect(refusal).rejects.toThrow(
      "AWS Batch did not answer the submission of train: connect ECONNREFUSED. Run the same command to go on.",
    );
  });

  test("because of who asks ends with the words of AWS", async () => {
    const error = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };
    await expect(failing(Object.assign(new Error("not authorized"), error))).rejects.toThrow(
      "AWS Batch does not let you SubmitServiceJob in eu-west-1: not authorized (AccessDeniedException)",
    );
  });

  test("because its journal cannot be had is told as that", async () => {
    const journal = path.join(newFile(), "no folder", "x.journal");
    fs.writeFileSync(path.dirname(path.dirname(journal)), "");
    const run = runJobs({ jobs: [job("train")], batch: standIn({}), journal, target: "t" });
    await expect(run).rejects.toThrow(JournalWriteError);
  });
});

describe("a run whose session with AWS ends", () => {
  const jobs = [job("first"), job("second", ["first"])];
  const expired = () => Object.assign(new Error("token expired"), { name: "ExpiredTokenException" });

  function place(journal = newFile()) {
    const time = new VirtualTime(randomOf(1));
    const api = new FakeServiceJobs(time);
    const batch = standIn(api, time);
    const run = () => time.during(runJobs({ jobs, batch, journal, target: "t", monitor: true, settle: 0 }));
    return { time, api, run };
  }

  test("ends with what it knows, as no failure, and the same command goes on", async () => {
    const { time, api, run } = place();
    api.signedOutAt = time.now() + 3000;
    const cut = await run();
    await cut.close(false);
    expect([cut.signedOut?.reason, cut.failures]).toEqual(["token expired", []]);
    expect(cut.results.map(({ status }) => status)).toEqual(["RUNNING", undefined]);

    api.signedOutAt = Infinity;
    const { signedOut, results, close } = await run();
    await close(false);
    expect(signedOut).toBeUndefined();
    expect(results.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(api.jobs).toHaveLength(2);
  });

  test("also when it is the next job that AWS does not take any more; the first has to be taken", async () => {
    const { api, run } = place();
    const submit = api.submitServiceJob.bind(api);
    api.submitServiceJob = (request) => (request.jobName === "first" ? submit(request) : Promise.reject(expired()));
    const cut = await run();
    await cut.close(false);
    expect([cut.signedOut?.reason, cut.results[0]?.status]).toEqual(["token expired", "SUCCEEDED"]);

    const other = place();
    other.api.signedOutAt = 0;
    await expect(other.run()).rejects.toThrow("token expired. Sign in to AWS first");
  });
});

test("an answer without an id leaves open whether there is a job: it is looked for, and not submitted twice", async () => {
  const one = world();
  const submit = one.api.submitServiceJob.bind(one.api);
  // Cast: AWS Batch always sends the id.
  one.api.submitServiceJob = async (request) => ({ ...(await submit(request)), jobId: undefined as never });
  const results = await one.run([job("train")]);
  expect(results).toEqual([expect.objectContaining({ id: one.api.jobs[0]?.jobId })]);
  expect(one.api.jobs).toHaveLength(1);
});
