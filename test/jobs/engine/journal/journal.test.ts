import * as fs from "node:fs";
import { type FileHandle, open as openFile } from "node:fs/promises";
import * as path from "node:path";
import {
  JournalDamagedError,
  JournalLockedError,
  JournalMismatchError,
  JournalVersionError,
  JournalWriteError,
  NothingToContinueError,
  openJournal,
} from "../../../../jobs/engine/journal";
import type { Difference } from "../../../../jobs/engine/journal";
import { isFinished, progressOf, type RunRecord } from "../../../../jobs/engine/record";
import { temporaryFolder } from "../../../deploy/folders";

const folder = temporaryFolder();
let file: string;
let count = 0;
beforeEach(() => {
  count += 1;
  file = path.join(folder, `${count}.journal`);
});

const jobsOf = (digests: Record<string, string> = {}) => ({ about: "the file", digests });
const open = (about: Record<string, string> = { "the file": "a" }, again = false) =>
  openJournal({ file, about, jobs: jobsOf(), again });
const call = (at: number) => ({ type: "call" as const, key: "train", at });

async function withRecords(...numbers: number[]): Promise<string> {
  const journal = await open();
  await Promise.all(numbers.map((at) => journal.append(call(at))));
  await journal.close();
  return journal.run;
}

describe("a journal", () => {
  it("has the same run and records when it is opened again", async () => {
    const run = await withRecords(1, 2, 3);
    const journal = await open();
    expect({ run: journal.run, records: journal.records }).toEqual({ run, records: [1, 2, 3].map(call) });
    await journal.close();
  });

  it("has a record on the disk when append resolves", async () => {
    const journal = await open();
    await journal.append(call(7));
    expect(fs.readFileSync(file, "utf8").split("\n")[1]).toBe('{"type":"call","key":"train","at":7}');
    await journal.close();
  });

  it("loses only a last line that a crash tore, and goes on after it", async () => {
    await withRecords(1, 2);
    fs.truncateSync(file, fs.statSync(file).size - 3);
    const journal = await open();
    expect(journal.records).toEqual([call(1)]);
    await journal.append(call(3));
    await journal.close();
    const after = await open();
    expect(after.records).toEqual([call(1), call(3)]);
    await after.close();
  });

  it("refuses a line in the middle that cannot be read", async () => {
    await withRecords(1, 2);
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('"at":1}', '"at":'));
    await expect(open()).rejects.toThrow(JournalDamagedError);
    await expect(open()).rejects.toThrow(`${file}:2`);
  });

  it("refuses the version of another dapf", async () => {
    fs.writeFileSync(file, '{"dapfJournal":2,"something":"else"}\n');
    await expect(open()).rejects.toThrow(JournalVersionError);
  });

  it("explains what has changed while a run is not finished, and begins anew when it is, or when told to", async () => {
    await withRecords(1);
    await expect(open({ "the file": "b" })).rejects.toThrow(JournalMismatchError);
    await expect(open({ "the file": "b" })).rejects.toThrow("the file has changed since (then a, now b)");
    const again = await open({ "the file": "b" }, true);
    expect(again.records).toEqual([]);
    await again.append({ type: "end", at: 2 });
    await again.close();
    const next = await open({ "the file": "c" });
    expect(next.records).toEqual([]);
    await next.close();
  });

  it("is for one at a time", async () => {
    const journal = await open();
    await expect(open()).rejects.toThrow(JournalLockedError);
    await expect(open()).rejects.toThrow(
      `Another dapf is at the same work: run of ${path.basename(file)} (process ${process.pid} of `,
    );
    await journal.close();
    await (await open()).close();
  });

  it("leaves nothing behind when it is removed", async () => {
    const journal = await open();
    await journal.remove();
    expect(fs.readdirSync(folder).filter((name) => name.startsWith(path.basename(file)))).toEqual([]);
  });

  it("says why it cannot be written", async () => {
    fs.writeFileSync(path.join(folder, "plain"), "");
    file = path.join(folder, "plain", "x.journal");
    await expect(open()).rejects.toThrow(JournalWriteError);
  });
});

