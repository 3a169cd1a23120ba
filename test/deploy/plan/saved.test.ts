import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, planEnvironment, SavedPlanError, StatefulLossError } from "../../../deploy";
import { temporaryFolder } from "../folders";
import { project } from "../project";
import { applyComplete, planned, plannedCreate } from "../stream";

jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

/** A repository whose Terraform plans one thing, and writes the plan where it is told to. */
function fresh(line: string) {
  count += 1;
  const repository = project(path.join(root, String(count)));
  repository.terraform.script({
    plan: { lines: [line], exitCode: 2 },
    apply: { lines: [applyComplete("terraform_data.one", "create")] },
    show: { lines: ["{}"] },
  });
  return { ...repository, out: path.join(root, `${count}.tfplan`) };
}

const plain = { destroy: false, details: false };
const approved = { destroy: false, approve: undefined, outputs: false };

test("a saved plan is applied without planning again, and only its owner may read it", async () => {
  const { options, terraform, out } = fresh(plannedCreate("terraform_data.one"));
  await planEnvironment({ ...options(), ...plain, out });
  const { plan } = await applyEnvironment({ ...options(), ...approved, savedPlan: out });

  expect(plan.changes).toMatchObject([{ address: "terraform_data.one", action: "create" }]);
  expect(terraform.calls().filter(({ args }) => args[0] === "plan")).toHaveLength(1);
  expect(terraform.calls().filter(({ args }) => args[0] === "apply")).toHaveLength(1);
  expect(fs.statSync(out).mode & 0o777).toBe(0o600);
});

test("a plan for something else is refused, and nothing is applied", async () => {
  const { options, terraform, out } = fresh(plannedCreate("terraform_data.one"));
  await planEnvironment({ ...options(), ...plain, out });
  const apply = (changes: object) => applyEnvironment({ ...options(), ...approved, savedPlan: out, ...changes });

  await expect(apply({ destroy: true })).rejects.toThrow(/is a plan for deploying/);
  await expect(apply({ savedPlan: `${out}.none` })).rejects.toThrow(/does not exist/);
  fs.appendFileSync(out, "more");
  await expect(apply({})).rejects.toThrow(SavedPlanError);
  await expect(apply({})).rejects.toThrow(/is not for what is here now: the plan file differs\. Plan again$/);
  fs.writeFileSync(`${out}.json`, '{"sha256":"","stack":"","plan":{}}');
  await expect(apply({})).rejects.toThrow(/is not what this version of dapf writes\. Plan again$/);
  fs.rmSync(`${out}.json`);
  await expect(apply({})).rejects.toThrow(/lacks/);
  expect(terraform.calls().filter(({ args }) => args[0] === "apply")).toEqual([]);
});

test("a plan is refused when the code has changed since, and the refusal says what", async () => {
  const { options, terraform, out, synthScript } = fresh(plannedCreate("terraform_data.one"));
  await planEnvironment({ ...options(), ...plain, out });
  const apply = () => applyEnvironment({ ...options(), ...approved, savedPlan: out });

  synthScript({ rootFile: { resource: {} } });
  await expect(apply()).rejects.toThrow(/: the stack \(cdk\.tf\.json\) differs\. Plan again$/);
  synthScript({ assets: { "0123456789abcdef0123456789abcdef-train.py": "print()" } });
  await expect(apply()).rejects.toThrow(/: the files to upload \(train\.py\) differ\. Plan again$/);
  synthScript({});
  await apply();
  expect(terraform.calls().filter(({ args }) => args[0] === "apply")).toHaveLength(1);
});

test("a plan that loses what holds state passes the gate neither when it is made nor when it is applied", async () => {
  const address = "aws_dynamodb_table.one";
  const { options, out } = fresh(planned(address, "delete"));

  await expect(planEnvironment({ ...options(), ...plain, out })).rejects.toThrow(StatefulLossError);
  expect(fs.existsSync(out)).toBe(false);
  await planEnvironment({ ...options(), ...plain, out, allowDestroy: [address] });
  await expect(applyEnvironment({ ...options(), ...approved, savedPlan: out })).rejects.toThrow(StatefulLossError);
});
