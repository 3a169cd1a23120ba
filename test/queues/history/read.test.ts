import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import * as fs from "node:fs";
import * as path from "node:path";
import { type History, type HistoryQuery, type JobRecord, readHistory } from "../../../queues/history";
import { rank } from "../../../queues/history/summary";
import { standIn } from "../../aws/stand-in";
import { temporaryFolder } from "../../deploy/folders";
import { failing, JobsAccount, lasting } from "../../emulator/batch/jobs/container/jobs-account";
import { G5, threeShares, training, type TrainingAccount } from "../../emulator/batch/jobs/service/training-account";
import { LogOfJobs } from "./log-of-jobs";

const root = temporaryFolder();
let folders = 0;

interface Call {
  call(operation: string, body?: object): Record<string, unknown>;
}

/** What AWS Batch lists of an account. */
const batchOf = (account: Call) =>
  standIn({
    // Casts: the account answers what the operation does.
    listJobs: (input) => Promise.resolve(account.call("ListJobs", input) as never),
    listServiceJobs: (input) => Promise.resolve(account.call("ListServiceJobs", input) as never),
  });

const nothing = standIn({});

interface Told {
  readonly records: readonly JobRecord[];
  readonly history: History;
}

function query(changes: Partial<HistoryQuery> = {}): HistoryQuery {
  return { group: "jobs", listed: [], after: 0, teamOf: () => undefined, ...changes };
}

/** Reads in a folder of its own. */
async function read(log: LogOfJobs, batch = nothing, asked = query(), now = Date.parse("2100-01-01")): Promise<Told> {
  folders += 1;
  const records: JobRecord[] = [];
  const history = await readHistory({ batch, logs: log.client() }, asked, {
    folder: path.join(root, String(folders)),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onRecord: (record) => void records.push(record),
    now: () => now,
  });
  return { records, history };
}

function logOf({ events }: Pick<TrainingAccount, "events">, pageSize?: number): LogOfJobs {
  const log = new LogOfJobs("jobs", pageSize);
  for (const event of events) log.hear(event);
  return log;
}

/** Three shares that lend, borrow and preempt, with jobs of two tries among them. */
function busy(): { readonly account: TrainingAccount; readonly ids: readonly string[] } {
  const account = threeShares();
  const ids: string[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const share = ["QS1", "QS1", "QS2", "QS3"][turn % 4] ?? "";
    const outcome = turn % 5 === 0 ? "FAILED,SUCCEEDED" : turn % 7 === 0 ? "FAILED" : "SUCCEEDED";
    const serviceRequestPayload = training(300 + 40 * turn, outcome);
    ids.push(
      account.submitTo(share, `job-${turn}`, turn % 3, {
        serviceRequestPayload,
        retryStrategy: { attempts: 2 },
      }),
    );
    account.step(37);
    account.batch.service.catchUp();
  }
  for (let minute = 0; minute < 600; minute += 1) {
    account.step(60);
    account.batch.service.catchUp();
  }
  return { account, ids };
}

/** What the embedded AWS says itself of a job. */
function own(job: DescribeServiceJobResponse) {
  const lost = job.preemptionSummary?.recentPreemptedAttempts ?? [];
  const all = [...(job.attempts ?? []), ...lost];
  const spans = (some: typeof all) =>
    some.reduce((sum, { startedAt, stoppedAt = 0 }) => sum + (startedAt === undefined ? 0 : stoppedAt - startedAt), 0);
  const starts = all.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    share: job.quotaShareName,
    submitted: job.createdAt,
    started: Math.min(...starts),
    ended: job.stoppedAt,
    attempts: all.length,
    preemptions: job.preemptionSummary?.preemptedAttemptCount ?? 0,
    capacity: { [G5]: 1 },
    result: job.status,
    ran: spans(all),
    lost: spans(lost),
  };
}

