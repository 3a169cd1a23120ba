import * as fs from "node:fs";
import * as path from "node:path";
import { valid as declared } from "../config/training-queues/fixture";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { commandLine } from "./command-line";
import type { Loopback } from "../emulator/batch/loopback";
import { BusyQueue } from "./busy-queue";

jest.setTimeout(30_000);

const G5 = "ml.g5.xlarge";
const root = temporaryFolder();
let queue: BusyQueue;
let loopback: Loopback;
let variables: NodeJS.ProcessEnv;
let count = 0;

async function serve(busyQueue: BusyQueue): Promise<void> {
  queue = busyQueue;
  loopback = await queue.listen();
  variables = {
    AWS_ENDPOINT_URL_BATCH: loopback.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
  };
}

/**
 * Three shares on twelve instances: one borrows, one lends, one has a job that never fits.
 *
 * @returns the id of that job
 */
async function busy(name?: string, region?: string): Promise<string> {
  await serve(new BusyQueue({ [G5]: 12 }, name, region));
  queue.share("audits", G5, { capacity: 2, strategy: "RESERVE" });
  queue.share("production", G5, { capacity: 6, strategy: "LEND" });
  queue.share("research", G5, { capacity: 4, strategy: "LEND_AND_BORROW", borrowLimit: 100 });
  const wide = queue.submit("wide", "audits", G5, 3);
  queue.submit("live", "production", G5, 1);
  for (const id of ["r1", "r2", "r3", "r4"]) queue.submit(id, "research", G5, 2);
  return wide;
}

afterEach(() => loopback.close());

async function run(...args: string[]) {
  count += 1;
  const folder = path.join(root, String(count));
  const line = commandLine(folder);
  const file = path.join(folder, "environments", "dev.tfvars.json");
  // Type: a JSON object that was just written.
  const settings = JSON.parse(fs.readFileSync(file, "utf8")) as object;
  writeJson(file, { ...settings, training_queues: { path: "queues.json" } });
  writeJson(path.join(folder, "queues.json"), declared);
  return line.run(["queues", ...args], { variables });
}

