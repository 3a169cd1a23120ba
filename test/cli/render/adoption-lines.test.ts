import { adoptionLines } from "../../../cli/render/adoption-lines";
import { plainText } from "../../../cli/render/style";
import type { AdoptionReport } from "../../../deploy";

const report = (changes: Partial<AdoptionReport> = {}): AdoptionReport => ({
  environment: "dev",
  instances: 2,
  moves: [{ from: "aws_s3_bucket.a", to: "module.etl.aws_s3_bucket.a" }],
  changed: [],
  created: [],
  destroyed: [],
  replaced: [],
  kept: [],
  problems: [],
  ...changes,
});
const lines = (changes: Partial<AdoptionReport>, details = false) =>
  adoptionLines(report(changes), details, plainText).filter((line) => line !== "");

test("an adoption that only moves resources says that nothing is created or destroyed", () => {
  expect(lines({})).toEqual([
    "Adoption of dev: 1 moved, 0 changed in place, 0 created, 0 destroyed, of 2 resources in the state",
    "Nothing is created or destroyed.",
  ]);
});

test("moves are listed when details are asked for", () => {
  expect(lines({}, true).slice(0, 2)).toEqual(["Moved (1):", "  > module.etl.aws_s3_bucket.a (was aws_s3_bucket.a)"]);
});

test("what is created, replaced, destroyed or kept has its section; a replacement is not destroyed as well", () => {
  const changed = [{ address: "aws_glue_job.j", attributes: ["tags", "timeout"] }];
  const all = { changed, created: ["new"], destroyed: ["role", "gone"], replaced: ["role"], kept: ["foreign"] };
  expect(lines(all)).toEqual([
    "Changed in place (1):",
    "  ~ aws_glue_job.j (tags, timeout)",
    "Created (1):",
    "  + new",
    "Replaced (1):",
    "-/+ role",
    "Destroyed (1):",
    "  - gone",
    "Not known to dapf: kept as they are, outside of the state (1):",
    "  x foreign",
    expect.stringContaining("2 destroyed, 1 kept outside, of 2 resources"),
    "Nothing that holds data, history or keys is destroyed, replaced or created twice.",
  ]);
});

test("each problem says what would be lost, with the name that AWS knows, and why", () => {
  const problems: AdoptionReport["problems"] = [
    { kind: "destroyed", address: "aws_s3_bucket.a", name: "team-data" },
    { kind: "replaced", address: "aws_dynamodb_table.t", forcedBy: ["hash_key", "name"] },
    { kind: "replaced", address: "aws_kms_key.k" },
    {
      kind: "created-twice",
      address: "aws_ecr_repository.r",
      existing: "module.old.aws_ecr_repository.r",
      former: 'module.hcl["r"].aws_ecr_repository.this[0]',
    },
  ];
  expect(lines({ problems }).slice(1)).toEqual([
    "dev must not be adopted like this. It holds data, history or keys, or exists already:",
    "  aws_s3_bucket.a (team-data) would be destroyed",
    "  aws_dynamodb_table.t would be replaced: hash_key, name cannot change in place",
    "  aws_kms_key.k would be replaced",
    "  aws_ecr_repository.r would be created, and the state has it already: module.old.aws_ecr_repository.r. Give it the " +
      "HCL's address: terraform state mv module.old.aws_ecr_repository.r 'module.hcl[\"r\"].aws_ecr_repository.this[0]'",
  ]);
});

test("a module that the state has nothing of is told with both ways out", () => {
  const problems = [
    { kind: "missing", address: "module.monitoring", former: "module.monitoring[0]", count: 3 },
  ] as const;
  expect(lines({ problems }).slice(1)).toEqual([
    "dev must not be adopted like this. The state has nothing of modules that the HCL has, and AWS refuses what exists already:",
    "  module.monitoring (3 resources): if another state has it, bring it here: terraform state mv -state=<that file> " +
      "-state-out=<this file> 'module.monitoring[0]' 'module.monitoring[0]'; if it is to be made: --create module.monitoring",
  ]);
});
