import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import { temporaryFolder, write, writeJson } from "../deploy/folders";
import { valid } from "../config/training-queues/fixture";
import { commandLine, Recorder } from "./command-line";
import { addQueuePlan } from "../../cli/commands/queue-plan";
import { Command } from "commander";
import { noInterrupts } from "../../deploy";

// Each test starts threads, which takes long on a busy machine.
jest.setTimeout(60_000);

const root = temporaryFolder();
const line = commandLine(path.join(root, "project"));
const file = (name: string) => path.join(root, name);

// Two shares of one instance and of two, four jobs of ten minutes at once.
const queues = {
  ServiceEnvs: { G5_SE_NAME: "g5", G5_SE_CREATE_REQUEST: valid.ServiceEnvs.G5_SE_CREATE_REQUEST },
  SchedulingPolicies: { G5_SP_NAME: "quota", G5_SP_CREATE_REQUEST: valid.SchedulingPolicies.G5_SP_CREATE_REQUEST },
  TrainingJobQueues: {
    G5_QUEUE_NAME: "quota-share",
    G5_QUEUE_CREATE_REQUEST: valid.TrainingJobQueues.G5_QUEUE_CREATE_REQUEST,
  },
  QuotaShares: valid.QuotaShares,
};

beforeAll(() => {
  writeJson(file("queues.json"), queues);
  write(file("jobs.csv"), `when,seconds,who\n${"0,600,a\n".repeat(3)}0,600,b\n`);
});

const columns = ["--columns", "submit=when,duration=seconds,share=who"];
const plan = (...args: string[]) =>
  line.run(["queues", "plan", file("queues.json"), "--jobs", file("jobs.csv"), ...columns, ...args]);

/** What the tests look at of a report. */
interface Report {
  readonly variants: readonly {
    readonly name: string;
    readonly result?: { readonly total: { readonly wait: { readonly max: number; readonly mean: number } } };
  }[];
  readonly assumptions: readonly { readonly name: string; readonly value: string }[];
  readonly sensitivity: readonly { readonly option: string }[];
  readonly target?: { readonly least?: { readonly capacity: number } };
  readonly jobs: { readonly count: number };
}

// Cast: what `--json` promises; each test looks at what it says.
const report = (stdout: string) => JSON.parse(stdout) as Report;

