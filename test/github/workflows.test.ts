import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { environmentNames } from "../../config/loader";
import { commandLine } from "../cli/command-line";
import { temporaryFolder } from "../support/temporary-folder";

const repository = path.resolve(__dirname, "../..");
const folder = path.join(repository, "github");
const step = z.looseObject({ run: z.string().optional(), uses: z.string().optional(), if: z.string().optional() });
const job = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  environment: z.string().optional(),
  "timeout-minutes": z.number(),
  steps: z.array(step),
});
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});

const text = (name: string) => fs.readFileSync(path.join(folder, name), "utf8");
const read = (name: string) => workflow.parse(parse(text(name)));
const names = fs.readdirSync(folder).filter((name) => name.endsWith(".yml"));

/** The commands of dapf in a workflow, without what the shell does with their ends. */
function commands(name: string): string[] {
  return [...text(name).matchAll(/npx dapf ([^\n>|;]*)/g)].map(([, words]) => (words ?? "").trim());
}

test("there is a workflow for the infrastructure, and one for jobs", () => {
  expect(names).toEqual(["infra.yml", "jobs.yml"]);
});

describe.each(names)("%s", (name) => {
  const { permissions, jobs } = read(name);

  test("pins each action to a commit, and says of which version", () => {
    const uses = [...text(name).matchAll(/uses: (.*)/g)].map(([, action]) => action);

    expect(uses.length).toBeGreaterThan(3);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("gives a token for AWS only to jobs of an environment, and none of them more than they need", () => {
    expect(permissions).toEqual({ contents: "read" });
    for (const one of Object.values(jobs)) {
      const asksAws = one.steps.some(({ uses }) => uses?.startsWith("aws-actions/") === true);
      expect(one.permissions?.["id-token"]).toBe(asksAws ? "write" : undefined);
      expect(one.environment !== undefined).toBe(asksAws);
      expect(one["timeout-minutes"]).toBeLessThanOrEqual(360);
    }
  });

  test("lets no text of others become part of a script", () => {
    for (const { run } of Object.values(jobs).flatMap(({ steps }) => steps)) expect(run ?? "").not.toContain("${{");
  });

  test("has only commands and options that dapf knows", async () => {
    const line = commandLine(path.join(temporaryFolder(), "project"));
    expect(commands(name).length).toBeGreaterThan(2);
    for (const command of commands(name)) {
      const [head = "", next = ""] = command.split(" ");
      const words = ["train", "runs"].includes(head) ? [head, next] : [head];
      const { stdout } = await line.run([...words, "--help"]);
      for (const [option] of command.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(option);
      expect(stdout).toContain(`Usage: dapf ${words.join(" ")}`);
    }
  });
});

describe("the workflow of the infrastructure", () => {
  const { jobs } = read("infra.yml");

  test("applies, on the branch only and with the reviewers of the environment, the plan that another job has saved", () => {
    const { plan, apply } = jobs;

    expect(plan?.environment).toBe("${{ needs.target.outputs.environment }}-plan");
    expect(apply?.environment).toBe("${{ needs.target.outputs.environment }}");
    expect(apply?.["if"]).toContain("github.event_name != 'pull_request'");
    expect(commands("infra.yml")).toEqual([
      'synth "$TARGET" --strict',
      'plan "$TARGET" --out infra.tfplan --detailed-exitcode $ALLOW_DESTROY',
      'deploy "$TARGET" --plan infra.tfplan --auto-approve $ALLOW_DESTROY',
    ]);
  });

  test("knows environments that exist", () => {
    const known = environmentNames(repository);

    expect(known).toEqual(expect.arrayContaining(["dev", "uat", "production"]));
    expect(text("infra.yml")).toContain("main) environment=dev ;;");
    expect(text("jobs.yml")).toContain("options: [dev, uat, production]");
  });

  test("keeps a plan from those who only read the repository", () => {
    const uploads = jobs["plan"]?.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@") === true);

    expect(uploads).toMatchObject([{ with: { path: "plan.enc" } }]);
  });
});

test("jobs go on with a new session when the first has ended, and are no failure by then", () => {
  const steps = read("jobs.yml").jobs["jobs"]?.steps ?? [];
  const renewed = steps.filter((one) => one.if === "steps.first.outputs.session == 'over'");

  expect(text("jobs.yml")).toContain('if [ "$code" -eq 75 ]');
  expect(renewed.map(({ uses, run }) => uses?.replace(/@.*/, "") ?? run?.split("\n")[0])).toEqual([
    "aws-actions/configure-aws-credentials",
    'case "$KIND" in',
  ]);
});