describe("a journal on a disk that fails", () => {
  it("takes nothing more after a record that could not be written, so that there is no gap", async () => {
    const journal = await open();
    const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    const handle: FileHandle = await openFile(file);
    const datasync = jest.spyOn(Object.getPrototypeOf(handle) as FileHandle, "datasync").mockRejectedValueOnce(full); // Cast: its class has no name here.
    await handle.close();
    try {
      const appended = await Promise.allSettled([call(1), call(2)].map((record) => journal.append(record)));
      expect(appended.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      await expect(journal.append(call(3))).rejects.toThrow(JournalWriteError);
      await expect(journal.append(call(3))).rejects.toThrow("no space left on device");
      expect(datasync).toHaveBeenCalledTimes(1);
    } finally {
      datasync.mockRestore();
      await journal.close();
    }
  });

  it("that was torn in its first line is begun anew", async () => {
    fs.writeFileSync(file, '{"dapfJournal":1,"run":"r"');
    const journal = await open();
    expect(journal.records).toEqual([]);
    expect(journal.run).not.toBe("r");
    await journal.close();
  });

  it("says what a run was about that said nothing of it", async () => {
    await withRecords(1);
    await expect(open({ "the file": "a", "the Region": "eu-west-1" })).rejects.toThrow(
      "the Region has changed since (then none, now eu-west-1)",
    );
  });
});

describe("a run whose jobs have changed", () => {
  const done = (key: string): RunRecord => ({ type: "done", key, id: `id-of-${key}`, at: 2 });
  const called = (key: string): RunRecord => ({ type: "call", key, at: 1 });
  const BEFORE = { kept: "1", outdated: "1", gone: "1", open: "1", changed: "1", unclear: "1", dropped: "1" };
  const AFTER = { kept: "1", outdated: "2", open: "1", changed: "2", unclear: "1", added: "1" };

  async function begun(): Promise<string> {
    const journal = await openJournal({ file, about: { "the file": "a", where: "here" }, jobs: jobsOf(BEFORE) });
    for (const name of ["kept", "outdated", "gone"]) {
      await journal.append(called(name));
      await journal.append(done(name));
    }
    await journal.append(called("unclear"));
    await journal.append(called("changed"));
    await journal.append({ type: "refused", key: "changed", at: 3 });
    await journal.close();
    return journal.run;
  }

  const mended = (digests: Record<string, string>, mend: (difference: Difference) => Promise<void>, source = "b") =>
    openJournal({ file, about: { "the file": source, where: "here" }, jobs: jobsOf(digests), mend });
  const accept = () => Promise.resolve();

  it("goes on when the difference is agreed to, and tells what became of each job", async () => {
    const run = await begun();
    const seen: Difference[] = [];
    const journal = await mended(AFTER, (difference) => Promise.resolve(void seen.push(difference)));
    expect(seen).toEqual([
      {
        added: ["added"],
        changed: ["changed"],
        open: ["open"],
        kept: [{ name: "kept", id: "id-of-kept" }, { name: "unclear" }],
        outdated: [{ name: "outdated", id: "id-of-outdated" }],
        removed: [{ name: "gone", id: "id-of-gone" }],
        dropped: ["dropped"],
        isExact: true,
      },
    ]);
    expect(journal.run).toBe(run);
    await journal.close();
    const same = await openJournal({ file, about: { "the file": "b", where: "here" }, jobs: jobsOf(AFTER) });
    expect([...progressOf(same.records).ids.keys()]).toEqual(["kept", "outdated", "gone"]);
    await same.close();
  });

  it("remembers, after a second change, what was submitted under the first", async () => {
    await begun();
    await (await mended(AFTER, accept)).close();
    let seen: Difference | undefined;
    const journal = await mended(
      { ...AFTER, kept: "3", outdated: "1" },
      (one) => Promise.resolve(void (seen = one)),
      "c",
    );
    await journal.close();
    expect(seen?.outdated).toEqual([{ name: "kept", id: "id-of-kept" }]);
    expect(seen?.kept.map(({ name }) => name)).toEqual(["outdated", "unclear"]);
  });

  it("stays as it was when the difference is refused", async () => {
    await begun();
    const before = fs.readFileSync(file);
    await expect(mended(AFTER, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(fs.readFileSync(file)).toEqual(before);
    await (await mended(AFTER, accept)).close();
  });

  it("is either as it was or mended, wherever a crash cuts the file", async () => {
    await begun();
    const before = fs.statSync(file).size;
    await (await mended(AFTER, accept)).close();
    const whole = fs.readFileSync(file);
    for (let length = before; length <= whole.length; length += 1) {
      fs.writeFileSync(file, whole.subarray(0, length));
      let asked = 0;
      const journal = await mended(AFTER, () => Promise.resolve(void (asked += 1)));
      expect(asked).toBe(length < whole.length ? 1 : 0);
      expect(journal.records.filter(({ type }) => type === "mended")).toHaveLength(1);
      expect(progressOf(journal.records).ids.size).toBe(3);
      await journal.close();
    }
  });

  it("is not mended when it would go on somewhere else, and the error does not name a way that is none", async () => {
    await begun();
    const elsewhere = openJournal({
      file,
      about: { "the file": "b", where: "there" },
      jobs: jobsOf(AFTER),
      mend: accept,
    });
    await expect(elsewhere).rejects.toThrow("where has changed since (then here, now there)");
    await expect(elsewhere).rejects.not.toThrow("--continue");
    await expect(open({ "the file": "b", where: "here" })).rejects.toThrow(/with --continue.*afresh with --again/);
  });

  it("goes on also when it was finished, and is unfinished then", async () => {
    await begun();
    const last = await openJournal({ file, about: { "the file": "a", where: "here" }, jobs: jobsOf(BEFORE) });
    await last.append({ type: "end", at: 4 });
    await last.close();
    const journal = await mended(AFTER, accept);
    expect(progressOf(journal.records).ids.size).toBe(3);
    expect(isFinished(journal.records)).toBe(false);
    await journal.append({ type: "end", at: 5 });
    await journal.close();
    const again = await openJournal({ file, about: { "the file": "b", where: "here" }, jobs: jobsOf(AFTER) });
    expect(isFinished(again.records)).toBe(true);
    await again.close();
  });

  it("that an older dapf has begun is compared by the names of the jobs that were begun", async () => {
    await begun();
    const [first = "", ...rest] = fs.readFileSync(file, "utf8").split("\n");
    // Cast: it is the header.
    const { jobs, ...header } = JSON.parse(first) as Record<string, unknown>;
    expect(jobs).toEqual(BEFORE);
    fs.writeFileSync(file, [JSON.stringify(header), ...rest].join("\n"));
    let seen: Difference | undefined;
    await (await mended(AFTER, (difference) => Promise.resolve(void (seen = difference)))).close();
    expect(seen).toEqual({
      added: [],
      changed: [],
      open: ["open", "changed", "added"],
      kept: [{ name: "kept", id: "id-of-kept" }, { name: "outdated", id: "id-of-outdated" }, { name: "unclear" }],
      outdated: [],
      removed: [{ name: "gone", id: "id-of-gone" }],
      dropped: [],
      isExact: false,
    });
  });

  it("cannot be gone on with when there is no journal", async () => {
    await expect(mended(AFTER, accept)).rejects.toThrow(NothingToContinueError);
    expect(fs.existsSync(file)).toBe(false);
  });
});
