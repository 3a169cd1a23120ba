import * as fs from "node:fs";
import * as path from "node:path";
import {
  applyEnvironment,
  InterruptedError,
  NotApprovedError,
  NotDeployedError,
  planEnvironment,
  type PlanResult,
  readOutput,
  readOutputs,
  TerraformFailedError,
  TerraformMissingError,
  TerraformTooOldError,
  UnknownModuleError,
  UnknownOutputError,
} from "../../deploy";
import { temporaryFolder } from "./folders";
import { project, trigger, until } from "./project";
import { applyComplete, applyErrored, applyStart, diagnostic, outputs, planned, plannedCreate } from "./stream";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return project(path.join(root, String(count)));
}

const planWith = (...lines: string[]) => ({ lines, exitCode: 2, files: {} });
const oneCreation = planWith(plannedCreate("terraform_data.one"));
const plain = { destroy: false, details: false };
const approved = { destroy: false, approve: undefined, outputs: false };
const namesOf = (calls: readonly { args: readonly string[] }[]) => calls.map(({ args }) => args[0]);

describe("a deploy after an interrupted one", () => {
  const address = "module.training_queues.aws_cloudcontrolapi_resource.c5_service_environment";
  const failed = (type: string) => planWith(planned(`module.x.${type}.one`, "replace", { reason: "tainted" }));

  test("keeps what AWS has made of the resources behind Cloud Control, and plans again", async () => {
    const { options, terraform, events } = fresh();
    const first = planWith(planned(address, "replace", { reason: "tainted" }));
    terraform.script({ plan: [first, oneCreation] });
    const { plan } = await applyEnvironment({ ...options(), ...approved });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "untaint", "plan", "apply"]);
    expect(
      terraform
        .calls()
        .find(({ args }) => args[0] === "untaint")
        ?.args.at(-1),
    ).toBe(address);
    expect(plan.changes).toMatchObject([{ address: "terraform_data.one", action: "create" }]);
    expect(events.filter(({ type }) => type === "planned")).toHaveLength(1);
  });

  test("replaces other resources, as Terraform has it", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: failed("aws_glue_job") });
    await applyEnvironment({ ...options(), ...approved });
    expect(namesOf(terraform.calls())).not.toContain("untaint");
  });

  test("leaves the state alone when it is only planned, or destroyed", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: failed("aws_cloudcontrolapi_resource"), show: { lines: ["{}"] } });
    await planEnvironment({ ...options(), ...plain }).catch(() => undefined);
    await applyEnvironment({ ...options(), ...approved, destroy: true }).catch(() => undefined);
    expect(namesOf(terraform.calls())).not.toContain("untaint");
  });
});

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
    expect(call?.cwd).toBe(path.join(folder, "cdktf.out/stacks/dev"));
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
    const planFile = path.join(folder, ".dapf/runs/dev/plan.tfplan");
    terraform.script({ plan: { ...oneCreation, files: { [planFile]: "secret" } } });
    await planEnvironment({ ...options(), ...plain });
    expect(fs.existsSync(planFile)).toBe(false);
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

describe("terraform init", () => {
  test("is skipped when an earlier one still holds", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "plan"]);
  });

  test("is done again, and the plan too, when Terraform asks for it in spite of that", async () => {
    const { options, terraform, events } = fresh();
    const complaint = diagnostic("error", "Module not installed", 'Run "terraform init" to install all modules');
    terraform.script({ plan: [oneCreation, { lines: [complaint], exitCode: 1 }, oneCreation] });
    await planEnvironment({ ...options(), ...plain });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "plan", "version", "init", "plan"]);
    expect(events.filter(({ type }) => type === "diagnostic")).toEqual([]);
  });

  test("never asks whether to move the state to another backend", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation });
    await planEnvironment({ ...options(), ...plain });
    const call = terraform.calls().find(({ args }) => args[0] === "init");
    expect(call?.args).toEqual(expect.arrayContaining(["-input=false", "-reconfigure"]));
  });

  test("that failed is not remembered as done", async () => {
    const { options, terraform } = fresh();
    const complaint = diagnostic("error", "Failed to query available provider packages");
    terraform.script({ init: [{ lines: [complaint], exitCode: 1 }, {}], plan: oneCreation });
    await expect(planEnvironment({ ...options(), ...plain })).rejects.toMatchObject({ command: "init" });
    await planEnvironment({ ...options(), ...plain });
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "version", "init", "plan"]);
  });

  test("is not tried with a Terraform that is too old", async () => {
    const { options, terraform } = fresh();
    terraform.script({ version: { lines: ['{"terraform_version":"1.9.8"}'] } });
    const error = await planEnvironment({ ...options(), ...plain }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerraformTooOldError);
    expect(error).toMatchObject({ found: "1.9.8", oldest: "1.11.0" });
  });

  test("is an error when Terraform is not installed", async () => {
    const { options } = fresh();
    const variables = { ...options().variables, TERRAFORM_BINARY_NAME: "terraform-that-is-not-there" };
    await expect(planEnvironment({ ...options({ variables }), ...plain })).rejects.toBeInstanceOf(
      TerraformMissingError,
    );
  });
});

