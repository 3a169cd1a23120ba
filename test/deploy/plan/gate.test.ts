import * as path from "node:path";
import { applyEnvironment, planEnvironment, StatefulLossError } from "../../../deploy";
import { unallowedLosses } from "../../../deploy/plan/gate";
import type { ChangeAction, PlannedChange } from "../../../deploy/plan/changes";
import { temporaryFolder } from "../folders";
import { project } from "../project";
import { applyComplete, applyStart, planned } from "../stream";

const table = "module.batch_training.module.training_construct.aws_dynamodb_table.input_table";

function change(address: string, action: ChangeAction): PlannedChange {
  const parts = address.split(".");
  return { address, type: parts.at(-2) ?? "", module: parts.slice(0, -2).join("."), action };
}

const lost = (changes: readonly PlannedChange[], allowed: readonly string[] = [], destroy = false) =>
  unallowedLosses(changes, allowed, destroy).map(({ address }) => address);

describe("what a plan would lose", () => {
  test.each(["delete", "replace"] as const)("is what holds state, by %s", (action) => {
    expect(lost([change(table, action), change("aws_iam_role.one", action)])).toEqual([table]);
  });

  test.each(["create", "update", "move", "import", "forget"] as const)("is nothing by %s", (action) => {
    expect(lost([change(table, action)])).toEqual([]);
  });

  test.each(["tainted", "replace_because_tainted"])("is nothing of a resource that never came to be (%s)", (reason) => {
    expect(lost([{ ...change(table, "replace"), reason }])).toEqual([]);
  });

  test("is not what is allowed by its address", () => {
    const other = "aws_ssm_parameter.other";
    expect(lost([change(table, "replace"), change(other, "delete")], [table])).toEqual([other]);
  });

  test("can be allowed by module when an environment is taken down, with all modules in it", () => {
    const changes = [change(table, "delete"), change("module.batch_training_2.aws_kms_key.key", "delete")];
    expect(lost(changes, ["module.batch_training"], true)).toEqual(["module.batch_training_2.aws_kms_key.key"]);
  });

  test("cannot be allowed by module in a deploy", () => {
    expect(lost([change(table, "delete")], ["module.batch_training"])).toEqual([table]);
  });
});

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return project(path.join(root, String(count)));
}

const plain = { destroy: false, details: false };
const approved = { destroy: false, approve: undefined, outputs: false };

function planJson(address: string, before: object, more: object = {}): string {
  return JSON.stringify({
    resource_changes: [{ address, change: { before, after: {}, after_unknown: {}, ...more } }],
  });
}

const replacesTable = {
  plan: { lines: [planned(table, "replace")], exitCode: 2 },
  show: { lines: [planJson(table, { hash_key: "pk" }, { replace_paths: [["hash_key"]] })] },
};
const deletesTable = { plan: { lines: [planned(table, "delete")], exitCode: 2 } };

describe("a deploy", () => {
  test("that replaces a table is refused, with what forces it, and Terraform applies nothing", async () => {
    const { options, terraform } = fresh();
    terraform.script(replacesTable);
    const error = await applyEnvironment({ ...options(), ...approved }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatefulLossError);
    expect(error).toMatchObject({ destroy: false, losses: [{ address: table, forcedBy: ["hash_key"] }] });
    expect(terraform.calls().map(({ args }) => args[0])).not.toContain("apply");
  });

  test("is refused before anybody is asked", async () => {
    const { options, terraform } = fresh();
    terraform.script(replacesTable);
    const approve = jest.fn();
    await expect(applyEnvironment({ ...options(), ...approved, approve })).rejects.toThrow(StatefulLossError);
    expect(approve).not.toHaveBeenCalled();
  });

  test("is refused on the embedded AWS, too, where people try what they are going to do", async () => {
    const { options, terraform } = fresh();
    terraform.script(replacesTable);
    const variables = { ...options().variables, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    await expect(applyEnvironment({ ...options({ variables }), ...approved })).rejects.toThrow(StatefulLossError);
  });

  test("passes when the address is allowed", async () => {
    const { options, terraform } = fresh();
    terraform.script({
      ...replacesTable,
      apply: { lines: [applyStart(table, "delete"), applyComplete(table, "delete")] },
    });
    const { applied } = await applyEnvironment({ ...options({ allowDestroy: [table] }), ...approved });
    expect(applied?.summary).toMatchObject({ destroyed: 1 });
  });

  test("that is targeted is refused, too", async () => {
    const { options, terraform } = fresh();
    terraform.script(deletesTable);
    await expect(applyEnvironment({ ...options({ targets: ["etl"] }), ...approved })).rejects.toThrow(
      StatefulLossError,
    );
  });

  test("that deletes a queue of Cloud Control is refused, a scheduling policy is not", async () => {
    const address = "module.training_queues.aws_cloudcontrolapi_resource.one";
    const deletes = (type: string) => ({
      plan: { lines: [planned(address, "delete")], exitCode: 2 },
      show: { lines: [planJson(address, { type_name: type })] },
      apply: { lines: [applyStart(address, "delete"), applyComplete(address, "delete")] },
    });
    const { options, terraform } = fresh();
    terraform.script(deletes("AWS::Batch::JobQueue"));
    await expect(applyEnvironment({ ...options(), ...approved })).rejects.toThrow(StatefulLossError);

    terraform.script(deletes("AWS::Batch::SchedulingPolicy"));
    await expect(applyEnvironment({ ...options(), ...approved })).resolves.toMatchObject({
      applied: { summary: { destroyed: 1 } },
    });
  });
});

describe("a plan", () => {
  test("that replaces a table is shown and refused", async () => {
    const { options, terraform, events } = fresh();
    terraform.script(replacesTable);
    await expect(planEnvironment({ ...options(), ...plain })).rejects.toThrow(StatefulLossError);
    expect(events.at(-1)).toMatchObject({ type: "planned", plan: { losses: [{ address: table }] } });
  });

  test("for a destroy is only a look: it lists what would be lost and passes", async () => {
    const { options, terraform } = fresh();
    terraform.script(deletesTable);
    const plan = await planEnvironment({ ...options(), ...plain, destroy: true });
    expect(plan.losses.map(({ address }) => address)).toEqual([table]);
  });
});

describe("a destroy", () => {
  const taken = { ...deletesTable, apply: { lines: [applyStart(table, "delete"), applyComplete(table, "delete")] } };
  const unasked = { ...approved, destroy: true };

  test("that nobody confirms is refused", async () => {
    const { options, terraform } = fresh();
    terraform.script(taken);
    const error = await applyEnvironment({ ...options(), ...unasked }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StatefulLossError);
    expect(error).toMatchObject({ destroy: true });
  });

  test("passes when somebody confirms, who gets to see what would be lost", async () => {
    const { options, terraform } = fresh();
    terraform.script(taken);
    const approve = jest.fn(() => Promise.resolve(true));
    await applyEnvironment({ ...options(), ...unasked, approve });
    expect(approve).toHaveBeenCalledWith(
      expect.objectContaining({ losses: [expect.objectContaining({ address: table })] }),
      expect.anything(),
    );
  });

  test("passes on the embedded AWS, which holds nothing of value", async () => {
    const { options, terraform } = fresh();
    terraform.script(taken);
    const variables = { ...options().variables, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    await expect(applyEnvironment({ ...options({ variables }), ...unasked })).resolves.toMatchObject({
      plan: { losses: [] },
    });
  });
});
