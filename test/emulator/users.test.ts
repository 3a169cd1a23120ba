import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { BeingStoppedError, InUseError, runFiles } from "../../emulator";
import { announceUse, whileUnused } from "../../emulator/users";
import { ownersIn, takeLock } from "../../locks";
import { temporaryFolder } from "../support/temporary-folder";
import { until } from "../support/until";

const base = temporaryFolder();
let count = 0;
let root = "";

beforeEach(() => {
  count += 1;
  root = path.join(base, String(count));
});

const stopped = () => Promise.resolve("stopped");
const names = (folder: string) => ownersIn(folder).map(({ owner }) => owner.what);

/** The file of somebody on another machine, which shares the folder. */
function elsewhere(folder: string, what: string): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "other.json");
  const processes = [{ pid: 7, start: "1" }];
  const owner = { id: "0", what, processes, host: "elsewhere", user: "ana", since: "2026-01-01T00:00:00.000Z" };
  fs.writeFileSync(file, JSON.stringify({ ...owner, holds: true }));
  return file;
}

describe("whoever stops the embedded AWS", () => {
  test("is refused while others work with it, with their names and what to do", async () => {
    const first = await announceUse(root, "deploy dev --local");
    const second = await announceUse(root, "watch job-ids.txt --local");
    let ran = false;
    const stop = whileUnused(root, {}, () => Promise.resolve((ran = true)));
    await expect(stop).rejects.toThrow(InUseError);
    await expect(stop).rejects.toThrow(
      /^The embedded AWS has not been stopped, because it is in use by deploy dev --local \(process \d+ of .+\), and by watch job-ids\.txt --local \(.+\)\. Let them end, or stop the embedded AWS all the same: npx dapf local down --force$/,
    );
    expect(ran).toBe(false);
    first.end();
    await expect(whileUnused(root, {}, stopped)).rejects.toThrow(/ by watch .+\. Let it end, /);
    second.end();
    await expect(whileUnused(root, {}, stopped)).resolves.toBe("stopped");
  });

  test("can do it all the same, when it is told to", async () => {
    const use = await announceUse(root, "deploy dev --local");
    await expect(whileUnused(root, { force: true }, stopped)).resolves.toBe("stopped");
    use.end();
  });

  test("is told which file to delete when the user is on another machine", async () => {
    const file = elsewhere(runFiles(root).users, "deploy dev --local");
    await expect(whileUnused(root, {}, stopped)).rejects.toThrow(
      `\nNobody can tell from here whether deploy dev --local on elsewhere still runs: if it does not, delete ${file}`,
    );
  });

  test("waits for another one who does, and says so", async () => {
    const other = takeLock(runFiles(root).downLock, "local down");
    const told: string[] = [];
    const stop = whileUnused(root, { onWait: ({ what }) => told.push(what) }, stopped);
    await until(() => told.length > 0);
    other.release();
    await expect(stop).resolves.toBe("stopped");
    expect(told).toEqual(["local down"]);
  });

  test("does not wait for ever", async () => {
    const file = elsewhere(runFiles(root).downLock, "local down");
    const stop = whileUnused(root, { atMost: 0 }, stopped);
    await expect(stop).rejects.toThrow(BeingStoppedError);
    await expect(stop).rejects.toThrow(
      `still being stopped by local down (process 7 of ana on elsewhere, since 2026-01-01 00:00:00 UTC). ` +
        `Nobody can tell from here whether it still runs: if it does not, delete ${file}`,
    );
  });

  test("leaves no lock when stopping fails", async () => {
    await expect(whileUnused(root, {}, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(fs.existsSync(runFiles(root).downLock)).toBe(false);
  });
});

describe("whoever works with the embedded AWS", () => {
  test("waits while it is being stopped, says so, and is seen meanwhile", async () => {
    const down = takeLock(runFiles(root).downLock, "local down");
    const told: string[] = [];
    const begun = announceUse(root, "deploy dev --local", { onWait: ({ what }) => told.push(what) });
    await until(() => told.length > 0);
    expect(names(runFiles(root).users)).toEqual(["deploy dev --local"]);
    down.release();
    (await begun).end();
    expect(told).toEqual(["local down"]);
  });

  test("does not wait for ever, and is no user then", async () => {
    elsewhere(runFiles(root).downLock, "local down");
    await expect(announceUse(root, "deploy dev --local", { atMost: 0 })).rejects.toThrow(BeingStoppedError);
    expect(names(runFiles(root).users)).toEqual([]);
  });
});

describe("processes", () => {
  const start = (kind: "use" | "stop", rounds: number) => {
    const args = [
      "--require",
      "./bin/typescript.js",
      path.join(__dirname, "turn-taker.ts"),
      kind,
      root,
      String(rounds),
    ];
    return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  };

  async function atWork(kind: "use" | "stop"): Promise<ChildProcess> {
    const child = start(kind, 0);
    // It was started with pipes.
    await once(child.stdout as NodeJS.ReadableStream, "data");
    return child;
  }

  async function kill(child: ChildProcess): Promise<void> {
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  test("that are killed while they use it are in nobody's way", async () => {
    const user = await atWork("use");
    await expect(whileUnused(root, {}, stopped)).rejects.toThrow(`deploy dev --local (process ${user.pid} of`);
    await kill(user);
    await expect(whileUnused(root, {}, stopped)).resolves.toBe("stopped");
    expect(fs.readdirSync(runFiles(root).users)).toEqual([]);
  });

  test("that are killed while they stop it are in nobody's way", async () => {
    const down = await atWork("stop");
    let waits = false;
    const begun = announceUse(root, "deploy dev --local", { onWait: () => (waits = true) });
    await until(() => waits);
    await kill(down);
    (await begun).end();
    await expect(whileUnused(root, {}, stopped)).resolves.toBe("stopped");
  });

  test("never stop what another one uses, however they meet", async () => {
    fs.mkdirSync(root);
    fs.writeFileSync(path.join(root, "stopped"), "");
    const children = [start("use", 60), start("use", 60), start("stop", 120), start("stop", 120)];
    let errors = "";
    for (const child of children) child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    await Promise.all(children.map((child) => once(child, "close")));
    expect(errors).toBe("");
    // The users may have left no gap; now there is one.
    await once(start("stop", 1), "close");
    expect(fs.readFileSync(path.join(root, "stopped"), "utf8")).toMatch(/^(\(\))+$/);
  });
});
