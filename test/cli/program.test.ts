import * as path from "node:path";
import { temporaryFolder, write } from "../deploy/folders";
import { trigger } from "../deploy/project";
import { applyComplete, applyErrored, applyStart, diagnostic, outputs, planned, plannedCreate } from "../deploy/stream";
import { commandLine } from "./command-line";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return commandLine(path.join(root, String(count)));
}

const oneCreation = { lines: [plannedCreate("module.etl.terraform_data.one")], exitCode: 2 };
const noChanges = { lines: [], exitCode: 0 };
const map = { training_inputs: { queue: "q" } };
const apply = {
  lines: [
    applyStart("module.etl.terraform_data.one", "create", "2026-01-01T00:00:00Z"),
    applyComplete("module.etl.terraform_data.one", "create", "2026-01-01T00:00:02Z"),
    outputs({ step_function_inputs: { sensitive: false, value: map } }),
  ],
};

describe("help", () => {
  test.each([[], ["synth"], ["plan"], ["deploy"], ["destroy"], ["output"], ["local"]])(
    "of dapf %s has examples and the exit codes",
    async (...command) => {
      const { exitCode, stdout } = await fresh().run([...command, "--help"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("Examples:");
      expect(stdout).toContain("Exit codes:");
    },
  );

  test.each(["up", "down", "status", "env", "logs"])("of dapf local %s has examples", async (command) => {
    const { exitCode, stdout } = await fresh().run(["local", command, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Examples:");
  });
});

describe("a wrong command line", () => {
  test("exits with 2 and names the nearest command", async () => {
    const { exitCode, stderr } = await fresh().run(["plna"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Did you mean plan?");
  });

  test.each([
    [["plan"], "missing required argument 'environment'"],
    [["plan", "dev", "--speed"], "unknown option '--speed'"],
    [["plan", "dev", "--parallelism", "fast"], "--parallelism takes a number from 1 to 999, not fast"],
    [["local", "up", "--port", "99999"], "--port takes 1 to 65535, not 99999"],
    [["local", "logs", "-n", "many"], "--lines takes a number, not many"],
  ])("%j exits with 2 and says what is wrong", async (args, message) => {
    const { exitCode, stderr } = await fresh().run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test("is a JSON object, too, when JSON is wanted", async () => {
    const { stdout } = await fresh().run(["plan", "dev", "--speed", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      error: { kind: "UsageError", message: "error: unknown option '--speed'", exitCode: 2 },
    });
  });

  test("exits with 1 where 2 means that there are changes", async () => {
    const { exitCode } = await fresh().run(["plan", "nowhere", "--detailed-exitcode"]);
    expect(exitCode).toBe(1);
  });

  test.each(["plan", "synth", "deploy", "destroy", "output"])(
    "dapf %s with an unknown environment names the nearest and lists all",
    async (command) => {
      const args = command === "deploy" || command === "destroy" ? ["--auto-approve"] : [];
      const { exitCode, stderr } = await fresh().run([command, "prodution", ...args]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("did you mean production?");
      expect(stderr).toContain("dev, production");
    },
  );

  test("with an unknown module lists the modules, the nearest first", async () => {
    const { exitCode, stderr } = await fresh().run(["plan", "dev", "--target", "etl.wsf"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("There is no module etl.wsf; did you mean etl.wfs?");
    expect(stderr).toMatch(/The modules are:\n {2}common\n {2}etl\n {2}etl\.wfs\n/);
  });
});

describe("a mistake in the configuration", () => {
  test("is one message without a stack trace", async () => {
    const { run, root: folder } = fresh();
    write(path.join(folder, "environments/dev.tfvars.json"), '{ "env": }');
    const { exitCode, stderr } = await run(["synth", "dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dapf: environments\/dev\.tfvars\.json:1:10: /);
    expect(stderr).not.toContain("    at ");
  });

  test("that only synthesis finds is one message, and with DAPF_DEBUG=1 the place in the code", async () => {
    const { run, synthScript } = fresh();
    synthScript({ stderr: "Error: no such job\n    at modules/etl.ts:1:1\n" });
    const short = await run(["synth", "dev"]);
    expect(short).toMatchObject({ exitCode: 1, stderr: "dapf: no such job\n" });
    const long = await run(["synth", "dev"], { variables: { DAPF_DEBUG: "1" } });
    expect(long.stderr).toContain("at modules/etl.ts:1:1");
  });

  test("is a JSON object, too, when JSON is wanted", async () => {
    const { run, synthScript } = fresh();
    synthScript({ stderr: "Error: no such job\n    at x\n" });
    const { exitCode, stdout } = await run(["synth", "dev", "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ error: { kind: "SynthError", message: "no such job", exitCode: 1 } });
  });
});

describe("dapf synth", () => {
  test("says what was written and shows warnings to the end", async () => {
    const { run, synthScript } = fresh();
    const message = ["jobs without script:", ..."abcdefghij"].join("\n");
    synthScript({ annotations: [{ constructPath: "dev/etl", level: "@cdktf/warn", message }] });
    const { exitCode, stdout } = await run(["synth", "dev"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Warning: dev/etl: jobs without script:\n  a\n");
    expect(stdout).toContain("\n  j\n");
    expect(stdout).toMatch(/dev: 2 resources in 3 modules, in cdktf.out\/stacks\/dev \(\d\.\d s\)/);
  });

  test("prints one JSON object with --json", async () => {
    const { exitCode, stdout } = await fresh().run(["synth", "dev", "--json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "synth",
      environment: "dev",
      modules: ["common", "etl", "etl.wfs"],
    });
  });

  test("is strict with --strict", async () => {
    const { run, synthCalls } = fresh();
    await run(["synth", "dev", "--strict"]);
    expect(synthCalls()[0]).toMatchObject({ DAPF_STRICT: "1" });
  });
});

describe("dapf plan", () => {
  test("lists what would change, one line each, in a log", async () => {
    const { run, terraform } = fresh();
    const creations = Array.from({ length: 60 }, (_, index) => plannedCreate(`module.etl.terraform_data.r${index}`));
    terraform.script({ plan: { lines: creations, exitCode: 2 } });
    const { exitCode, stdout } = await run(["plan", "dev"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("  + module.etl.terraform_data.r59\n");
    expect(stdout).toContain("Plan for dev: 60 to create\n");
  });

  test("says so when there are no changes", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: noChanges });
    const { exitCode, stdout } = await run(["plan", "dev", "--detailed-exitcode"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("dev: no changes");
  });

  test("exits with 2 when there are changes and --detailed-exitcode is given", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await expect(run(["plan", "dev"])).resolves.toMatchObject({ exitCode: 0 });
    await expect(run(["plan", "dev", "--detailed-exitcode"])).resolves.toMatchObject({ exitCode: 2 });
  });

  test("shows Terraform's own text with --details", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, show: { lines: ["# terraform_data.one will be created"] } });
    const { stdout } = await run(["plan", "dev", "--details"]);
    expect(stdout).toContain("# terraform_data.one will be created");
  });

  test("prints one JSON object with --json, progress goes to standard error", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    const { stdout, stderr } = await run(["plan", "dev", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "plan",
      environment: "dev",
      hasChanges: true,
      counts: { create: 1, delete: 0 },
      changes: [{ address: "module.etl.terraform_data.one", action: "create", type: "terraform_data" }],
    });
    expect(stderr).toContain("Planning");
  });

  test("passes Terraform's exit code on, after its complaint with address and detail", async () => {
    const { run, terraform } = fresh();
    const complaint = diagnostic("error", "Invalid value", "must be a number", "module.etl.terraform_data.one");
    terraform.script({ plan: { lines: [complaint], exitCode: 1 } });
    const { exitCode, stdout, stderr } = await run(["plan", "dev"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Error: Invalid value\n  at module.etl.terraform_data.one\n  must be a number\n");
    expect(stderr).toBe("dapf: terraform plan failed with exit code 1: the error above.\n");
  });

  test("explains a lock with the command that removes it", async () => {
    const { run, terraform } = fresh();
    const detail = "Lock Info:\n  ID:        abc-1\n  Operation: OperationTypeApply\n  Who:       ann@laptop\n";
    const complaint = diagnostic("error", "Error acquiring the state lock", detail);
    terraform.script({ plan: { lines: [complaint], exitCode: 1 } });
    const { stdout } = await run(["plan", "dev"]);
    expect(stdout).toContain("locked by ann@laptop (apply");
    expect(stdout).toContain("terraform -chdir=cdktf.out/stacks/dev force-unlock abc-1");
    expect(stdout).not.toContain("-lock=false");
  });

  test("says how to install Terraform when it is missing", async () => {
    const { run } = fresh();
    const { exitCode, stderr } = await run(["plan", "dev"], { variables: { TERRAFORM_BINARY_NAME: "no-terraform" } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dapf: Terraform was not found \(no-terraform\): install .*https:\S+\n$/);
  });
});

describe("dapf deploy", () => {
  test("refuses at once when nobody can be asked and --auto-approve is missing", async () => {
    const { run, terraform } = fresh();
    const { exitCode, stderr } = await run(["deploy", "dev"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--auto-approve");
    expect(terraform.calls()).toEqual([]);
  });

  test("logs one line a change and ends with a summary and the slowest", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { exitCode, stdout } = await run(["deploy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("[1/1] module.etl.terraform_data.one created (2.0 s)\n");
    expect(stdout).toMatch(/1 created, 0 changed, 0 destroyed in \d\.\d s\nSlowest:\n +2\.0 s {2}module\.etl/);
  });

  test("applies after a yes", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { exitCode, stderr } = await run(["deploy", "dev"], { answers: ["yes"] });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("Apply this (dev: 1 to create)?");
  });

  test.each([["no"], [""], ["perhaps", "n"]])("applies nothing after %j", async (...answers) => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { exitCode, stderr } = await run(["deploy", "dev"], { answers });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Not approved: dev is as it was.");
    expect(terraform.calls().map(({ args }) => args[0])).not.toContain("apply");
  });

  test("shows the details when asked, and asks again", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply, show: { lines: ["# every value"] } });
    const { exitCode, stdout } = await run(["deploy", "dev"], { answers: ["details", "y"] });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("# every value");
  });

  test("ends with 130 when the question is answered with Ctrl-C", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { exitCode, stderr } = await run(["deploy", "dev"], { answers: [] });
    expect(exitCode).toBe(130);
    expect(stderr).toContain("nothing has been changed");
  });

  test("that fails says that what was done is kept", async () => {
    const { run, terraform } = fresh();
    const lines = [
      applyStart("module.etl.terraform_data.one", "create"),
      applyErrored("module.etl.terraform_data.one", "create"),
      diagnostic("error", "denied", "no right", "module.etl.terraform_data.one"),
    ];
    terraform.script({ plan: oneCreation, apply: { lines, exitCode: 1 } });
    const { exitCode, stdout, stderr } = await run(["deploy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("could not be created");
    expect(stdout).toContain("Error: denied\n  at module.etl.terraform_data.one\n  no right\n");
    expect(stdout).toContain("0 created, 0 changed, 0 destroyed, 1 failed");
    expect(stderr).toContain("run the same command again");
  });

  test("that is interrupted says what happens, and exits with 130", async () => {
    const { run, terraform } = fresh();
    const [one, two] = ["module.etl.terraform_data.one", "module.etl.terraform_data.two"] as const;
    const ended = [applyErrored(two, "create"), diagnostic("error", "execution halted")];
    terraform.script({
      plan: { lines: [plannedCreate(one), plannedCreate(two)], exitCode: 2 },
      apply: {
        lines: [applyStart(one, "create"), applyStart(two, "create"), applyComplete(one, "create")],
        afterInterrupt: ended,
        exitCode: 1,
      },
    });
    const interrupts = trigger();
    const onOutput = (text: string) => {
      // By now the other operation has begun.
      if (text.includes("one created")) interrupts.pull();
    };
    const { exitCode, stdout, stderr } = await run(["deploy", "dev", "--auto-approve"], { interrupts, onOutput });
    expect(exitCode).toBe(130);
    expect(stdout).toContain("Interrupted: Terraform ends 1 operation, then saves its state; please wait");
    expect(stdout).toContain("terraform_data.two was interrupted");
    expect(stdout).not.toContain("execution halted");
    expect(stderr).toContain("Run the same command again to go on.");
  });

  test("prints the map and what to try next with --show-map", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { stdout } = await run(["deploy", "dev", "--auto-approve", "--show-map", "--local"]);
    expect(stdout).toContain(JSON.stringify(map, null, 2));
    expect(stdout).toContain("npx dapf plan dev --local");
    expect(stdout).toContain('eval "$(npx dapf local env dev)"');
  });

  test("prints the map also when there was nothing to do", async () => {
    const { run, terraform } = fresh();
    const state = { step_function_inputs: { sensitive: false, type: "x", value: map } };
    terraform.script({ plan: noChanges, output: { lines: [JSON.stringify(state)] } });
    const { stdout } = await run(["deploy", "dev", "--auto-approve", "--show-map"]);
    expect(stdout).toContain("no changes");
    expect(stdout).toContain(JSON.stringify(map, null, 2));
  });

  test("prints one JSON object with --json", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { stdout, stderr } = await run(["deploy", "dev", "--auto-approve", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "deploy",
      counts: { create: 1 },
      applied: {
        created: 1,
        changed: 0,
        destroyed: 0,
        slowest: [{ address: "module.etl.terraform_data.one", seconds: 2 }],
      },
      outputs: { step_function_inputs: map },
    });
    expect(stderr).toContain("[1/1]");
  });

  test("limits the plan to its targets, and says so", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const { stdout } = await run(["deploy", "dev", "--auto-approve", "--target", "etl/wfs", "--target", "common"]);
    const call = terraform.calls().find(({ args }) => args[0] === "plan");
    expect(call?.args).toEqual(expect.arrayContaining(["-target=module.etl.module.wfs", "-target=module.common"]));
    expect(stdout).toContain("(only module.etl.module.wfs, module.common and what they need)");
  });
});

describe("dapf destroy", () => {
  test("asks, then destroys", async () => {
    const { run, terraform } = fresh();
    const lines = [applyStart("terraform_data.one", "delete"), applyComplete("terraform_data.one", "delete")];
    terraform.script({ plan: { lines: [planned("terraform_data.one", "delete")], exitCode: 2 }, apply: { lines } });
    const { exitCode, stdout, stderr } = await run(["destroy", "dev"], { answers: ["yes"] });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("Destroy this (dev: 1 to destroy)?");
    expect(stdout).toContain("0 created, 0 changed, 1 destroyed");
  });

  test("of nothing says so", async () => {
    const { run, terraform } = fresh();
    terraform.script({ plan: noChanges });
    const { exitCode, stdout } = await run(["destroy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("dev: nothing to destroy");
  });
});

describe("dapf output", () => {
  const state = {
    step_function_inputs: { sensitive: false, type: "x", value: map },
    url: { sensitive: false, type: "string", value: "https://example.com" },
    key: { sensitive: true, type: "string", value: "secret" },
  };
  const withState = () => {
    const line = fresh();
    line.terraform.script({ output: { lines: [JSON.stringify(state)] } });
    return line;
  };

  test("prints the bare JSON value of one output, and nothing else, on standard output", async () => {
    const { stdout } = await withState().run(["output", "dev", "step_function_inputs", "--json"]);
    expect(JSON.parse(stdout)).toEqual(map);
  });

  test("prints text bare, and as JSON when asked", async () => {
    await expect(withState().run(["output", "dev", "url"])).resolves.toMatchObject({ stdout: "https://example.com\n" });
    await expect(withState().run(["output", "dev", "url", "--json"])).resolves.toMatchObject({
      stdout: '"https://example.com"\n',
    });
  });

  test("prints all outputs, without secrets", async () => {
    const { stdout } = await withState().run(["output", "dev"]);
    expect(stdout).toContain('url = "https://example.com"');
    expect(stdout).toContain("key = (secret)");
  });

  test("prints all outputs as one JSON object with --json", async () => {
    const { stdout } = await withState().run(["output", "dev", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ step_function_inputs: map, url: "https://example.com", key: "secret" });
  });

  test("of a wrong name lists the names", async () => {
    const { exitCode, stderr } = await withState().run(["output", "dev", "step_function_input"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean step_function_inputs?");
  });

  test("of an environment that was never deployed says what to do", async () => {
    const line = fresh();
    line.terraform.script({ output: { lines: ["{}"] } });
    const { exitCode, stderr } = await line.run(["output", "dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dapf: dev has no outputs: deploy it first (npx dapf deploy dev).\n");
  });
});