it("has help with examples and the exit codes", async () => {
  const { exitCode, stdout } = await line.run(["queues", "plan", "--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Examples:");
  expect(stdout).toContain("Exit codes:");
});

it("tells who would have waited how long, and what is taken for granted", async () => {
  const { exitCode, stdout, stderr } = await plan();
  expect([exitCode, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n").map((text) => text.split(/ {2,}/));
  expect(lines.find(([name]) => name === "share a")?.slice(1, 5)).toEqual([
    "3",
    "3 min 20 s",
    "10 min 0 s",
    "10 min 0 s",
  ]);
  expect(lines.find(([name]) => name === "checkpoint")?.slice(1)).toEqual(["none", "a preempted job begins anew"]);
});

it("compares variants: of changes, of another file, and of policies", async () => {
  writeJson(file("other.json"), {
    ...queues,
    ServiceEnvs: {
      ...queues.ServiceEnvs,
      G5_SE_CREATE_REQUEST: {
        ...queues.ServiceEnvs.G5_SE_CREATE_REQUEST,
        capacityLimits: [{ maxCapacity: 4, capacityUnit: "ml.g5.xlarge" }],
      },
    },
  });
  const { stdout } = await plan(
    "--set",
    "more:a.capacity=3",
    "--set",
    "more:g5.capacity=4",
    "--set",
    "b.strategy=LEND",
    "--with",
    file("other.json"),
    "--policies",
    "--json",
  );
  const waits = report(stdout).variants.map(({ name, result }) => [path.basename(name), result?.total.wait.max]);
  expect(waits).toEqual([
    ["queues.json", 600],
    ["other.json", 600],
    ["more", 0],
    ["changed", 0],
    ["RESERVE", 600],
    ["LEND", 600],
    ["LEND_AND_BORROW", 0],
    ["fair share", 600],
    ["FIFO", 600],
  ]);
});

it("searches what a target needs", async () => {
  const { stdout } = await plan("--set", "fifo:*.policy=FIFO", "--target", "max wait <= 0s");
  expect(stdout).toContain("instances are the least that meets the targets, divided as declared");
  const { stdout: json } = await plan("--target", "max wait of a <= 0s", "--json");
  expect(report(json).target?.least?.capacity).toBe(4);
});

it("turns each assumption, and takes what is said of them", async () => {
  const { stdout } = await plan(
    "--sensitivity",
    "--checkpoint",
    "30m",
    "--start-up",
    "2m",
    "--assume",
    "victimOrder=latest-start",
    "--json",
  );
  const { assumptions, sensitivity } = report(stdout);
  const values = Object.fromEntries(assumptions.map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({ checkpoint: "1800 s", "start-up": "120 s", victimOrder: "latest-start" });
  expect(sensitivity.map(({ option }) => option)).toEqual(
    expect.arrayContaining(["idleOrder", "victimOrder", "borrowUnallotted", "start-up", "failures", "checkpoint"]),
  );
});

it("takes only jobs of a share and of a time", async () => {
  const { stdout } = await plan("--only", "share=a", "--json");
  expect(report(stdout).jobs.count).toBe(3);
  const { stdout: later } = await plan("--from", "1970-01-02", "--json");
  expect(report(later).variants[0]?.result?.total.wait.mean).toBe(0);
});

it("writes a page", async () => {
  const { exitCode, stderr } = await plan("--html", file("report.html"));
  expect([exitCode, stderr]).toEqual([0, `The report is in ${file("report.html")}\n`]);
  expect(readFileSync(file("report.html"), "utf8")).toMatch(/^<!doctype html>/);
});

it("replays through the queues of an environment", async () => {
  const settings = JSON.parse(readFileSync(path.join(root, "project/environments/dev.tfvars.json"), "utf8")) as object; // Cast: an object, as written.
  writeJson(path.join(root, "project/environments/dev.tfvars.json"), {
    ...settings,
    training_queues: { path: "queues.json" },
  });
  writeJson(path.join(root, "project/queues.json"), queues);
  const { exitCode, stdout } = await line.run([
    "queues",
    "plan",
    "dev",
    "--jobs",
    file("jobs.csv"),
    ...columns,
    "--json",
  ]);
  expect([exitCode, report(stdout).variants[0]?.name]).toEqual([0, "dev"]);
});

describe("one message for what is wrong:", () => {
  it.each([
    [["--set", "x.capacity=1"], 2, /^Nothing called x has a capacity/],
    [["--target", "fast"], 2, /^A target is like/],
    [["--target", "max wait of x <= 1m"], 2, /^"max wait of x <= 1m" is about x, who has no job/],
    [["--total", "8"], 2, /^--total divides for a target/],
    [["--only", "size=8"], 2, /^--only is like/],
    [["--from", "soon"], 2, /^A time is like/],
    [["--assume", "victimOrder=nobody"], 2, /^There is no such option and value/],
    [["--checkpoint", "often"], 2, /^--checkpoint takes a time/],
    [["--columns", "when"], 2, /^--columns is like/],
    [["--columns", "submit=then"], 1, /: line 1, column 1 to 3: there is no column then for submit/],
    [
      ["--columns", "submit=when,duration=seconds"],
      2,
      /goes by shares, and no column says whose a job is: name it with --columns share=<column>/,
    ],
    [["--jobs", "none.csv"], 1, /none\.csv: there is no such file/],
    [["--with", "queues-that-are-not-there.json"], 1, /queues-that-are-not-there\.json/],
  ])("%j", async (args, code, message) => {
    const { exitCode, stdout, stderr } = await plan(...args);
    expect(
      stderr
        .trim()
        .split("\n")
        .at(-1)
        ?.replace(/^dapf: /, ""),
    ).toMatch(message);
    expect([exitCode, stdout]).toEqual([code, ""]);
  });

  it("an unsorted file is sorted, and says which line was out of order", async () => {
    write(file("unsorted.csv"), "when,seconds,who\n9,600,a\n0,600,a\n");
    const { exitCode, stderr } = await plan("--jobs", file("unsorted.csv"));
    expect([exitCode, stderr]).toEqual([
      0,
      `${file("unsorted.csv")}: line 3, column 1 (when): submitted before the job of line 2: jobs are sorted by their submission\n`,
    ]);
  });
});

it("a job that is larger than everything is named by its line and column", async () => {
  write(file("large.csv"), "when,seconds,who,instances\n0,600,a,1\n1,600,a,99\n2,600,a,99\n");
  const { exitCode, stdout } = await plan("--jobs", file("large.csv"));
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^2 jobs can never run: .*\(the first: .*large\.csv: line 3, column 4 \(instances\)\)$/m);
});

it("names with the codes of a terminal are shown without them", async () => {
  write(file("codes.csv"), "when,seconds,who\n0,600,\u001b[31ma\u0007\n");
  const { stdout } = await plan("--jobs", file("codes.csv"));
  expect(stdout).toContain("1 job can never run");
  expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  write(file("codes.csv"), "\u001b[31mwhen,seconds\n0,600\n");
  const { stderr } = await plan("--jobs", file("codes.csv"));
  expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
});

it("more jobs that wait at once than memory holds are one message, with what to look at", () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => `${i},100000,a\n`);
  write(file("crowd.csv"), `when,seconds,who\n${rows.join("")}`);
  const program = path.resolve(__dirname, "../../bin/dapf.js");
  const words = ["queues", "plan", file("queues.json"), "--jobs", file("crowd.csv"), ...columns];
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--max-old-space-size=80", program, ...words], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^dapf: .*queues\.json: after [\d,]+ of 300,000 jobs more of them wait at once than the memory holds/m,
  );
});

