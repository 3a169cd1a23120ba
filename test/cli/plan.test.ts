import * as fs from "node:fs";
import * as path from "node:path";
import { diagnostic, plannedCreate } from "../deploy/stream";
import { commandLines, noChanges, oneCreation } from "./program-support";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = commandLines();

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
    const { run, terraform, root } = fresh();
    const detail = "Lock Info:\n  ID:        abc-1\n  Operation: OperationTypeApply\n  Who:       ann@laptop\n";
    const complaint = diagnostic("error", "Error acquiring the state lock", detail);
    terraform.script({ plan: { lines: [complaint], exitCode: 1 } });
    const { stdout } = await run(["plan", "dev"]);
    expect(stdout).toContain("locked by ann@laptop (apply");
    const [, folder = ""] = /terraform -chdir=(\S+) force-unlock abc-1/.exec(stdout) ?? [];
    expect(fs.existsSync(path.join(root, folder, "cdk.tf.json"))).toBe(true);
    expect(stdout).not.toContain("-lock=false");
  });

  test("says how to install Terraform when it is missing", async () => {
    const { run } = fresh();
    const { exitCode, stderr } = await run(["plan", "dev"], { variables: { TERRAFORM_BINARY_NAME: "no-terraform" } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dapf: Terraform was not found \(no-terraform\): install .*https:\S+\n$/);
  });
});
