import * as path from "node:path";
import {
  applyEnvironment,
  InterruptedError,
  NotApprovedError,
  planEnvironment,
  type PlanResult,
  PermissionMissingError,
  TerraformFailedError,
} from "../../deploy";
import { approved, namesOf, oneCreation, plain, planWith, projects } from "./command-support";
import { trigger } from "./trigger";
import { until } from "../support/until";
import { applyComplete, applyErrored, applyStart, diagnostic, outputs, planned, plannedCreate } from "./stream";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const fresh = projects();

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
    const planFile = terraform.calls().at(-1)?.args.at(-1) ?? "";
    expect(path.dirname(path.dirname(path.dirname(planFile)))).toBe(path.join(folder, ".dapf/runs/dev"));
    expect(terraform.calls().find(({ args }) => args[0] === "plan")?.args).toContain(`-out=${planFile}`);
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

  test("that fails for want of permissions names each, and what prints the policy that has them", async () => {
    const { options, terraform } = fresh();
    const who = "arn:aws:sts::123456789012:assumed-role/deployer/jenkins";
    const denied = (action: string) =>
      diagnostic(
        "error",
        `creating: api error AccessDenied: User: ${who} is not authorized to perform: ${action} on resource: *`,
      );
    terraform.script({
      plan: oneCreation,
      apply: { lines: [denied("glue:CreateJob"), denied("sns:CreateTopic")], exitCode: 3 },
    });
    const error = await applyEnvironment({ ...options(), ...approved }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PermissionMissingError);
    expect(error).toMatchObject({ purpose: "deployer", exitCode: 3 });
    const { environment } = options();
    expect(String(error).split("\n").slice(1)).toEqual([
      `Permission missing: glue:CreateJob on * for ${who}`,
      `Permission missing: sns:CreateTopic on * for ${who}`,
      `What is needed: npx dapf iam ${environment} --for deployer (docs/security.md)`,
    ]);
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

  test.each(["aws_batch_compute_environment", "aws_cloudwatch_log_group", "aws_iam_instance_profile", "aws_iam_role"])(
    "keeps an %s, whose name a second one could not have",
    async (type) => {
      const { options, terraform } = fresh();
      terraform.script({ plan: [failed(type), oneCreation] });
      await applyEnvironment({ ...options(), ...approved });
      expect(namesOf(terraform.calls())).toEqual(["version", "init", "plan", "untaint", "plan", "apply"]);
    },
  );

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
