import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { enter, LockedError, ownerText, ownersIn, takeLock, waitForLock } from "../../locks";
import { processStart } from "../../locks/process-identity";
import { temporaryFolder } from "../support/temporary-folder";
import { until } from "../support/until";

const root = temporaryFolder();
let count = 0;
let folder = "";

beforeEach(() => {
  count += 1;
  folder = path.join(root, `${count}.lock`);
});

/** The file of somebody else who has the lock. */
function holder(changes: object = {}): string {
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "other.json");
  const owner = {
    id: "0",
    what: "deploy of dev",
    processes: [{ pid: process.pid, start: "another start" }],
    host: os.hostname(),
    user: "ana",
    since: "2026-01-01T00:00:00.000Z",
    holds: true,
    ...changes,
  };
  fs.writeFileSync(file, JSON.stringify(owner));
  return file;
}

describe("a lock", () => {
  test("is for one at a time, and says who has it, what for and since when", () => {
    const lock = takeLock(folder, "deploy of dev");
    lock.tell("waits for an answer");
    expect(() => takeLock(folder, "destroy of dev")).toThrow(LockedError);
    expect(() => takeLock(folder, "destroy of dev")).toThrow(
      new RegExp(
        `^Nothing was done, because this is at work: deploy of dev \\(process ${process.pid} of \\S+ on ${os.hostname()}, ` +
          "since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC, waits for an answer\\)\\.\nLet it end",
      ),
    );
    lock.release();
    takeLock(folder, "destroy of dev").release();
  });

  test("leaves nothing behind", () => {
    takeLock(folder, "deploy of dev").release();
    expect(fs.existsSync(folder)).toBe(false);
  });

  test("of a process that is dead is nobody's, although its number is in use again", () => {
    const file = holder();
    takeLock(folder, "deploy of dev").release();
    expect(fs.existsSync(file)).toBe(false);
  });

  test("of a killed process is held as long as a process lives that goes on with its work", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(child, "spawn");
    const lock = takeLock(folder, "deploy of dev");
    lock.include(child.pid ?? 0);
    const { processes } = lock.owner;
    lock.release();
    holder({ processes: [{ pid: process.pid, start: "another start" }, processes[1]] });
    expect(() => takeLock(folder, "plan")).toThrow(`killed, but its process ${child.pid} goes on`);
    child.kill();
    await once(child, "exit");
    takeLock(folder, "plan").release();
  });

  test("of another machine holds, and the error says which file to delete", () => {
    const file = holder({ host: "elsewhere" });
    expect(() => takeLock(folder, "deploy of dev")).toThrow("of ana on elsewhere");
    const advice = (run: () => void): string => {
      try {
        run();
        return "";
      } catch (error) {
        return error instanceof LockedError ? error.advice : String(error);
      }
    };
    expect(advice(() => takeLock(folder, "deploy of dev"))).toContain(`delete ${file}`);
    fs.rmSync(file);
    takeLock(folder, "deploy of dev").release();
  });

  test("somebody on another machine who wanted it and was killed meanwhile does not stop everybody for ever", () => {
    holder({ host: "elsewhere", holds: false });
    expect(() => takeLock(folder, "deploy of dev")).toThrow(LockedError);
  });

  test("is not kept by what a power failure left of a file", () => {
    fs.mkdirSync(folder);
    const file = path.join(folder, "empty.json");
    fs.writeFileSync(file, "");
    takeLock(folder, "deploy of dev").release();
    fs.utimesSync(file, new Date(0), new Date(0));
    takeLock(folder, "deploy of dev").release();
    expect(fs.existsSync(folder)).toBe(false);
  });

  test("whose file somebody has removed can still be told about and given back", () => {
    const lock = takeLock(folder, "deploy of dev");
    fs.rmSync(folder, { recursive: true });
    lock.tell("waits for an answer");
    expect(fs.existsSync(folder)).toBe(false);
    lock.release();
  });

  test("that cannot be written or read is an error, and not taken for free", () => {
    fs.writeFileSync(folder, "");
    expect(() => takeLock(folder, "deploy of dev")).toThrow("EEXIST");
    expect(() => ownersIn(folder)).toThrow("ENOTDIR");
    fs.rmSync(folder);
    fs.mkdirSync(path.join(folder, "other.json"), { recursive: true });
    expect(() => takeLock(folder, "deploy of dev")).toThrow("EISDIR");
  });

  test("is waited for while somebody decides who comes later, and refused when they never do", () => {
    const file = holder({ id: "~", processes: [{ pid: process.pid, start: processStart(process.pid) }], holds: false });
    const clock = jest.spyOn(performance, "now");
    let now = 0;
    clock.mockImplementation(() => (now += 900));
    try {
      expect(() => takeLock(folder, "deploy of dev")).toThrow(LockedError);
    } finally {
      clock.mockRestore();
    }
    fs.rmSync(file);
    takeLock(folder, "deploy of dev").release();
  });

  test("goes with its process, also one that ends without giving it back", () => {
    const program = `require(${JSON.stringify(path.resolve("locks"))}).takeLock(${JSON.stringify(folder)}, "x")`;
    const run = spawnSync(process.execPath, ["--require", "./bin/typescript.js", "-e", program], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(fs.existsSync(folder)).toBe(false);
  });
});

