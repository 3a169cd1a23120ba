import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  down,
  find,
  findRunning,
  followLogs,
  logs,
  NotRunningError,
  PortInUseError,
  runFiles,
  status,
  up,
} from "../../emulator";
import { PythonMissingError } from "../../tools";
import { ownersIn } from "../../locks";
import { processStart } from "../../locks/process-identity";
import { writeRecord } from "../../emulator/run-files";
import { minimal } from "../config/support";
import { writeJson } from "../deploy/folders";
import { dapf, type CommandOptions } from "../support/dapf";
import { temporaryFolder } from "../support/temporary-folder";
import { until } from "../support/until";
import { AwsCalls } from "./aws-calls";

jest.setTimeout(120_000);

const roots: string[] = [];

/** The root of a clone, as far as the emulator is concerned. */
function clone(): string {
  const root = temporaryFolder();
  roots.push(root);
  return root;
}

afterEach(async () => {
  for (const root of roots.splice(0)) await down(root);
});

async function ended(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (processStart(pid) === undefined) return true;
    await sleep(50);
  }
  return false;
}

/** The log's last lines, once there are as many: a line is written after its call has been answered. */
async function logged(root: string, count: number): Promise<string[]> {
  for (let waited = 0; waited < 5_000; waited += 50) {
    const lines = await logs(root, count + 1);
    if (lines.length >= count) return lines;
    await sleep(50);
  }
  throw new Error(`the log of ${root} did not reach ${count} lines`);
}

const createUser = (endpoint: string) =>
  new AwsCalls(endpoint).query("iam", "2010-05-08", "CreateUser", { UserName: "someone" });

describe("up and down", () => {
  it("start one emulator, find it again, and leave no process", async () => {
    const root = clone();
    const phrases: string[] = [];
    const { started, emulator } = await up({ root, onProgress: (phrase) => phrases.push(phrase) });
    expect(started).toBe(true);
    expect(phrases).toEqual(["looking for Python and moto", "loading moto"]);
    await createUser(emulator.endpoint);

    expect(await up({ root, port: 1 })).toEqual({ started: false, emulator });
    expect(await findRunning(root)).toEqual(emulator);
    expect(await status(root)).toMatchObject({ running: true, counters: { requests: { iam: { CreateUser: 1 } } } });
    expect(await logged(root, 1)).toEqual([expect.stringMatching(/ iam CreateUser 731580992380\/ap-south-1 200 /)]);

    expect(await down(root)).toBe(true);
    expect([processStart(emulator.pid), processStart(emulator.motoPid)]).toEqual([undefined, undefined]);
    expect(await status(root)).toEqual({ running: false });
    expect(await down(root)).toBe(false);
    await expect(findRunning(root)).rejects.toThrow(NotRunningError);
  });

  it("forget everything in between: AWS resources, Terraform state, log", async () => {
    const root = clone();
    const state = join(runFiles(root).folder, "terraform.dev.tfstate");
    const first = await up({ root });
    await createUser(first.emulator.endpoint);
    writeFileSync(state, "{}");
    await up({ root });
    expect(existsSync(state)).toBe(true);
    await down(root);
    expect(existsSync(state)).toBe(true);

    const second = await up({ root });
    expect(existsSync(state)).toBe(false);
    expect(await createUser(second.emulator.endpoint)).toContain("someone");
    expect(await logged(root, 1)).toHaveLength(1);
    expect(readFileSync(runFiles(root).previousLog, "utf8")).toContain("CreateUser");
  });

  it("let the log be followed, until the follower has enough", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    const enough = new AbortController();
    let text = "";
    const following = followLogs(
      root,
      (more) => {
        text += more;
        if (text.includes("CreateUser")) enough.abort();
      },
      enough.signal,
    );
    await createUser(emulator.endpoint);
    await following;
    expect(text).toMatch(/ iam CreateUser .* 200 /);
  });

  it("keep two clones apart", async () => {
    const [one, two] = [clone(), clone()];
    const first = await up({ root: one });
    const second = await up({ root: two });
    await createUser(first.emulator.endpoint);
    expect(await createUser(second.emulator.endpoint)).toContain("someone");
    await down(one);
    expect(await find(one)).toBeUndefined();
    expect(await find(two)).toEqual(second.emulator);
  });
});

describe("processes of one clone", () => {
  const repository = resolve(__dirname, "../..");
  const run = (root: string, words: string, onOutput?: CommandOptions["onOutput"]) =>
    dapf(words.split(" "), { cwd: repository, variables: { DAPF_ROOT: root }, onOutput });

  /** Does something to a process when it prints a text. */
  const when =
    (wanted: string, then: (child: ChildProcess) => void): CommandOptions["onOutput"] =>
    (text, child) => {
      if (text.includes(wanted)) then(child);
    };

  it("start one emulator at once, use it, and one of them stops it when the others have been interrupted", async () => {
    const root = clone();
    writeJson(join(root, "environments/dev.tfvars.json"), minimal);
    const interrupt = when("http://127.0.0.1", (child) => child.kill("SIGINT"));
    const [first, second, deploy] = await Promise.all([
      run(root, "local up --json"),
      run(root, "local up --json"),
      run(root, "deploy dev --local --auto-approve", interrupt),
    ]);
    const { endpoint } = await findRunning(root);
    const ups = [first, second].map(({ stdout }) => JSON.parse(stdout) as object);
    for (const one of ups) expect(one).toMatchObject({ endpoint });
    expect(deploy).toMatchObject({ exitCode: 130, stdout: expect.stringContaining(endpoint) });
    const starts = [...ups, { started: deploy.stdout.includes("is running at") }];
    expect(starts.filter((one) => "started" in one && one.started)).toHaveLength(1);

    const downs = await Promise.all([run(root, "local down"), run(root, "local down")]);
    expect(downs.map(({ stdout }) => stdout).sort()).toEqual([
      "The embedded AWS has been stopped\n",
      "The embedded AWS was not running\n",
    ]);
  });

  it("wait for a down that is under way, and start anew", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    process.kill(emulator.pid, "SIGSTOP");
    const stopping = run(root, "local down");
    await until(() => ownersIn(runFiles(root).downLock).some(({ owner }) => owner.holds));
    const goOn = when("Waiting for local down", () => process.kill(emulator.pid, "SIGCONT"));
    const starting = run(root, "local up --json", goOn);
    expect((await stopping).stdout).toBe("The embedded AWS has been stopped\n");
    expect(JSON.parse((await starting).stdout)).toMatchObject({ started: true });
    expect((await findRunning(root)).id).not.toBe(emulator.id);
  });

  it("stop what an up that was killed has begun to start", async () => {
    const root = clone();
    await run(
      root,
      "local up",
      when("loading moto", (child) => child.kill("SIGKILL")),
    );
    expect(await down(root)).toBe(true);
    expect(ownersIn(runFiles(root).starting)).toEqual([]);
  });
});

