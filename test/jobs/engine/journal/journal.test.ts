import * as fs from "node:fs";
import { type FileHandle, open as openFile } from "node:fs/promises";
import * as path from "node:path";
import {
  JournalDamagedError,
  JournalLockedError,
  JournalMismatchError,
  JournalVersionError,
  JournalWriteError,
  openJournal,
} from "../../../../jobs/engine/journal";
import { temporaryFolder } from "../../../deploy/folders";

const folder = temporaryFolder();
let file: string;
let count = 0;
beforeEach(() => {
  count += 1;
  file = path.join(folder, `${count}.journal`);
});

const open = (about: Record<string, string> = { "the file": "a" }, again = false) =>
  openJournal({ file, about, again });
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