describe("dapf queues top", () => {
  test("shows what each share owns, lends, borrows and waits for", async () => {
    await busy();
    const { exitCode, stdout, stderr } = await run("top", "gpu");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const lines = stdout.split("\n");
    const numbers = (name: string) =>
      lines
        .find((line) => line.startsWith(name))
        ?.split(/ {2,}/)
        .slice(1);
    expect(lines[2]?.trim().split(/ +/)).toEqual(["OWN", "LENT", "BORROWED", "WAITING"]);
    expect(numbers(G5)).toEqual(["█████████░░░···", "9/12", "-", "-", "3"]);
    expect(numbers("production")).toEqual(["█▒▒▒▒░", "1/6", "4", "-", "-"]);
    expect(numbers("research")).toEqual(["████▓▓▓▓", "4/4", "-", "4", "-"]);
    expect(numbers("audits")).toEqual(["░░···", "0/2", "-", "-", "3"]);
  });

  test("tells what blocks the head of a share, and why", async () => {
    await busy();
    queue.submit("r5", "research", G5, 1);
    const { stdout } = await run("top", "gpu");
    expect(stdout).toMatch(
      /front: wide \([0-9a-f]{8}\), for .*\n +MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - Job requirements exceed\s+quota share capacity\s+limits\./,
    );
    expect(stdout).toMatch(
      /front: r5 \([0-9a-f]{8}\), for .*\n +waits until its share has room: it may not borrow that much more/,
    );
  });

  test("is one JSON object for scripts", async () => {
    const jobId = await busy();
    const { stdout } = await run("top", "gpu", "--once", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      queue: "gpu",
      state: "ENABLED",
      waitingJobs: 1,
      units: [{ unit: G5, capacity: 12, own: 9, waiting: 3 }],
      shares: [
        { share: "audits", front: { jobId, statusReason: expect.stringContaining("MISCONFIGURATION") } },
        { share: "production", units: [{ unit: G5, capacity: 6, own: 1, lent: 4, borrowed: 0, waiting: 0 }] },
        { share: "research", units: [{ unit: G5, capacity: 4, own: 4, lent: 0, borrowed: 4, waiting: 0 }] },
      ],
    });
  });

  test("lists the next jobs in their order: ten of them, all with --all, and all in JSON", async () => {
    await serve(new BusyQueue({ NUM_INSTANCES: 4 }));
    queue.submit("running", undefined, G5, 4);
    for (let index = 1; index <= 12; index += 1) queue.submit(`job-${index}`, undefined, G5, 1);
    const listed = (text: string) => text.split("\n").filter((line) => /^ +\d+\. /.test(line));
    const [few, all, json] = [
      await run("top", "gpu"),
      await run("top", "gpu", "--all"),
      await run("top", "gpu", "--json"),
    ];
    expect(few.stdout).toContain("next 10 of 12 waiting (--all: more)\n");
    expect(listed(few.stdout)).toHaveLength(10);
    expect(listed(few.stdout)[0]).toMatch(/^ {3}1\. job-1 \([0-9a-f]{8}\) +1 ml\.g5\.xlarge/);
    expect(listed(all.stdout)).toHaveLength(12);
    const { next } = JSON.parse(json.stdout) as { next: readonly { jobName: string }[] };
    expect(next.map(({ jobName }) => jobName)).toEqual(Array.from({ length: 12 }, (_, index) => `job-${index + 1}`));
  });

  test("lists the next jobs of all quota shares together, each with its share", async () => {
    await busy();
    queue.submit("r5", "research", G5, 1);
    const { stdout } = await run("top", "gpu");
    expect(stdout).toMatch(
      /next 2 of 2 waiting\n +1\. wide \([0-9a-f]{8}\) +audits +3 ml\.g5\.xlarge .*\n +2\. r5 .* research +1 /,
    );
  });

  test("shows the next job of a FIFO queue", async () => {
    await serve(new BusyQueue({ NUM_INSTANCES: 4 }));
    queue.submit("running", undefined, G5, 3);
    queue.submit("next", undefined, G5, 2);
    const { stdout } = await run("top", "gpu");
    expect(stdout).toContain("instances");
    expect(stdout).toContain("3/4");
    expect(stdout).toMatch(/next: next \([0-9a-f]{8}\), for .*\n +waits until the service environment has room/);
  });

  test("needs a Region for a queue that no environment declares", async () => {
    await busy();
    variables = { ...variables, AWS_REGION: "" };
    const { exitCode, stderr } = await run("top", "gpu");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("No environment declares a queue gpu");
  });

  test.each([
    ["the environment that declares the queue", ["quota-share"]],
    ["the environment that is named first", ["dev", "quota-share"]],
    ["--env", ["elsewhere", "--env", "dev"]],
  ])("finds account and Region by %s", async (_, args) => {
    await busy(
      args.find((arg) => ["quota-share", "elsewhere"].includes(arg)),
      "ap-south-1",
    );
    variables = { ...variables, AWS_REGION: "" };
    const { exitCode, stderr } = await run("top", ...args, "--once");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("takes an ARN, which says where the queue is", async () => {
    await busy();
    variables = { ...variables, AWS_REGION: "" };
    const { exitCode } = await run("top", "arn:aws:batch:eu-west-1:123456789012:job-queue/gpu");
    expect(exitCode).toBe(0);
  });
});

describe("dapf queues share", () => {
  test("sets the capacity of a share, by a number where it has one unit", async () => {
    const wide = await busy();
    const { stdout } = await run("share", "set-capacity", "gpu", "audits", "3");
    expect(stdout).toBe(`audits of gpu is enabled and owns 3 ${G5}\n`);
    expect(queue.job(wide)?.status).toBe("RUNNING");
  });

  test("adds a unit by its name and keeps the others", async () => {
    await busy();
    const { stdout } = await run("share", "set-capacity", "gpu", "audits", "ml.p4d.24xlarge=1", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      capacity: [
        { unit: G5, max: 2 },
        { unit: "ml.p4d.24xlarge", max: 1 },
      ],
    });
  });

  test("keeps the changes of two who change one share of a clone at once", async () => {
    await busy();
    count += 1;
    const folder = path.join(root, String(count));
    const line = commandLine(folder);
    const changes = [[`${G5}=3`], ["ml.p4d.24xlarge=1"]];
    const outcomes = await Promise.all(
      changes.map((words) => line.run(["queues", "share", "set-capacity", "gpu", "audits", ...words], { variables })),
    );
    const { stdout } = await line.run(["queues", "share", "enable", "gpu", "audits", "--json"], { variables });

    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(JSON.parse(stdout)).toMatchObject({
      capacity: [
        { unit: G5, max: 3 },
        { unit: "ml.p4d.24xlarge", max: 1 },
      ],
    });
  });

  test("disables and enables a share", async () => {
    await busy();
    expect((await run("share", "disable", "gpu", "audits")).stdout).toContain("is disabled");
    expect(() => queue.submit("more", "audits", G5, 1)).toThrow("QuotaShare audits is DISABLED.");
    expect((await run("share", "enable", "gpu", "audits")).stdout).toContain("is enabled");
  });

  test.each([
    ["a share that does not exist", ["disable", "gpu", "audit"], "gpu has no quota share audit (there are: audits, "],
    ["a capacity of nothing", ["set-capacity", "gpu", "audits", "0"], "not 0"],
    ["a unit that is no instance type", ["set-capacity", "gpu", "audits", "g5=1"], "not g5=1"],
  ])("refuses %s", async (_, args, message) => {
    await busy();
    const { exitCode, stderr } = await run("share", ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each([["top"], ["share", "set-capacity"], ["share", "enable"], ["share", "disable"]])(
    "help of dapf queues %s has examples and exit codes",
    async (...words) => {
      await busy();
      const { stdout } = await run(...words, "--help");
      expect(stdout).toContain("Examples:");
      expect(stdout).toContain("Exit codes:");
    },
  );
});
