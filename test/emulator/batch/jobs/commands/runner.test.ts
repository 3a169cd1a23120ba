import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command, CommandEnd } from "../../../../../emulator/batch/jobs/commands/command";
import { CommandRunner } from "../../../../../emulator/batch/jobs/commands/runner";
import type { EdgeRequest, EdgeResponse } from "../../../../../emulator/edge/messages";
import { jsonAnswer, jsonBody } from "../../../../../emulator/edge/messages";
import { until } from "../../../../support/until";
import { PLACE } from "../../account";

jest.setTimeout(30_000);

const log = { group: "/aws/batch/job", stream: "train/default/1", region: "us-west-2" };
const shell = (text: string): Command => ({
  words: ["/bin/sh", "-c", text],
  environment: {},
  credentials: undefined,
  log,
});

/** A runner, and what the commands print into a log that is moto's otherwise. */
class Commands {
  readonly lines: string[] = [];
  readonly regions = new Set<string>();
  readonly runner: CommandRunner;

  constructor(stopMilliseconds = 30_000) {
    this.runner = new CommandRunner({ endpoint: () => "http://127.0.0.1:1", forward: this.forward, stopMilliseconds });
  }

  async run(command: Command): Promise<CommandEnd> {
    return new Promise((resolve) => void this.runner.start(PLACE, command, resolve));
  }

  private readonly forward = (request: EdgeRequest): Promise<EdgeResponse> => {
    if (request.operation === "PutLogEvents") {
      this.regions.add(request.identity.region);
      // Written by the log stream under test.
      const { logEvents } = jsonBody(request) as { logEvents: { message: string }[] };
      this.lines.push(...logEvents.map(({ message }) => message));
    }
    return Promise.resolve(jsonAnswer({}));
  };
}

let commands: Commands;
beforeEach(() => (commands = new Commands()));
afterEach(() => commands.runner.stopAll());

function isAlive(pid: number): boolean {
  // A process that has ended, and that nobody has waited for yet, is a zombie.
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout.trim());
}