describe("waiting for a lock", () => {
  test("tells for whom, again when that changes, and takes it when it is free", async () => {
    const lock = takeLock(folder, "deploy of dev");
    const told: string[] = [];
    const wait = {
      atMost: 20_000,
      every: 5,
      onWait: (owner: Parameters<typeof ownerText>[0]) => told.push(ownerText(owner)),
    };
    const waiting = waitForLock(folder, "destroy of dev", wait);
    await until(() => told.length === 1);
    lock.tell("waits for an answer");
    await until(() => told.length === 2);
    expect(told[1]).toContain("waits for an answer");
    lock.release();
    const next = await waiting;
    expect(next.owner.what).toBe("destroy of dev");
    next.release();
  });

  test("ends after a while", async () => {
    const lock = takeLock(folder, "deploy of dev");
    await expect(waitForLock(folder, "destroy of dev", { atMost: 20, every: 5 })).rejects.toThrow(LockedError);
    lock.release();
  });

  test("ends when it is told to", async () => {
    const lock = takeLock(folder, "deploy of dev");
    const stop = new AbortController();
    const waiting = waitForLock(folder, "destroy of dev", { atMost: 20_000, signal: stop.signal });
    stop.abort(new Error("Ctrl-C"));
    await expect(waiting).rejects.toThrow("Ctrl-C");
    lock.release();
  });
});

test("who is at work in a folder without wanting a lock is known, too", () => {
  const first = enter(folder, "deploy of dev");
  const second = enter(folder, "run of dev");
  expect(ownersIn(folder).map(({ owner }) => owner.what)).toEqual(["deploy of dev", "run of dev"]);
  first.end();
  second.end();
  expect(ownersIn(folder)).toEqual([]);
});

test("of many processes that want a lock, some of which are killed, one has it at a time", async () => {
  const proof = path.join(root, "proof");
  const start = () => {
    const args = ["--require", "./bin/typescript.js", path.join(__dirname, "contender.ts"), folder, proof, "40"];
    return spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  };
  const errors: string[] = [];
  const ended = (child: ChildProcess) => {
    child.stderr?.setEncoding("utf8").on("data", (text: string) => errors.push(text));
    return once(child, "close");
  };
  const contenders = [start(), start(), start()];
  const ends = contenders.map(ended);
  for (let kills = 0; kills < 4; kills += 1) {
    const victim = start();
    const end = once(victim, "close");
    await until(() => ownersIn(folder).some(({ owner }) => owner.processes[0]?.pid === victim.pid));
    victim.kill("SIGKILL");
    await end;
  }
  await Promise.all(ends);
  expect(errors).toEqual([]);
  expect(contenders.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
});