describe("the history of training jobs", () => {
  const { account, ids } = busy();

  it("has a record of each job, with the figures of the embedded AWS's own record", async () => {
    const { records } = await read(logOf(account));

    expect(records.map(({ job }) => job).sort()).toEqual([...ids].sort());
    for (const record of records) expect(record).toMatchObject(own(account.job(record.job)));
    const sum = (of: (record: JobRecord) => number) => records.reduce((total, one) => total + of(one), 0);
    // Else the test would show little.
    expect(sum(({ preemptions }) => preemptions)).toBeGreaterThan(0);
    expect(records.some(({ result }) => result === "FAILED")).toBe(true);
    expect(sum(({ attempts }) => attempts)).toBeGreaterThan(records.length);
  });

  it("knows to the second when a job became RUNNABLE", async () => {
    const { records } = await read(logOf(account));

    for (const { job, runnable = 0, submitted } of records) {
      const event = account.events.find(({ detail }) => detail.jobId === job && detail.status === "RUNNABLE");
      expect(runnable).toBe(Math.max(submitted, Math.floor((event?.at ?? 0) / 1000) * 1000));
    }
  });

  it("sums up by share", async () => {
    const { records, history } = await read(logOf(account));

    expect(history.summary.map(({ share }) => share)).toEqual(["QS1", "QS2", "QS3"]);
    for (const { share, jobs, wait, failed, preempted, runningHours, lostHours } of history.summary) {
      const some = records.filter((record) => record.share === share);
      const waits = some.map(({ started = 0, runnable = 0 }) => started - runnable).sort((a, b) => a - b);
      expect([jobs, failed]).toEqual([some.length, some.filter(({ result }) => result === "FAILED").length]);
      expect(preempted).toBe(some.filter(({ preemptions }) => preemptions > 0).length);
      expect(wait?.max).toBe(waits.at(-1));
      expect(wait?.p50).toBe(waits[Math.ceil(waits.length / 2) - 1]);
      const hours = (of: (record: JobRecord) => number) => some.reduce((sum, one) => sum + of(one), 0) / 3_600_000;
      expect(runningHours[G5]).toBeCloseTo(
        hours(({ ran }) => ran),
        9,
      );
      expect(lostHours[G5] ?? 0).toBeCloseTo(
        hours(({ lost }) => lost),
        9,
      );
    }
  });

  it("is the same in whatever order and how often the events come, and on whatever pages", async () => {
    const once = await read(logOf(account));
    const log = logOf(account, 7);
    log.add(logOf(account).filter({ logGroupName: "jobs" }).events.slice().reverse());
    const twice = await read(log);

    const byJob = (one: JobRecord, other: JobRecord) => (one.job < other.job ? -1 : 1);
    expect([...twice.records].sort(byJob)).toEqual([...once.records].sort(byJob));
  });

  it("has only what was asked for", async () => {
    const [first, second] = [account.job(ids[3] ?? ""), account.job(ids[8] ?? "")];
    const between = query({ after: first.createdAt, before: second.createdAt });
    const { records } = await read(logOf(account), nothing, between);
    expect(records.map(({ name }) => name).sort()).toEqual(["job-3", "job-4", "job-5", "job-6", "job-7"]);

    const { history } = await read(logOf(account), nothing, query({ share: "QS2" }));
    expect(history.summary.map(({ share, jobs }) => [share, jobs])).toEqual([["QS2", 3]]);

    const teamOf = (queue: string, share: string) => (queue === "queue" && share === "QS3" ? "vision" : undefined);
    const ofTeam = await read(logOf(account), nothing, query({ team: "vision", teamOf }));
    expect(ofTeam.records.map(({ share, team }) => [share, team])).toEqual(Array(3).fill(["QS3", "vision"]));
  });

  it("goes on where it was broken off, and tells each job once", async () => {
    const whole = await read(logOf(account));
    for (const pages of [1, 2, 5]) {
      const log = logOf(account, 9);
      const folder = path.join(root, `broken-off-${pages}`);
      const stop = new AbortController();
      let seen = 0;
      const records: JobRecord[] = [];
      const go = (signal: AbortSignal) =>
        readHistory({ batch: nothing, logs: log.client() }, query(), {
          folder,
          signal,
          onProgress: () => {
            seen += 1;
            if (seen === pages) stop.abort();
          },
          onRecord: (record) => void records.push(record),
          now: () => Date.parse("2100-01-01"),
        });
      await expect(go(stop.signal)).rejects.toThrow(/^Interrupted at 2.*: the same command goes on from there\.$/);
      expect(records).toEqual([]);
      // What came into the file after the last mark is no part of it.
      fs.appendFileSync(path.join(folder, "jobs.ndjson"), '{"job":"torn');
      log.asked = [];
      await go(new AbortController().signal);
      expect(records).toEqual(whole.records);
      expect(log.asked[0]?.startTime).toBeGreaterThan(0);
      expect(fs.existsSync(folder)).toBe(false);
    }
  });
});

describe("jobs that have not ended", () => {
  it("stand where AWS Batch lists them, and run up to now", async () => {
    const account = threeShares();
    const running = account.submitTo("QS2", "running", 1);
    account.submitTo("QS3", "other", 1);
    const waiting = account.submitTo("QS3", "waiting", 1);
    account.step(100);
    account.batch.service.catchUp();
    const listed = [{ queue: "queue", kind: "training" }] as const;
    const now = account.batch.clock.now();

    const { records } = await read(logOf(account), batchOf(account.batch), query({ listed }), now);

    const found = new Map(records.map((record) => [record.job, record]));
    const startedAt = account.job(running).startedAt;
    expect(found.get(running)).toMatchObject({ result: "RUNNING", started: startedAt, ran: now - (startedAt ?? 0) });
    expect(found.get(waiting)).toMatchObject({ result: "RUNNABLE", attempts: 0, ran: 0 });
    expect(records.length).toBe(3);
  });

  it("are told of, too, when the log does not know them", async () => {
    const account = threeShares();
    account.submitTo("QS2", "ended", 1, { serviceRequestPayload: training(10) });
    account.step(500);
    account.batch.service.catchUp();
    account.submitTo("QS2", "running", 1);
    account.step(100);
    const listed = [{ queue: "queue", kind: "training" }] as const;

    const { records } = await read(new LogOfJobs("jobs"), batchOf(account.batch), query({ group: undefined, listed }));

    const shown = records.map(({ name, share, result }) => [name, share, result]);
    expect(shown).toEqual([
      ["running", "QS2", "RUNNING"],
      ["ended", "QS2", "SUCCEEDED"],
    ]);
  });

  it("are counted as lost when neither the log nor AWS Batch knows how they ended", async () => {
    const account = threeShares();
    account.submitTo("QS2", "gone", 1);
    account.step(100);
    account.batch.service.catchUp();

    const { records, history } = await read(logOf(account));

    expect([records, history.unfinished]).toEqual([[], 1]);
  });
});

