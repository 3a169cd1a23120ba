import { SubmitFailedError } from "../../../jobs/engine";
import { OutcomeForgottenError } from "../../../jobs/engine/errors";
import { type Journal, JournalWriteError } from "../../../jobs/engine/journal";
import type { RunRecord } from "../../../jobs/engine/record";
import { submitOne } from "../../../jobs/engine/submit-one";
import { containerJobs } from "../../../jobs/container/submissions/kind";
import { type BatchCalls, standIn } from "../../aws/stand-in";
import { randomOf, VirtualTime } from "../training/virtual-time";

const DAY = 24 * 60 * 60 * 1000;
const lost = () => Promise.reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
const request = { jobName: "train", jobQueue: "q", jobDefinition: "d" };

interface World {
  readonly calls?: Partial<BatchCalls>;
  /** Milliseconds before now at which an earlier process made a call. */
  readonly openSince?: number;
  /** Records of this type cannot be written. */
  readonly unwritable?: RunRecord["type"];
  readonly isStopped?: () => boolean;
}

/** Submits one job to a service without any jobs. */
function world({ calls = {}, openSince, unwritable, isStopped = () => false }: World) {
  const time = new VirtualTime(randomOf(1));
  const records: string[] = [];
  const append = ({ type }: RunRecord) => {
    if (type === unwritable) return Promise.reject(new JournalWriteError("file", "disk full"));
    return Promise.resolve(void records.push(type));
  };
  const done = () => Promise.resolve();
  const journal: Journal = { file: "file", run: "run", begun: "", records: [], append, close: done, remove: done };
  const batch = standIn({ listJobs: () => Promise.resolve({ jobSummaryList: [] }), ...calls }, time);
  const kind = containerJobs(batch, { retry: { attempts: 2, base: 1, cap: 1, answer: 1000 }, settle: 1000 });
  const job = { name: "train", needs: [], path: [], request };
  const since = openSince === undefined ? undefined : time.now() - openSince;
  return { records, outcome: time.during(submitOne(kind, journal, job, new Map(), since, isStopped)) };
}

describe("a submission", () => {
  it("that is never answered, and of which no job appears, is no answer; nobody is told that it was refused", async () => {
    const { records, outcome } = world({ calls: { submitJob: lost } });
    expect(await outcome).toEqual({ kind: "no answer", reason: "AWS Batch did not answer" });
    expect(records).toEqual(["call", "call"]);
  });

  it("whose record cannot be written is not submitted again: that is an error of the journal", async () => {
    let made = 0;
    const submitJob = () => Promise.resolve({ jobName: "train", jobId: `id-${(made += 1)}` });
    const { outcome } = world({ calls: { submitJob }, unwritable: "done" });
    await expect(outcome).rejects.toThrow(JournalWriteError);
    expect(made).toBe(1);
  });

  it("of an earlier process is looked for before there is another", async () => {
    const submitJob = () => Promise.resolve({ jobName: "train", jobId: "id" });
    const { records, outcome } = world({ calls: { submitJob }, openSince: DAY });
    expect(await outcome).toEqual({ kind: "submitted", id: "id", found: false });
    expect(records).toEqual(["call", "done"]);
  });

  it("of which AWS Batch may have forgotten the job is not made again", async () => {
    const { records, outcome } = world({ openSince: 7 * DAY });
    await expect(outcome).rejects.toThrow(OutcomeForgottenError);
    await expect(outcome).rejects.toThrow(
      /^Whether train was submitted at 2025-12-25T00:00:00.000Z cannot be looked up/,
    );
    expect(records).toEqual([]);
  });

  it.each([
    ["before its turn", 0],
    ["while it waits for its turn", 1],
  ])("that is stopped %s is not made", async (_, looks) => {
    let asked = 0;
    const { records, outcome } = world({ isStopped: () => (asked += 1) > looks });
    expect(await outcome).toEqual({ kind: "stopped" });
    expect(records).toEqual([]);
  });
});

test("of many jobs that could not be submitted the first ten are named", () => {
  const failures = Array.from({ length: 12 }, (_, index) => ({
    name: `j${index}`,
    kind: "refused" as const,
    reason: "why",
  }));
  const { message } = new SubmitFailedError(failures, new Map([["a", "id"]]), 13);
  expect(message).toContain("  j9: refused: why\n  and 2 more\nSubmitted are 1 of 13 jobs.");
});
