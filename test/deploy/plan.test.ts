import * as fs from "node:fs";
import * as path from "node:path";
import { planEnvironment, TerraformFailedError, UnknownModuleError } from "../../deploy";
import { namesOf, oneCreation, plain, planWith, projects } from "./command-support";
import { diagnostic, outputs, planned } from "./stream";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = projects();

describe("a plan", () => {
  test("synthesizes, initializes, plans, and says what would change", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({ plan: oneCreation });
    const plan = await planEnvironment({ ...options(), ...plain });
    expect(plan).toMatchObject({
      environment: "dev",
      hasChanges: true,
      changes: [{ address: "terraform_data.one", action: "create" }],
    });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan"]);
    expect(
      events.filter(({ type }) => type === "phase-started").map((event) => "phase" in event && event.phase),
    ).toEqual(["synth", "init", "plan"]);
    expect(events.at(-1)).toMatchObject({ type: "planned", plan: { hasChanges: true } });
  });

  test("runs Terraform in the stack's folder, without questions", async () => {
    const { options, terraform, root: folder } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    const call = terraform.calls().find(({ args }) => args[0] === "plan");
    expect(path.relative(path.join(folder, ".dapf/runs/dev"), call?.cwd ?? "")).toMatch(
      /^[\w.-]+-plan-\w+\/stacks\/dev$/,
    );
    expect(call?.args).toEqual(expect.arrayContaining(["-json", "-input=false", "-detailed-exitcode"]));
    expect(call?.variables).toMatchObject({ TF_INPUT: "0", CHECKPOINT_DISABLE: "1" });
  });

  test("has no changes when Terraform says so", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: { lines: [], exitCode: 0 } });
    await expect(planEnvironment({ ...options(), ...plain })).resolves.toMatchObject({
      hasChanges: false,
      changes: [],
    });
  });

  test("has changes when only an output changes", async () => {
    const { options, terraform } = fresh();
    const changed = outputs({
      map: { sensitive: false, action: "update" },
      same: { sensitive: false, action: "noop" },
    });
    terraform.script({ plan: planWith(changed) });
    await expect(planEnvironment({ ...options(), ...plain })).resolves.toMatchObject({
      hasChanges: true,
      changes: [],
      changedOutputs: ["map"],
    });
  });

  test("is limited to the targets", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    const plan = await planEnvironment({
      ...options({ targets: ["etl.wfs", "module.common"], parallelism: 3 }),
      ...plain,
    });
    expect(plan.targets).toEqual(["module.etl.module.wfs", "module.common"]);
    expect(terraform.calls().at(-1)?.args).toEqual(
      expect.arrayContaining(["-target=module.etl.module.wfs", "-target=module.common", "-parallelism=3"]),
    );
  });

  test("of an unknown module lists the modules of the synthesized tree, and does not run Terraform", async () => {
    const { options, terraform } = fresh();
    const error = await planEnvironment({ ...options({ targets: ["wfs"] }), ...plain }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UnknownModuleError);
    expect(error).toMatchObject({ known: ["common", "etl", "etl.wfs"] });
    expect(terraform.calls()).toEqual([]);
  });

  test("names the arguments of an update, which only the saved plan knows", async () => {
    const { options, terraform } = fresh();
    const change = { before: { input: 1 }, after: { input: 2 }, after_unknown: {} };
    const json = JSON.stringify({ resource_changes: [{ address: "terraform_data.one", change }] });
    terraform.script({ plan: planWith(planned("terraform_data.one", "update")), show: { lines: [json] } });
    const plan = await planEnvironment({ ...options(), ...plain });
    expect(plan.changes).toMatchObject([{ action: "update", attributes: ["input"] }]);
  });

  test("does not read the saved plan when there are only creations", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).not.toContain("show");
  });

  test("leaves no plan file, which may hold secrets", async () => {
    const { options, terraform, root: folder } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    const files = fs.readdirSync(path.join(folder, ".dapf"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".tfplan"))).toEqual([]);
  });

  test("fails with Terraform's exit code, after each complaint was told once", async () => {
    const { options, terraform, events } = fresh();
    const complaint = diagnostic("error", "Invalid reference", "no such thing", "terraform_data.one");
    terraform.script({ plan: { lines: [complaint, complaint], exitCode: 1 } });
    const error = await planEnvironment({ ...options(), ...plain }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerraformFailedError);
    expect(error).toMatchObject({ command: "plan", exitCode: 1 });
    expect(events.filter(({ type }) => type === "diagnostic")).toHaveLength(1);
  });

  test("fails for want of a permission with the planner's policy as the way out", async () => {
    const { options, terraform } = fresh();
    const said = "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sns:GetTopicAttributes";
    terraform.script({ plan: { lines: [diagnostic("error", "reading", said)], exitCode: 1 } });
    const error = await planEnvironment({ ...options(), ...plain }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      purpose: "planner",
      message: expect.stringContaining(`dapf iam ${options().environment} --for planner`) as string,
      denials: [{ action: "sns:GetTopicAttributes" }],
    });
  });

  test("fails with what Terraform printed when there is no complaint", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: { stderr: "panic: crash", exitCode: 11 } });
    const error = await planEnvironment({ ...options(), ...plain }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exitCode: 11, diagnostics: [{ severity: "error", detail: "panic: crash" }] });
  });

  test("leaves out Terraform's warning about targets, which the user has asked for", async () => {
    const { options, terraform, events } = fresh();
    const warning = diagnostic("warning", "Resource targeting is in effect", "not for routine use");
    terraform.script({ plan: planWith(warning, diagnostic("warning", "Deprecated", "old")) });
    await planEnvironment({ ...options({ targets: ["etl"] }), ...plain });
    const told = events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic.summary] : []));
    expect(told).toEqual(["Deprecated"]);
  });
});