describe("what goes wrong", () => {
  it("a port that another process has is named, and nothing is left behind", async () => {
    const root = clone();
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    // A listening TCP server has an address object.
    const { port } = server.address() as AddressInfo;
    try {
      const failed = up({ root, port });
      await expect(failed).rejects.toThrow(PortInUseError);
      await expect(failed).rejects.toMatchObject({ port });
      expect(await status(root)).toEqual({ running: false });
    } finally {
      server.close();
    }
    expect((await up({ root, port })).emulator.port).toBe(port);
  });

  it("a missing Python is named, with what to install", async () => {
    const before = process.env.DAPF_PYTHON;
    process.env.DAPF_PYTHON = join(tmpdir(), "no-such-python");
    try {
      await expect(up({ root: clone() })).rejects.toThrow(PythonMissingError);
    } finally {
      if (before === undefined) delete process.env.DAPF_PYTHON;
      else process.env.DAPF_PYTHON = before;
    }
  });

  it("a supervisor that is killed takes moto with it, and the next start is a fresh one", async () => {
    const root = clone();
    const first = await up({ root });
    process.kill(first.emulator.pid, "SIGKILL");
    expect(await ended(first.emulator.motoPid)).toBe(true);
    expect(await status(root)).toEqual({ running: false });
    const second = await up({ root });
    expect(second.started).toBe(true);
    expect(second.emulator.id).not.toBe(first.emulator.id);
  });

  it("a moto that is killed takes the supervisor with it", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    process.kill(emulator.motoPid, "SIGKILL");
    expect(await ended(emulator.pid)).toBe(true);
    expect(existsSync(runFiles(root).record)).toBe(false);
  });

  it("an emulator whose clone is deleted ends by itself", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    rmSync(root, { recursive: true });
    expect(await ended(emulator.pid)).toBe(true);
    expect(await ended(emulator.motoPid)).toBe(true);
  });

  it("a record of an ended emulator whose pid is now another process's harms nobody", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    await down(root);
    const stranger: ChildProcess = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(stranger, "spawn");
    try {
      writeRecord(runFiles(root), { ...emulator, pid: stranger.pid ?? 0 });
      expect(await down(root)).toBe(false);
      expect(stranger.exitCode).toBeNull();
      expect(processStart(stranger.pid ?? 0)).toBeDefined();
    } finally {
      stranger.kill();
    }
  });

  it("a supervisor that no longer answers is ended all the same", async () => {
    const root = clone();
    const { emulator } = await up({ root });
    process.kill(emulator.pid, "SIGSTOP");
    try {
      const ending = down(root);
      setTimeout(() => process.kill(emulator.pid, "SIGCONT"), 6_000);
      expect(await ending).toBe(true);
    } finally {
      expect(await ended(emulator.pid)).toBe(true);
    }
  });
});

describe("a terminal that is closed", () => {
  /** A process that starts an emulator in the background and then waits, in a process group of its own. */
  async function starter(root: string): Promise<ChildProcess> {
    const code = `require(${JSON.stringify(join(__dirname, "../../emulator/lifecycle.ts"))})
      .up({ root: ${JSON.stringify(root)} })
      .then(() => { console.log("up"); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["--require", require.resolve("../../bin/typescript.js"), "-e", code], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    // The child was spawned with a pipe as standard output.
    await once(child.stdout as NodeJS.ReadableStream, "data");
    return child;
  }

  it.each(["SIGHUP", "SIGKILL"] as const)("by %s leaves an emulator that status and down know", async (signal) => {
    const root = clone();
    const child = await starter(root);
    process.kill(-(child.pid ?? 0), signal);
    await once(child, "exit");
    const emulator = await findRunning(root);
    process.kill(emulator.pid, "SIGHUP");
    expect(await createUser(emulator.endpoint)).toContain("someone");
    expect(await down(root)).toBe(true);
    expect(await ended(emulator.motoPid)).toBe(true);
  });
});

describe("an emulator inside a process", () => {
  it("ends with the process, however that ends", async () => {
    const code = `require(${JSON.stringify(join(__dirname, "../../emulator/emulator.ts"))})
      .startEmulator().then((emulator) => { console.log(emulator.status.motoPid); setInterval(() => {}, 1000); });`;
    const child = spawn(process.execPath, ["--require", require.resolve("../../bin/typescript.js"), "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    // As above.
    const [printed] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
    const motoPid = Number(printed.toString());
    expect(processStart(motoPid)).toBeDefined();
    child.kill("SIGKILL");
    expect(await ended(motoPid)).toBe(true);
  });
});
