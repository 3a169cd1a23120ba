import { existsSync, rmSync } from "node:fs";
import * as path from "node:path";
import providerPackage from "@cdktf/provider-aws/package.json";
import { terraformPlatform } from "../../tools";
import { up } from "../../emulator";
import { temporaryFolder, write } from "../deploy/folders";
import { trigger } from "../deploy/trigger";
import { until } from "../support/until";
import { plannedCreate } from "../deploy/stream";
import { commandLine } from "./command-line";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  const line = commandLine(path.join(root, String(count)));
  line.terraform.script({ plan: { lines: [plannedCreate("terraform_data.one")], exitCode: 2 } });
  return line;
}

describe("--local", () => {
  test("of a deploy starts the embedded AWS, and says so", async () => {
    const { run, aws } = fresh();
    const { exitCode, stdout } = await run(["deploy", "dev", "--local", "--auto-approve"]);
    expect(exitCode).toBe(0);
    expect(aws.running).toBe(true);
    expect(stdout).toContain("The embedded AWS is running at http://127.0.0.1:4566");
  });

  test("of a deploy uses the embedded AWS that is running", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { stdout } = await run(["deploy", "dev", "--local", "--auto-approve"]);
    expect(stdout).toContain("Using the embedded AWS at http://127.0.0.1:4566");
  });

  test.each(["plan", "destroy", "output", "synth"])(
    "of %s fails when the embedded AWS is not running, and says how to start it",
    async (command) => {
      const { run, terraform } = fresh();
      const args = command === "destroy" ? ["--auto-approve"] : [];
      const { exitCode, stderr } = await run([command, "dev", "--local", ...args]);
      expect(exitCode).toBe(1);
      expect(stderr).toBe("dapf: The embedded AWS is not running. Start it: npx dapf local up\n");
      expect(terraform.calls()).toEqual([]);
    },
  );

  test("points synthesis and Terraform at it, in the account and region of the environment", async () => {
    const { run, aws, terraform, synthCalls } = fresh();
    aws.running = true;
    await run(["plan", "dev", "--local"], { variables: { AWS_PROFILE: "work", AWS_SESSION_TOKEN: "t" } });
    const expected = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_REGION: "ap-south-1",
    };
    for (const variables of [synthCalls()[0], terraform.calls().at(-1)?.variables]) {
      expect(variables).toMatchObject(expected);
      expect(variables).not.toHaveProperty("AWS_PROFILE");
      expect(variables).not.toHaveProperty("AWS_SESSION_TOKEN");
    }
  });

  test("of an output that is not there says that it was looked for on the embedded AWS", async () => {
    const { run, aws, terraform } = fresh();
    aws.running = true;
    terraform.script({ output: { lines: ["{}"] } });
    const { stderr } = await run(["output", "dev", "--local"]);
    expect(stderr).toContain(
      "dapf: dev has no outputs on the embedded AWS: deploy it first (npx dapf deploy dev --local).",
    );
  });

  test("runs more operations at once, unless told how many", async () => {
    const { run, aws, terraform } = fresh();
    aws.running = true;
    await run(["plan", "dev", "--local"]);
    expect(terraform.calls().at(-1)?.args).toContain("-parallelism=20");
    await run(["plan", "dev", "--local", "--parallelism", "10"]);
    expect(terraform.calls().at(-1)?.args).toContain("-parallelism=10");
    await run(["plan", "dev"]);
    expect(terraform.calls().at(-1)?.args.join(" ")).not.toContain("-parallelism");
  });

  test("puts the VPC there that the environment names by its ids", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    await run(["plan", "dev", "--local"]);
    const seed = {
      account: "123456789012",
      region: "ap-south-1",
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdef0"],
    };
    expect(aws.seeded).toEqual([{ endpoint: "http://127.0.0.1:4566", seed }]);
  });
});

