import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { finishedRuns, inRunFolder, type RunFolder } from "../../../deploy/stack/run-folder";
import { until } from "../../support/until";
import { temporaryFolder, write } from "../folders";

const base = temporaryFolder();
let count = 0;
let root = "";

beforeEach(() => {
  count += 1;
  root = path.join(base, String(count));
});

const of = (command: string, keep = true) => ({ root, environment: "dev", command, keep });
const run = (command: string, act: (folder: RunFolder) => void = () => undefined, keep = true) =>
  inRunFolder(of(command, keep), (folder) => {
    act(folder);
    return Promise.resolve(folder.path);
  });
const stream = (name: string) => (folder: RunFolder) => write(path.join(folder.path, `${name}.jsonl`), "{}");
const commandOf = (folder: string) => /-([a-z]+)-[0-9a-f]+$/.exec(folder)?.[1];

/** A process in the middle of a run, which has a plan and half a stack. */
async function runningProcess() {
  const program = `
    const fs = require("node:fs");
    require(${JSON.stringify(path.resolve("deploy/stack/run-folder"))}).inRunFolder(${JSON.stringify(of("deploy"))}, (folder) => {
      fs.writeFileSync(folder.scratch + "/plan.tfplan", "secret");
      fs.writeFileSync(folder.path + "/plan.jsonl", "{}");
      fs.mkdirSync(folder.path + "/stacks/dev", { recursive: true });
      process.on("SIGTERM", () => process.exit(130));
      console.log(folder.path);
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const child = spawn(process.execPath, ["--require", "./bin/typescript.js", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await until(() => output.endsWith("\n"));
  return { child, folder: output.trim() };
}

describe("the folder of a run", () => {
  test("belongs to one run alone, and no other user can read it", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => run("plan", stream("plan"))));
    expect(one).not.toBe(other);
    expect(fs.statSync(one ?? "").mode & 0o077).toBe(0);
  });

  test("keeps the streams of the last five runs when it is over", async () => {
    const runs: string[] = [];
    for (const name of ["plan", "deploy", "plan", "deploy", "destroy", "plan", "plan"]) {
      runs.push(await run(name, stream(name)));
      // Runs are told apart by the millisecond.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const kept = finishedRuns(root, "dev");
    expect(kept).toEqual(runs.slice(2).reverse());
    expect(kept.map(commandOf)).toEqual(["plan", "plan", "destroy", "deploy", "plan"]);
    expect(kept.map((folder) => fs.readdirSync(folder))).toEqual(
      ["plan", "plan", "destroy", "deploy", "plan"].map((name) => [`${name}.jsonl`]),
    );
  });

  test("keeps none of what may hold secrets, also when the run fails", async () => {
    const failing = inRunFolder(of("deploy"), ({ path: own, scratch }) => {
      write(path.join(scratch, "plan.tfplan"), "secret");
      write(path.join(own, "plan.jsonl"), "{}");
      return Promise.reject(new Error("no"));
    });
    await expect(failing).rejects.toThrow("no");
    const [folder = ""] = finishedRuns(root, "dev");
    expect(fs.readdirSync(folder)).toEqual(["plan.jsonl"]);
  });

  test("goes when nobody will want to look at it", async () => {
    await run("output", stream("output"), false);
    expect(fs.readdirSync(path.join(root, ".dapf/runs/dev"))).toEqual([]);
  });

  test("stays while its run goes on, however many others there are meanwhile", async () => {
    let go: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (go = resolve));
    let own = "";
    const long = inRunFolder(of("deploy"), ({ path: folder, scratch }) => {
      own = folder;
      write(path.join(scratch, "plan.tfplan"), "shown");
      return waits;
    });
    for (let others = 0; others < 7; others += 1) await run("plan");
    expect(fs.readFileSync(path.join(own, "scratch/plan.tfplan"), "utf8")).toBe("shown");
    expect(finishedRuns(root, "dev")).not.toContain(own);
    go();
    await long;
  });
});

describe("a run that ends before its end", () => {
  test("removes its plan when it is interrupted", async () => {
    const { child, folder } = await runningProcess();
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(fs.existsSync(path.join(folder, "scratch"))).toBe(false);
    expect(finishedRuns(root, "dev")).toEqual([folder]);
  });

  test("by SIGKILL is put in order by the next one: no plan, no half stack, but the streams", async () => {
    const { child, folder } = await runningProcess();
    await run("plan");
    expect(fs.readdirSync(folder).sort()).toEqual(["owner.json", "plan.jsonl", "scratch", "stacks"]);
    child.kill("SIGKILL");
    await once(child, "exit");
    await run("plan");
    expect(fs.readdirSync(folder)).toEqual(["plan.jsonl"]);
  });

  test("is not over while a process lives that goes on with its work", async () => {
    const worker = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(worker, "spawn");
    const folder = await run("deploy", ({ path: own, include }) => {
      include(worker.pid ?? 0);
      fs.copyFileSync(path.join(own, "owner.json"), path.join(own, "copy.json"));
    });
    // As if the run had been killed: its first process is another one.
    const owner = fs.readFileSync(path.join(folder, "copy.json"), "utf8");
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    write(path.join(folder, "owner.json"), owner.replace(`"pid":${process.pid},`, `"pid":${pid},`));
    write(path.join(folder, "scratch/plan.tfplan"), "in use");
    await run("plan");
    expect(fs.existsSync(path.join(folder, "scratch/plan.tfplan"))).toBe(true);
    worker.kill();
    await once(worker, "exit");
    await run("plan");
    expect(fs.existsSync(path.join(folder, "scratch"))).toBe(false);
  });

  test("by a power failure, which leaves nothing of its owner's file, is put in order, too", async () => {
    const folder = await run("deploy", stream("plan"));
    write(path.join(folder, "owner.json"), "");
    write(path.join(folder, "scratch/plan.tfplan"), "secret");
    await run("plan");
    expect(fs.readdirSync(folder)).toEqual(["plan.jsonl"]);
  });

  test("on another machine counts as going on for a week", async () => {
    const folder = await run("deploy");
    const owner = (since: string) => {
      const processes = [{ pid: 1, start: "1" }];
      return JSON.stringify({
        id: "1",
        what: "deploy",
        processes,
        host: "elsewhere",
        user: "ana",
        since,
        holds: false,
      });
    };
    const file = path.join(folder, "owner.json");
    write(file, owner(new Date(Date.now() - 24 * 3_600_000).toISOString()));
    await run("plan");
    expect(fs.existsSync(file)).toBe(true);
    write(file, owner("2020-01-01T00:00:00.000Z"));
    await run("plan");
    expect(fs.existsSync(file)).toBe(false);
  });
});
