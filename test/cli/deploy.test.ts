import * as path from "node:path";
import { takeLock } from "../../locks";
import { trigger } from "../deploy/trigger";
import { applyComplete, applyErrored, applyStart, diagnostic, planned, plannedCreate } from "../deploy/stream";
import { apply, commandLines, map, noChanges, oneCreation } from "./program-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = commandLines();

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

  test("waits while another one of the environment is at work, and says for whom", async () => {
    const { run, root, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const lock = takeLock(path.join(root, ".dapf/locks/dev"), "destroy of dev");
    const refused = await run(["deploy", "dev", "--auto-approve", "--lock-timeout", "0s"]);
    expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
    expect(refused.stderr).toMatch(
      /^dapf: Nothing was done, because this is at work: destroy of dev \(process \d+ of .*\)\.\nLet it end/,
    );
    expect(terraform.calls()).toEqual([]);

    const waiting = run(["deploy", "dev", "--auto-approve", "--lock-timeout", "1m"]);
    lock.tell("applies its plan");
    setTimeout(() => lock.release(), 300);
    const { exitCode, stdout } = await waiting;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Waiting for destroy of dev \(.*applies its plan\)\nSynthesizing\n/);
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

  test("whose --show-map finds no map says what there is instead", async () => {
    const { run, terraform } = fresh();
    const other = { url: { sensitive: false, type: "string", value: "https://example.com" } };
    terraform.script({ plan: noChanges, output: { lines: [JSON.stringify(other)] } });
    const renamed = await run(["deploy", "dev", "--auto-approve", "--show-map"]);
    expect([renamed.exitCode, renamed.stderr]).toEqual([2, expect.stringMatching(/step_function_inputs.*url/)]);
    terraform.script({ plan: noChanges, output: { lines: ["{}"] } });
    const empty = await run(["deploy", "dev", "--auto-approve", "--show-map"]);
    expect([empty.exitCode, empty.stderr]).toEqual([1, expect.stringContaining("dev has no outputs")]);
  });

  test("keeps secrets out of its JSON, which tells of no changes, too", async () => {
    const { run, terraform } = fresh();
    const state = { key: { sensitive: true, type: "string", value: "secret" } };
    terraform.script({ plan: noChanges, output: { lines: [JSON.stringify(state)] } });
    const { stdout } = await run(["deploy", "dev", "--auto-approve", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ applied: null, outputs: { key: null } });
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