describe("a deploy", () => {
  const apply = {
    lines: [
      applyStart("terraform_data.one", "create", "2026-01-01T00:00:00Z"),
      applyComplete("terraform_data.one", "create", "2026-01-01T00:00:02Z"),
      outputs({ map: { sensitive: false, value: { a: 1 } }, key: { sensitive: true } }),
    ],
  };

  test("applies the saved plan, and tells what was done", async () => {
    const { options, terraform, events, root: folder } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const result = await applyEnvironment({ ...options(), ...approved });
    expect(result.applied?.summary).toMatchObject({ created: 1, changed: 0, destroyed: 0, failed: 0 });
    expect(result.outputs).toEqual({
      map: { sensitive: false, value: { a: 1 } },
      key: { sensitive: true, value: undefined },
    });
    const planFile = path.join(folder, ".dapf/runs/dev/plan.tfplan");
    expect(terraform.calls().find(({ args }) => args[0] === "plan")?.args).toContain(`-out=${planFile}`);
    expect(terraform.calls().at(-1)?.args.at(-1)).toBe(planFile);
    const finished = events.find(({ type }) => type === "operation-finished");
    expect(finished).toMatchObject({ operation: { seconds: 2 }, progress: { done: 1, total: 1, running: [] } });
    expect(events.at(-1)).toMatchObject({ type: "applied" });
  });

  test("asks with the plan before it applies", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply, show: { lines: ["# all of it"] } });
    const asked: [PlanResult, string][] = [];
    await applyEnvironment({
      ...options(),
      ...approved,
      approve: async (plan, details) => {
        asked.push([plan, await details()]);
        expect(namesOf(terraform.calls())).not.toContain("apply");
        return true;
      },
    });
    expect(asked).toMatchObject([[{ changes: [{ address: "terraform_data.one" }] }, "# all of it\n"]]);
    expect(namesOf(terraform.calls())).toContain("apply");
  });

  test("applies nothing without consent", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: oneCreation, apply });
    const refuse = () => Promise.resolve(false);
    await expect(applyEnvironment({ ...options(), ...approved, approve: refuse })).rejects.toBeInstanceOf(
      NotApprovedError,
    );
    expect(namesOf(terraform.calls())).not.toContain("apply");
  });

  test("neither asks nor applies when there is nothing to do", async () => {
    const { options, terraform } = fresh();
    terraform.script({ plan: { exitCode: 0 } });
    const approve = jest.fn();
    const result = await applyEnvironment({ ...options(), ...approved, approve });
    expect(result).toMatchObject({ applied: undefined, plan: { hasChanges: false } });
    expect(approve).not.toHaveBeenCalled();
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan"]);
  });

  test("reads the outputs from the state when there is nothing to do and they are wanted", async () => {
    const { options, terraform } = fresh();
    const state = { map: { sensitive: false, type: "string", value: "v" } };
    terraform.script({ plan: { exitCode: 0 }, output: { lines: [JSON.stringify(state)] } });
    const result = await applyEnvironment({ ...options(), ...approved, outputs: true });
    expect(result.outputs).toMatchObject({ map: { value: "v" } });
  });

  test("that fails half-way tells what was done, what failed and why", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({
      plan: planWith(plannedCreate("terraform_data.one"), plannedCreate("terraform_data.two")),
      apply: {
        lines: [
          applyStart("terraform_data.one", "create"),
          applyComplete("terraform_data.one", "create"),
          applyStart("terraform_data.two", "create"),
          applyErrored("terraform_data.two", "create"),
          diagnostic("error", "denied", "no right", "terraform_data.two"),
        ],
        exitCode: 1,
      },
    });
    const error = await applyEnvironment({ ...options(), ...approved }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerraformFailedError);
    expect(error).toMatchObject({ command: "apply", exitCode: 1 });
    expect(events.at(-1)).toMatchObject({ type: "applied", summary: { created: 1, failed: 1 } });
    expect(events).toContainEqual(expect.objectContaining({ type: "diagnostic" }));
  });

  test("that is interrupted lets Terraform save its state, and says that something may have changed", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({
      plan: oneCreation,
      apply: {
        lines: [applyStart("terraform_data.one", "create")],
        afterInterrupt: [
          applyErrored("terraform_data.one", "create"),
          diagnostic("error", "execution halted"),
          diagnostic("error", "waiting for thing: context canceled", "", "terraform_data.one"),
          diagnostic("error", "no right", "denied", "terraform_data.one"),
        ],
        exitCode: 1,
      },
    });
    const interrupts = trigger();
    const end = applyEnvironment({ ...options({ interrupts }), ...approved });
    await until(() => events.some(({ type }) => type === "operation-started"));
    interrupts.pull();
    const error = await end.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({ phase: "apply", mayHaveChanged: true });
    expect(events).toContainEqual({ type: "interrupt", phase: "apply", count: 1 });
    const told = events.flatMap((event) => (event.type === "diagnostic" ? [event.diagnostic.summary] : []));
    expect(told).toEqual(["no right"]);
  });

  test("of a warning that plan and apply both give tells it once", async () => {
    const { options, terraform, events } = fresh();
    const warning = diagnostic("warning", "Deprecated", "old");
    terraform.script({
      plan: planWith(warning, plannedCreate("terraform_data.one")),
      apply: { lines: [...apply.lines, warning] },
    });
    await applyEnvironment({ ...options(), ...approved });
    expect(events.filter(({ type }) => type === "diagnostic")).toHaveLength(1);
  });
});

