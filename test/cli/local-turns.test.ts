/** What commands with `--local` and `local down` do to each other in one clone. */
import * as path from "node:path";
import { runFiles } from "../../emulator";
import { enter, ownersIn, takeLock } from "../../locks";
import { writeJson } from "../deploy/folders";
import { until } from "../support/until";
import { commandLines, noChanges } from "./program-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const lines = commandLines();

/** A command line, whose clone has announced users. */
function fresh() {
  const line = lines();
  const { users, downLock } = runFiles(line.root);
  line.terraform.script({ plan: noChanges });
  return { ...line, downLock, users: () => ownersIn(users).map(({ owner }) => owner.what), usersFolder: users };
}

describe("a command that works with the embedded AWS", () => {
  test.each([
    "synth dev --local",
    "plan dev --local",
    "deploy dev --local --auto-approve",
    "destroy dev --local --auto-approve",
    "output dev --local",
    "run dev --context training --local",
    "runs list dev --local",
    "code-sync dev --context training --local",
    "queues list dev --local",
    "queues top q --env dev --local",
    "queues share enable q s --env dev --local",
    "job-definition list --local",
    "watch b0c1d2e3-0000-4000-8000-000000000000 --local",
    "jobs list --local",
    "train list --queue q --local",
    "local simulate",
    "local up",
  ])("announces itself before it looks for it: %s", async (words) => {
    const { run, aws, users } = fresh();
    const { exitCode, stderr } = await run(words.split(" "));
    expect(aws.users).toEqual([[words]]);
    // It is not running: what cannot start it fails.
    if (exitCode !== 0) expect(stderr).toBe("dapf: The embedded AWS is not running. Start it: npx dapf local up\n");
    expect(users()).toEqual([]);
  });

  test("announces itself when it has read its file: submit", async () => {
    const { run, aws, root } = fresh();
    const file = path.join(root, "job.json");
    writeJson(file, { jobName: "one", jobQueue: "q", jobDefinition: "d" });
    await run(["submit", file, "--local"]);
    expect(aws.users).toEqual([[`submit ${file} --local`]]);
  });

  test("counts its Terraform, which goes on should the command be killed", async () => {
    const { run, aws, terraform, usersFolder } = fresh();
    terraform.script({ plan: { lines: [], afterInterrupt: [] } });
    aws.running = true;
    const processes = () => ownersIn(usersFolder).flatMap(({ owner }) => owner.processes.map(({ pid }) => pid));
    const running = run(["plan", "dev", "--local"]);
    await until(() => terraform.calls().some(({ args }) => args[0] === "plan"));
    const [own, ...others] = processes();
    expect(own).toBe(process.pid);
    expect(others).toHaveLength(1);
    for (const pid of others) process.kill(pid, "SIGINT");
    await running;
    expect(processes()).toEqual([]);
  });

  test("is named on one line, shortened when it is long", async () => {
    const { run, aws } = fresh();
    await run(["output", "dev", "two words\nand a line", "--local"]);
    await run(["output", "dev", "x".repeat(200), "--local"]);
    expect(aws.users).toEqual([
      ["output dev 'two words and a line' --local"],
      [expect.stringMatching(/^output dev x{87} …$/)],
    ]);
  });

  test("is named without values that may be secret", async () => {
    const { run, aws } = fresh();
    await run(["local", "simulate", "TOKEN=abc\ndef", "--exit-code", "1"]);
    expect(aws.users).toEqual([["local simulate TOKEN=… --exit-code 1"]]);
  });

  test.each(["status", "env dev", "logs"])("is none of local %s, which waits for nobody", async (words) => {
    const { run, aws, downLock } = fresh();
    aws.running = true;
    const down = takeLock(downLock, "local down");
    await expect(run(["local", ...words.split(" ")])).resolves.toMatchObject({ exitCode: 0 });
    down.release();
    expect(aws.users.flat()).toEqual([]);
  });

  test("says that it uses the one that another process has started at the same time", async () => {
    const { run, aws } = fresh();
    aws.isStartedMeanwhile = true;
    const { stdout } = await run(["deploy", "dev", "--local", "--auto-approve"]);
    expect(stdout).toMatch(/^Starting the embedded AWS\nUsing the embedded AWS at http:\/\/127\.0\.0\.1:4566\n/);
  });

  test("waits while it is being stopped, says for whom, and starts it anew", async () => {
    const { run, aws, downLock, users } = fresh();
    aws.running = true;
    const down = takeLock(downLock, "local down");
    const end = run(["local", "up", "--json"]);
    await until(() => users().length > 0);
    expect(aws.users).toEqual([]);
    aws.running = false;
    down.release();
    const { stdout, stderr } = await end;
    expect(stderr).toMatch(/^Waiting for local down \(process \d+ of .*\)\n/);
    expect(JSON.parse(stdout)).toMatchObject({ started: true });
  });
});

describe("dapf local down", () => {
  test("is refused while a command works with it, and names that", async () => {
    const { run, aws, usersFolder } = fresh();
    aws.running = true;
    const user = enter(usersFolder, "deploy dev --local");
    const { exitCode, stdout, stderr } = await run(["local", "down"]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("in use by deploy dev --local (process ");
    expect(stderr).toContain("npx dapf local down --force");
    expect(aws.running).toBe(true);
    const json = JSON.parse((await run(["local", "down", "--json"])).stdout) as object;
    expect(json).toMatchObject({ error: { kind: "InUseError", exitCode: 1 } });
    user.end();
    await expect(run(["local", "down"])).resolves.toMatchObject({ exitCode: 0 });
    expect(aws.running).toBe(false);
  });

  test("stops it all the same with --force", async () => {
    const { run, aws, usersFolder } = fresh();
    aws.running = true;
    const user = enter(usersFolder, "deploy dev --local");
    await expect(run(["local", "down", "--force"])).resolves.toMatchObject({
      exitCode: 0,
      stdout: "The embedded AWS has been stopped\n",
    });
    user.end();
  });

  test("of two at once one stops it, the other says that it was not running", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const outcomes = await Promise.all([run(["local", "down"]), run(["local", "down"])]);
    expect(outcomes.map(({ stdout }) => stdout).sort()).toEqual([
      "The embedded AWS has been stopped\n",
      "The embedded AWS was not running\n",
    ]);
  });
});