describe("in a process", () => {
  /** Runs the command on a host of its own. */
  async function planOn(input: Readable, setting: { readonly interrupt?: boolean } = {}, ...args: string[]) {
    const stdout = new Recorder();
    const stderr = new Recorder();
    let exitCode = 0;
    const host = {
      root,
      program: "",
      variables: {},
      stdout,
      stderr,
      input,
      readInput: () => Promise.reject(new Error("never held as a whole")),
      canAsk: false,
      ask: () => Promise.reject(new Error("asks nothing")),
      interrupts:
        setting.interrupt === true
          ? { subscribe: (listener: () => void) => (setTimeout(listener, 0), () => undefined) }
          : noInterrupts,
    };
    const program = new Command();
    const context = {
      host,
      embedded: () => Promise.reject(new Error("not needed")),
      work: {
        begin: () => Promise.reject(new Error("not needed")),
        include: () => undefined,
        noteStart: () => undefined,
      },
      exitWith: (code: number) => void (exitCode = code),
    };
    addQueuePlan(program, context);
    await program.parseAsync(["plan", file("queues.json"), "--jobs", "-", ...columns, ...args], { from: "user" });
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  }

  it("jobs may be piped in", async () => {
    const { stdout } = await planOn(Readable.from(["when,seconds,who\n0,6", "00,a\n"]), {}, "--json");
    expect(report(stdout).jobs.count).toBe(1);
  });

  it("Ctrl-C while jobs are piped in ends the command, though nothing more comes", async () => {
    const silent = new Readable({ read: () => undefined });
    silent.push("when,seconds,who\n0,600,a\n");
    await expect(planOn(silent, { interrupt: true })).rejects.toThrow(
      "Interrupted during the reading of jobs: nothing has been changed.",
    );
  });

  it("Ctrl-C leaves what is finished, and says that it was interrupted", async () => {
    const { exitCode, stdout } = await planOn(
      Readable.from(["when,seconds,who\n0,600,a\n"]),
      { interrupt: true },
      "--json",
    );
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, variants: [{ pools: [{ name: "g5" }] }] });
  });
});