test("destroy plans the removal and applies it", async () => {
  const { options, terraform } = fresh();
  const apply = { lines: [applyStart("a.one", "delete"), applyComplete("a.one", "delete")] };
  terraform.script({ plan: planWith(planned("a.one", "delete")), apply });
  const result = await applyEnvironment({ ...options(), ...approved, destroy: true });
  expect(terraform.calls().find(({ args }) => args[0] === "plan")?.args).toContain("-destroy");
  expect(result.applied?.summary).toMatchObject({ destroyed: 1 });
});

describe("outputs", () => {
  const state = {
    map: { sensitive: false, type: ["object", {}], value: { a: 1 } },
    text: { sensitive: true, type: "string", value: "secret" },
  };
  const output = { lines: [JSON.stringify(state)] };

  test("are read without another synthesis", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ plan: oneCreation, output });
    await planEnvironment({ ...options(), ...plain });
    await expect(readOutputs(options())).resolves.toMatchObject(state);
    expect(synthCalls()).toHaveLength(1);
    expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "output"]);
  });

  test("are read after a synthesis when there was none", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ output });
    await expect(readOutput(options(), "map")).resolves.toEqual({ a: 1 });
    expect(synthCalls()).toHaveLength(1);
  });

  test("are read after a synthesis when the last one was for another AWS, whose state is another", async () => {
    const { options, terraform, synthCalls } = fresh();
    terraform.script({ plan: oneCreation, output });
    await planEnvironment({ ...options(), ...plain });
    const variables = { ...options().variables, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    await readOutputs(options({ variables }));
    expect(synthCalls()).toHaveLength(2);
    await readOutputs(options({ variables }));
    expect(synthCalls()).toHaveLength(2);
  });

  test("of an environment that was never deployed are an error", async () => {
    const { options, terraform } = fresh();
    terraform.script({ output: { lines: ["{}"] } });
    await expect(readOutputs(options())).rejects.toBeInstanceOf(NotDeployedError);
  });

  test("do not include an unknown name, and the error lists those that exist", async () => {
    const { options, terraform } = fresh();
    terraform.script({ output });
    const error = await readOutput(options(), "mapp").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnknownOutputError);
    expect(error).toMatchObject({ output: "mapp", known: ["map", "text"] });
  });

  test("are not left in a file", async () => {
    const { options, terraform, root: folder } = fresh();
    terraform.script({ output });
    await readOutputs(options());
    const left = fs.readdirSync(path.join(folder, ".dapf/runs/dev"));
    expect(left.filter((name) => name.startsWith("output") && !name.endsWith(".err"))).toEqual([]);
  });

  test("fail with what Terraform printed", async () => {
    const { options, terraform, events } = fresh();
    terraform.script({ output: { stderr: "Error: no access", exitCode: 1 } });
    await expect(readOutputs(options())).rejects.toMatchObject({ command: "output", exitCode: 1 });
    expect(events.at(-1)).toMatchObject({ type: "diagnostic", diagnostic: { detail: "Error: no access" } });
  });
});