describe("the command of a job", () => {
  it("ends with its exit code, and what it printed is in its log by then, also a line without an end", async () => {
    const end = await commands.run(shell("echo one; echo two >&2; printf three; exit 3"));
    expect(end).toEqual({ exitCode: 3, reason: undefined });
    expect([...commands.lines].sort()).toEqual(["one", "three", "two"]);
    expect([...commands.regions]).toEqual(["us-west-2"]);
  });

  it("is read by no shell", async () => {
    await commands.run({ words: ["echo", "$HOME; echo *", "b"], environment: {}, credentials: undefined, log });
    expect(commands.lines).toEqual(["$HOME; echo * b"]);
  });

  it("has the job's variables and those of an AWS client, and none of ours but the path", async () => {
    process.env.DAPF_TEST_SECRET = "secret";
    const credentials = { accessKeyId: "ASIA0000000000000000", secretAccessKey: "secret", sessionToken: "token" };
    try {
      await commands.run({ words: ["env"], environment: { MINE: "1", AWS_REGION: "eu-north-1" }, credentials, log });
    } finally {
      delete process.env.DAPF_TEST_SECRET;
    }
    const variables = new Map(commands.lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
    expect(Object.fromEntries(variables)).toMatchObject({
      MINE: "1",
      AWS_REGION: "eu-north-1",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "ASIA0000000000000000",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
      PATH: process.env.PATH,
    });
    expect([...variables.keys()]).not.toContain("DAPF_TEST_SECRET");
  });

  it("has no keys when its job has no role", async () => {
    await commands.run(shell("env"));
    expect(commands.lines.join("\n")).not.toMatch(/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)=/m);
    expect(commands.lines).toContain("AWS_ENDPOINT_URL=http://127.0.0.1:1");
  });

  it("works in an empty folder of its own, which goes with it", async () => {
    await commands.run(shell("pwd; ls -A; touch left"));
    const [folder = "", ...listed] = commands.lines;
    expect(listed).toEqual([]);
    expect(folder).toContain("dapf-job-");
    expect(existsSync(folder)).toBe(false);
  });

  it("that cannot be started says why, and has no exit code", async () => {
    const end = await commands.run({ words: ["no-such-program"], environment: {}, credentials: undefined, log });
    expect(end).toEqual({
      exitCode: undefined,
      reason: "CannotStartContainerError: spawn no-such-program ENOENT",
    });
    await expect(commands.run({ words: [], environment: {}, credentials: undefined, log })).resolves.toMatchObject({
      exitCode: undefined,
    });
  });

  it("takes along what it leaves running behind", async () => {
    await commands.run(shell("sleep 60 & echo $!"));
    await until(() => !isAlive(Number(commands.lines[0])));
  });

  it("that is stopped may end by itself", async () => {
    const ended = new Promise<CommandEnd>((resolve) => {
      const run = commands.runner.start(
        PLACE,
        shell("trap 'echo bye; exit 7' TERM; echo up; sleep 60 & wait"),
        resolve,
      );
      void until(() => commands.lines.includes("up")).then(() => run.stop());
    });
    await expect(ended).resolves.toMatchObject({ exitCode: 7 });
    expect(commands.lines).toEqual(["up", "bye"]);
  });

  it("that does not is killed, with all that it has started", async () => {
    commands = new Commands(50);
    const ended = new Promise<CommandEnd>((resolve) => {
      const run = commands.runner.start(PLACE, shell("trap '' TERM; sleep 60 & echo $!; wait; sleep 60"), resolve);
      void until(() => commands.lines.length > 0).then(() => run.stop());
    });
    await expect(ended).resolves.toMatchObject({ exitCode: 137 });
    await until(() => !isAlive(Number(commands.lines[0])));
  });

  it("that is stopped before it has started never does", async () => {
    const ended = new Promise<CommandEnd>((resolve) => commands.runner.start(PLACE, shell("echo ran"), resolve).stop());
    await expect(ended).resolves.toMatchObject({ exitCode: undefined });
    expect(commands.lines).toEqual([]);
  });

  it("ends when all are ended, and nobody is told", async () => {
    const told = jest.fn();
    commands.runner.start(PLACE, shell("echo $$; pwd; exec sleep 60"), told);
    await until(() => commands.lines.length > 1);
    await commands.runner.stopAll();
    const [pid, folder = ""] = commands.lines;
    expect(isAlive(Number(pid))).toBe(false);
    expect(existsSync(folder)).toBe(false);
    expect(told).not.toHaveBeenCalled();
  });

  it("ends when the process that runs it is killed", async () => {
    const script = `
      const { CommandRunner } = require("./emulator/batch/jobs/commands/runner.ts");
      const forward = async ({ operation, body }) => {
        if (operation === "PutLogEvents") console.log(JSON.parse(body).logEvents[0].message);
        return { status: 200, headers: {}, body: Buffer.from("{}") };
      };
      const log = { group: "g", stream: "s", region: "us-west-2" };
      const words = ["/bin/sh", "-c", "echo $$; exec sleep 60"];
      const runner = new CommandRunner({ endpoint: () => "", forward });
      runner.start({ partition: "aws", region: "us-west-2", account: "123456789012" }, { words, environment: {}, credentials: undefined, log }, () => undefined);
      setInterval(() => undefined, 1000);
    `;
    const root = join(__dirname, "../../../../..");
    const host = spawn(process.execPath, ["--require", "./bin/typescript.js", "--eval", script], { cwd: root });
    try {
      const pid = await new Promise<number>((resolve) =>
        host.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text))),
      );
      expect(isAlive(pid)).toBe(true);
      host.kill("SIGKILL");
      await until(() => !isAlive(pid));
    } finally {
      host.kill("SIGKILL");
    }
  });
});