describe("the history of container jobs", () => {
  function heard(resources: object = {}) {
    const log = new LogOfJobs("jobs");
    const batch = new JobsAccount(resources, { onEvent: (_, event) => log.hear(event) });
    const pass = (milliseconds: number) => {
      batch.clock.step(milliseconds);
      batch.service.catchUp();
    };
    return { log, batch, pass };
  }

  it("has attempts, the team's tag, and what the container had", async () => {
    const { log, batch, pass } = heard();
    const id = batch.submit({ ...failing("1,0"), retryStrategy: { attempts: 2 }, tags: { team: "vision" } });
    for (let second = 0; second < 60; second += 1) pass(1000);

    const { records } = await read(log);

    const job = batch.job(id);
    const ran = (job.attempts ?? []).reduce((sum, { startedAt = 0, stoppedAt = 0 }) => sum + stoppedAt - startedAt, 0);
    expect(records).toMatchObject([
      { job: id, team: "vision", attempts: 2, preemptions: 0, result: "SUCCEEDED", ran, lost: 0, ended: job.stoppedAt },
    ]);
    expect(records[0]?.capacity).toMatchObject({
      vCPU: expect.any(Number) as number,
      MiB: expect.any(Number) as number,
    });
  });

  it("has a record for each job of an array, and none for the array", async () => {
    const { log, batch, pass } = heard();
    const id = batch.submit({ arrayProperties: { size: 3 } });
    for (let second = 0; second < 60; second += 1) pass(1000);

    const { records } = await read(log);

    expect(records.map(({ job }) => job).sort()).toEqual([`${id}:0`, `${id}:1`, `${id}:2`]);
  });

  it("has jobs of an array that run while AWS Batch lists the array only", async () => {
    const { log, batch, pass } = heard();
    const id = batch.submit({ ...lasting(3600), arrayProperties: { size: 2 } });
    for (let second = 0; second < 60; second += 1) pass(1000);
    const listed = [{ queue: "containers", kind: "containers" }] as const;

    const { records, history } = await read(log, batchOf(batch), query({ listed }), batch.clock.now());

    expect(records.map(({ job, result }) => [job, result]).sort()).toEqual([
      [`${id}:0`, "RUNNING"],
      [`${id}:1`, "RUNNING"],
    ]);
    expect(history.unfinished).toBe(0);
  });

  it("keeps nothing of what may be secret", async () => {
    const { log, batch, pass } = heard();
    const environment = [{ name: "PASSWORD", value: "hunter2" }];
    batch.submit({ containerOverrides: { environment, command: ["login", "--token=hunter2"] } });
    for (let second = 0; second < 60; second += 1) pass(1000);

    const lines = log.filter({ logGroupName: "jobs" }).events.map(({ message = "" }) => message);

    expect((await read(log)).records).toHaveLength(1);
    expect(lines.join("\n")).not.toMatch(/hunter2|PASSWORD|login/);
  });

  it("counts an attempt as lost whose machine EC2 has taken back", async () => {
    const { log, batch, pass } = heard({ type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" });
    const id = batch.submit({ ...lasting(3600), retryStrategy: { attempts: 2 } });
    for (let second = 0; second < 30; second += 1) pass(1000);
    batch.service.simulations.reclaim("compute");
    for (let second = 0; second < 4000; second += 100) pass(100_000);

    const { records } = await read(log);

    const [first] = batch.job(id).attempts ?? [];
    const lost = (first?.stoppedAt ?? 0) - (first?.startedAt ?? 0);
    expect(lost).toBeGreaterThan(0);
    expect(records).toMatchObject([{ job: id, attempts: 2, preemptions: 1, result: "SUCCEEDED", lost }]);
  });
});

test("a percentile is the least value that so many do not exceed", () => {
  const values = Float64Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect([rank(values, 0.5), rank(values, 0.95), rank(values, 1)]).toEqual([5, 10, 10]);
  expect(rank(Float64Array.from([7]), 0.5)).toBe(7);
});