describe("dapf local", () => {
  test("up starts it once", async () => {
    const { run } = fresh();
    await expect(run(["local", "up"])).resolves.toMatchObject({
      stdout: expect.stringMatching(/^The embedded AWS is running at http:\/\/127\.0\.0\.1:4566 \(\d/),
    });
    const { stdout } = await run(["local", "up"]);
    expect(stdout).toBe("The embedded AWS was already running at http://127.0.0.1:4566\n");
  });

  test("up simulates jobs, and runs their commands when it is told to", async () => {
    const { run, aws } = fresh();
    await run(["local", "up"]);
    await run(["local", "down"]);
    await run(["local", "up", "--run-commands"]);
    expect(aws.wanted).toEqual([{}, { runCommands: true }]);
  });

  test("up fails on purpose as it is told", async () => {
    const { run, aws } = fresh();
    await run(["local", "up", "--faults", "throttlingRate=0.2, services=batch+s3,seed=7"]);
    expect(aws.wanted).toEqual([{ faults: { throttlingRate: 0.2, services: ["batch", "s3"], seed: 7 } }]);
  });

  test.each(["throttlingRate", "throttlingRate=", "=1", ""])(
    "up refuses faults like %p, and starts nothing",
    async (text) => {
      const { run, aws } = fresh();
      const { exitCode, stderr } = await run(["local", "up", "--faults", text]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("--faults takes name=value, separated by commas, such as throttlingRate=0.2, not");
      expect(aws.wanted).toEqual([]);
    },
  );

  test("up refuses a rate that is none before it starts anything", async () => {
    const none = path.join(root, "none");
    await expect(up({ root: none, faults: { throttlingRate: 20 } })).rejects.toThrow("cannot be 20");
    expect(existsSync(none)).toBe(false);
  });

  test("up says that options have no effect on one that is running", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { stderr } = await run(["local", "up", "--run-commands"]);
    expect(stderr).toBe("These options have no effect while it is running. To begin anew: dapf local down, then up\n");
  });

  test("up prints JSON with --json", async () => {
    const { stdout } = await fresh().run(["local", "up", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ started: true, endpoint: "http://127.0.0.1:4566", pid: 42, iam: "enforce" });
  });

  test("down stops it, and is content when it was not running", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    await expect(run(["local", "down"])).resolves.toMatchObject({ stdout: "The embedded AWS has been stopped\n" });
    await expect(run(["local", "down"])).resolves.toMatchObject({
      exitCode: 0,
      stdout: "The embedded AWS was not running\n",
    });
    await expect(run(["local", "down", "--json"])).resolves.toMatchObject({ stdout: '{\n  "stopped": false\n}\n' });
  });

  test("status tells where it runs and what it was asked", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { exitCode, stdout } = await run(["local", "status"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("running at http://127.0.0.1:4566 (process 42");
    expect(stdout).toContain("7 calls answered, 1 of them with an error");
    expect(stdout).toMatch(/glue +4\n +s3 +3\n/);
  });

  test("status tells of what it was started with that makes it behave otherwise", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    expect((await run(["local", "status"])).stdout).not.toContain("--");
    const faults = { throttlingRate: 0.2, services: ["batch", "s3"] };
    aws.record = { ...aws.record, runCommands: true, faults };
    const { stdout } = await run(["local", "status"]);
    expect(stdout).toContain("Batch jobs run their commands (--run-commands)\n");
    expect(stdout).toContain("It fails on purpose (--faults throttlingRate=0.2,services=batch+s3)\n");
    const json = JSON.parse((await run(["local", "status", "--json"])).stdout) as object;
    expect(json).toMatchObject({ runCommands: true, faults });
  });

  test("status of one that is too busy to count says where it runs", async () => {
    const { run, aws } = fresh();
    aws.status = () => Promise.resolve({ running: true, emulator: aws.record, counters: undefined });
    const { exitCode, stdout } = await run(["local", "status"]);
    expect([exitCode, stdout.trimEnd().split("\n")]).toEqual([
      0,
      [expect.stringContaining("running at http://127.0.0.1:4566")],
    ]);
    expect(JSON.parse((await run(["local", "status", "--json"])).stdout)).toMatchObject({
      running: true,
      counters: null,
    });
  });

  test("status exits with 1 when it is not running", async () => {
    const { exitCode, stdout } = await fresh().run(["local", "status"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("not running");
  });

  test("status as JSON does not contain the token that stops it", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const running = JSON.parse((await run(["local", "status", "--json"])).stdout) as object;
    expect(running).toMatchObject({ running: true, endpoint: "http://127.0.0.1:4566", counters: { total: 7 } });
    expect(running).not.toHaveProperty("token");
    aws.running = false;
    const stopped = await run(["local", "status", "--json"]);
    expect(JSON.parse(stopped.stdout)).toEqual({ running: false });
  });

  test("env prints lines for a shell, in the account of the environment", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { exitCode, stdout } = await run(["local", "env", "dev"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("export AWS_ENDPOINT_URL=http://127.0.0.1:4566\n");
    expect(stdout).toContain("export AWS_ACCESS_KEY_ID=123456789012\n");
    expect(stdout).toContain("unset AWS_PROFILE\n");
    expect(aws.seeded).toHaveLength(1);
  });

  test("env without an environment says that the account belongs to none", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { stdout, stderr } = await run(["local", "env"]);
    expect(stdout).toContain(`export AWS_ACCESS_KEY_ID=${aws.DEFAULT_ACCOUNT}\n`);
    expect(stderr).toContain("No environment named");
  });

  test("env without an environment takes the only one", async () => {
    const { run, aws, root: folder } = fresh();
    aws.running = true;
    rmSync(path.join(folder, "environments", "production.tfvars.json"));
    const { stdout, stderr } = await run(["local", "env"]);
    expect(stdout).toContain("export AWS_ACCESS_KEY_ID=123456789012\n");
    expect(stderr).not.toContain("No environment named");
  });

  test("env unsets a Terraform configuration that does not exist, and says so", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const offline = { TF_CLI_CONFIG_FILE: "/there/is/no/such.rc", XDG_DATA_HOME: path.join(root, "share") };
    const { name, version } = providerPackage.cdktf.provider;
    const folder = `terraform/plugins/${name}/${version}`;
    const platform = terraformPlatform(process.platform, process.arch);
    // With a provider in a folder where Terraform looks by itself, nothing has to be set in its place.
    write(path.join(root, "share", folder, platform, "terraform-provider-aws"), "program", 0o755);
    write(path.join(root, String(count), "home", ".terraformrc"), "");
    const { stdout, stderr } = await run(["local", "env", "dev"], { variables: offline });
    expect(stdout).toContain("unset TF_CLI_CONFIG_FILE\n");
    expect(stderr).toContain("/there/is/no/such.rc, which does not exist");
  });

  test("env prints JSON with --json", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    const { stdout } = await run(["local", "env", "dev", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ AWS_REGION: "ap-south-1" });
  });

  test("env of an embedded AWS that is not running is an error, and prints no lines", async () => {
    const { exitCode, stdout } = await fresh().run(["local", "env", "dev"]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe("");
  });

  test("logs prints the last lines", async () => {
    const { stdout } = await fresh().run(["local", "logs", "-n", "2"]);
    expect(stdout).toBe("two\nthree\n");
  });

  test("logs -f goes on until Ctrl-C, and exits with 0", async () => {
    const { run, aws } = fresh();
    aws.running = true;
    let subscribed = false;
    const source = trigger();
    const interrupts = {
      ...source,
      subscribe: (listener: () => void) => {
        subscribed = true;
        return source.subscribe(listener);
      },
    };
    const end = run(["local", "logs", "-f"], { interrupts });
    await until(() => subscribed);
    await new Promise((resolve) => setTimeout(resolve, 20));
    source.pull();
    await expect(end).resolves.toMatchObject({ exitCode: 0, stdout: "one\ntwo\nthree\nfour\n" });
  });
});
