import { adoptionReport } from "../../../deploy/adoption/report";
import type { StackMoves } from "../../../deploy/adoption/stack-moves";
import { parseState } from "../../../deploy/adoption/state";
import type { PlannedChange } from "../../../deploy";
import { bucket, type Instance, stateText } from "./state-text";

const base = bucket("jenkins-pl-apsouth1-analytics-etl", { name: "base" });

function reportOf(
  changes: readonly (Pick<PlannedChange, "address" | "action"> & Partial<PlannedChange>)[],
  more: {
    state?: readonly Instance[];
    kept?: readonly string[];
    after?: Readonly<Record<string, object>>;
    moves?: StackMoves["moves"];
    create?: readonly string[];
  } = {},
) {
  const state = parseState("s", stateText([base, ...(more.state ?? [])]));
  const after = Object.entries(more.after ?? {}).map(([address, value]) => ({ address, change: { after: value } }));
  return adoptionReport({
    environment: "pl",
    state,
    kept: state.managed.filter(({ address }) => more.kept?.includes(address)),
    moves: { moves: more.moves ?? [], addresses: new Set() },
    create: more.create ?? [],
    changes: changes.map((change) => ({ type: change.address.split(".").at(-2) ?? "", module: "", ...change })),
    planJson: JSON.stringify({ resource_changes: after }),
  });
}

const table = (key: string): Instance => ({
  type: "aws_dynamodb_table",
  name: "this",
  key,
  attributes: { name: `P-${key}` },
});

describe("the report of an adoption", () => {
  test("lists what moves, also when it changes, and what changes with its arguments", () => {
    const report = reportOf([
      { address: "aws_iam_role.b", action: "update", previousAddress: "aws_iam_role.old", attributes: ["policy"] },
      { address: "aws_iam_role.a", action: "move", previousAddress: "aws_iam_role.older" },
    ]);
    expect(report.moves).toEqual([
      { from: "aws_iam_role.older", to: "aws_iam_role.a" },
      { from: "aws_iam_role.old", to: "aws_iam_role.b" },
    ]);
    expect(report.changed).toEqual([{ address: "aws_iam_role.b", attributes: ["policy"] }]);
  });

  test("counts what is replaced to what is destroyed", () => {
    const report = reportOf([
      { address: "aws_iam_role.a", action: "replace" },
      { address: "aws_iam_role.b", action: "delete" },
      { address: "aws_iam_role.c", action: "create" },
    ]);
    expect(report).toMatchObject({
      created: ["aws_iam_role.c"],
      destroyed: ["aws_iam_role.a", "aws_iam_role.b"],
      replaced: ["aws_iam_role.a"],
      problems: [],
    });
  });

  test("knows what is destroyed by the address that it has in the state", () => {
    const retired = {
      address: "aws_iam_policy.retired",
      previousAddress: "aws_iam_policy.old",
      action: "delete",
    } as const;
    expect(reportOf([retired])).toMatchObject({ moves: [], destroyed: ["aws_iam_policy.old"] });
  });
});

describe("it is a problem", () => {
  test("when a table is destroyed, which is named as AWS names it, too", () => {
    const address = 'aws_dynamodb_table.this["input"]';
    const { problems } = reportOf([{ address, type: "aws_dynamodb_table", action: "delete" }], {
      state: [table("input")],
    });
    expect(problems).toEqual([{ kind: "destroyed", address, name: "P-input" }]);
  });

  test("when a table is replaced, and why is told", () => {
    const replaced = {
      address: "aws_dynamodb_table.input",
      previousAddress: 'aws_dynamodb_table.this["input"]',
      action: "replace",
      forcedBy: ["hash_key"],
    } as const;
    expect(reportOf([replaced], { state: [table("input")] }).problems).toEqual([
      { kind: "replaced", address: "aws_dynamodb_table.input", name: "P-input", forcedBy: ["hash_key"] },
    ]);
  });

  test("when a table is replaced because the HCL left it tainted: it may have been in use since", () => {
    const replaced = { address: "aws_dynamodb_table.input", action: "replace", reason: "tainted" } as const;
    expect(reportOf([replaced]).problems).toMatchObject([{ kind: "replaced", address: "aws_dynamodb_table.input" }]);
  });

  test("when a table is created, and one of its name stays under an address that is not known", () => {
    const { problems } = reportOf([{ address: "aws_dynamodb_table.input", action: "create" }], {
      state: [table("input"), table("other")],
      kept: ['aws_dynamodb_table.this["other"]', 'aws_dynamodb_table.this["input"]'],
      after: { "aws_dynamodb_table.input": { name: "P-input" } },
      moves: [{ from: "aws_dynamodb_table.former", to: "aws_dynamodb_table.input" }],
    });
    expect(problems).toEqual([
      {
        kind: "created-twice",
        address: "aws_dynamodb_table.input",
        name: "P-input",
        existing: 'aws_dynamodb_table.this["input"]',
        former: "aws_dynamodb_table.former",
      },
    ]);
  });

  test("when all of a module that the HCL has would be made, and the state has nothing of it", () => {
    const moves = [
      { from: "module.hcl.aws_iam_role.this[0]", to: "module.etl.module.jobs.aws_iam_role.role" },
      { from: "module.hcl.aws_glue_job.this[0]", to: "module.etl.aws_glue_job.job" },
    ];
    const created = [...moves.map(({ to }) => to), "module.new.aws_iam_role.role", "aws_iam_role.role"];
    const changes = created.map((address) => ({ address, action: "create" }) as const);
    const missing = { kind: "missing", address: "module.etl", former: "module.hcl", count: 2 };
    expect(reportOf(changes, { moves }).problems).toEqual([missing]);
    expect(reportOf(changes, { moves, create: ["module.etl"] }).problems).toEqual([]);

    const role: Instance = { module: "module.hcl", type: "aws_iam_role", name: "this", key: 0 };
    expect(reportOf(changes.slice(1), { moves, state: [role] }).problems).toEqual([]);
  });

  test("when a key is created, and any key stays under an address that is not known, for keys have no names", () => {
    const { problems } = reportOf([{ address: "aws_kms_key.key", action: "create" }], {
      state: [{ type: "aws_kms_key", name: "old", attributes: { key_id: "1" } }],
      kept: ["aws_kms_key.old"],
      after: { "aws_kms_key.key": {} },
    });
    expect(problems).toMatchObject([{ kind: "created-twice", existing: "aws_kms_key.old" }]);
  });

  test("not when an object is created in a bucket where another object stays", () => {
    const object = { type: "aws_s3_object", name: "old", attributes: { bucket: "b", key: "1" } };
    const { problems } = reportOf([{ address: "aws_s3_object.new", action: "create" }], {
      state: [object],
      kept: ["aws_s3_object.old"],
      after: { "aws_s3_object.new": { bucket: "b", key: "2" } },
    });
    expect(problems).toEqual([]);
  });
});
