import * as fs from "node:fs";
import * as path from "node:path";
import { applyEnvironment, ChangedSincePlanError, differencesText, StalePlanError } from "../../../deploy";
import { approved, namesOf, oneCreation, projects } from "../command-support";
import { write } from "../folders";
import { applyStart, diagnostic } from "../stream";

jest.setTimeout(30_000);

const fresh = projects();

/** A deploy during whose question somebody changes something in the folder of the run. */
async function changedMeanwhile(change: (run: string) => void) {
  const { options, terraform, root } = fresh();
  terraform.script({ plan: oneCreation });
  const approve = () => {
    const [run = ""] = fs.readdirSync(path.join(root, ".dapf/runs/dev"));
    change(path.join(root, ".dapf/runs/dev", run));
    return Promise.resolve(true);
  };
  const error = await applyEnvironment({ ...options(), ...approved, approve }).catch((reason: unknown) => reason);
  return { error, applied: namesOf(terraform.calls()).includes("apply") };
}

describe("what was shown is applied to the byte, or nothing is, when meanwhile", () => {
  const asset = "assets/0123456789abcdef0123456789abcdef-train.py";
  const changes: [string, (run: string) => void, object][] = [
    [
      "the plan has changed",
      (run) => write(path.join(run, "scratch/plan.tfplan"), "another"),
      { part: "plan", files: [] },
    ],
    ["the plan has gone", (run) => fs.rmSync(path.join(run, "scratch/plan.tfplan")), { part: "plan", files: [] }],
    [
      "the stack has changed",
      (run) => write(path.join(run, "stacks/dev/modules/common/main.tf.json"), '{"output":{}}'),
      { part: "stack", files: ["modules/common/main.tf.json"] },
    ],
    [
      "a file to upload has come",
      (run) => write(path.join(run, "stacks/dev", asset), "print()"),
      { part: "assets", files: [asset] },
    ],
  ];

  test.each(changes)("%s", async (_, change, difference) => {
    const { error, applied } = await changedMeanwhile(change);
    expect(error).toBeInstanceOf(ChangedSincePlanError);
    expect(error).toMatchObject({ environment: "dev", differences: [difference] });
    expect(applied).toBe(false);
  });

  test("nothing of it changes when Terraform itself writes into the folder", async () => {
    const { applied } = await changedMeanwhile((run) => write(path.join(run, "stacks/dev/.terraform/x"), ""));
    expect(applied).toBe(true);
  });
});

test.each(["Saved plan is stale", "Saved plan does not match the given state"])(
  "a plan for a state that has changed since, which Terraform refuses (%s), is an error of its own",
  async (summary) => {
    const { options, terraform, events } = fresh();
    terraform.script({ plan: oneCreation, apply: { lines: [diagnostic("error", summary)], exitCode: 1 } });
    const failed = applyEnvironment({ ...options(), ...approved });
    await expect(failed).rejects.toBeInstanceOf(StalePlanError);
    expect(events.map(({ type }) => type)).not.toContain("applied");
  },
);

test("an apply that fails otherwise says what was done until then", async () => {
  const { options, terraform, events } = fresh();
  const lines = [applyStart("terraform_data.one", "create"), diagnostic("error", "denied")];
  terraform.script({ plan: oneCreation, apply: { lines, exitCode: 1 } });
  await expect(applyEnvironment({ ...options(), ...approved })).rejects.not.toBeInstanceOf(StalePlanError);
  expect(events.at(-1)).toMatchObject({ type: "applied" });
});

describe("differences in words", () => {
  test("name the parts, and the files by the names that users know", () => {
    const text = differencesText([
      { part: "stack", files: ["modules/etl/main.tf.json"] },
      {
        part: "assets",
        files: ["assets/0123456789abcdef0123456789abcdef-a.py", "assets/fedcba9876543210fedcba9876543210-a.py"],
      },
    ]);
    expect(text).toBe("the stack (modules/etl/main.tf.json) and the files to upload (a.py) differ");
  });

  test("name five files at most", () => {
    const files = [1, 2, 3, 4, 5, 6, 7].map((number) => `modules/m${number}/main.tf.json`);
    expect(differencesText([{ part: "stack", files }])).toMatch(
      /^the stack \(modules\/m1.*m5\/main.tf.json, 2 more\) differs$/,
    );
  });

  test("of the plan have no files", () => {
    expect(differencesText([{ part: "plan", files: [] }])).toBe("the plan file differs");
  });
});
