import * as fs from "node:fs";
import { followLogs, logLine, logs } from "../../emulator/log";
import { ensureFolder, runFiles } from "../../emulator/run-files";
import { temporaryFolder } from "../support/temporary-folder";
import { until } from "../support/until";

let root = "";
beforeEach(() => (root = temporaryFolder()));

function write(text: string): void {
  ensureFolder(runFiles(root));
  fs.writeFileSync(runFiles(root).log, text);
}

describe("the log of the embedded AWS", () => {
  it("has a line for each call, with the error of one that failed", () => {
    const call = { time: "T", service: "s3", operation: "PUT object", account: "1", region: "r", milliseconds: 2 };
    expect(logLine({ ...call, status: 200 })).toBe("T s3 PUT object 1/r 200 2 ms");
    expect(logLine({ ...call, status: 404, error: "NoSuchBucket" })).toBe("T s3 PUT object 1/r 404 NoSuchBucket 2 ms");
  });

  it("is empty when it never ran", async () => {
    expect(await logs(root, 10)).toEqual([]);
  });

  it.each([
    [2, "a\nb\nc\n", ["b", "c"]],
    [9, "a\nb\nhalf", ["a", "b", "half"]],
    [0, "a\n", []],
  ])("tells its last %d lines", async (count, text, lines) => {
    write(text);
    expect(await logs(root, count)).toEqual(lines);
  });

  it.each([
    ["what is added", "old\n", (log: string) => fs.appendFileSync(log, "new\n"), "new\n"],
    ["all of a log that is begun anew", "old old old\n", (log: string) => fs.writeFileSync(log, "new\n"), "new\n"],
    ["all of a log that was not there", undefined, (log: string) => fs.writeFileSync(log, "first\n"), "first\n"],
  ])("can be followed: %s", async (_case, before, change, expected) => {
    ensureFolder(runFiles(root));
    if (before !== undefined) write(before);
    const stop = new AbortController();
    let told = "";
    const followed = followLogs(root, (text) => (told += text), stop.signal);
    change(runFiles(root).log);
    await until(() => told.endsWith(expected));
    stop.abort();
    await followed;
    expect(told).toBe(expected);
  });
});
