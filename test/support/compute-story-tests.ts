/** The story of docs/compute.md on a deployed platform, command by command; to be called inside a `describe`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { AwsCalls } from "../emulator/aws-calls";
import { dapf, succeeded } from "./dapf";
import { describeSharedData } from "./reference-data";
import type { EmbeddedAccount } from "./ssm";
import { type Step, storyOf } from "./story";

const minutes = 60_000;
const repository = path.resolve(__dirname, "../..");
const IAM = "2010-05-08";

/**
 * @param account - of the deployed platform; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function computeStoryTests(account: () => EmbeddedAccount, root: () => string): void {
  const run = (...words: string[]) => dapf(words, { cwd: root() });
  const iam = (action: string, parameters: Readonly<Record<string, string>>) =>
    new AwsCalls(account().endpoint, account().account).query("iam", IAM, action, parameters);

  describeSharedData("the files of ../shared/data/jobs", ({ folder }) => {
    test.each(["my-job-submission.json", "finance-team-job.json", "workflow-jobs.json"])(
      "%s runs on what is declared",
      async (name) => {
        const file = path.join(root(), `own-${name}`);
        fs.copyFileSync(path.join(folder, "jobs", name), file);
        const { stdout } = await succeeded(run("submit", file, "--monitor", "--env", "jenkins-pl", "--local"));

        expect(stdout).toMatch(/^\d jobs? succeeded$/m);
        expect(stdout).not.toContain("FAILED");
      },
      minutes,
    );
  });

  describe("docs/compute.md", () => {
    const steps = storyOf(fs.readFileSync(path.join(repository, "docs/compute.md"), "utf8"));
    const attached: Readonly<Record<string, string>>[] = [];

    // A policy that somebody else's role has cannot be deleted.
    afterAll(async () => {
      for (const { RoleName = "", PolicyArn } of attached) {
        if (PolicyArn !== undefined) await iam("DetachRolePolicy", { RoleName, PolicyArn });
      }
      for (const RoleName of new Set(attached.map((one) => one.RoleName ?? ""))) await iam("DeleteRole", { RoleName });
    });

    test("the page has commands", () => {
      expect(steps.filter(({ kind }) => kind === "command").length).toBeGreaterThan(10);
    });

    // In the order of the page: each goes on from what those before it have done.
    test.each(steps.map((step): [string, Step] => [step.title, step]))(
      "%s",
      async (_, step) => {
        if (step.kind === "file") return void fs.writeFileSync(path.join(root(), step.name), step.text);
        if (step.kind === "change") return changeFile(path.join(root(), "environments/jenkins-pl.compute.ts"), step);
        if (step.kind === "aws") {
          attached.unshift(step.parameters);
          return void (await iam(step.action, step.parameters));
        }
        const { exitCode, stdout, stderr } = await run(...step.words);
        const said = step.fails ? stderr : stdout;
        expect([exitCode, said]).toEqual([step.fails ? expect.any(Number) : 0, said]);
        expect(exitCode === 0).toBe(!step.fails);
        if (step.output !== undefined) expect(plain(said)).toMatch(step.output);
      },
      2 * minutes,
    );
  });
}

function changeFile(file: string, { lines }: Extract<Step, { kind: "change" }>): void {
  const changed = lines.reduce(
    (text, { before, after }) => {
      expect(text).toContain(before);
      return text.replace(before, after);
    },
    fs.readFileSync(file, "utf8"),
  );
  fs.writeFileSync(file, changed);
}

/** Without the widths of columns. */
const plain = (text: string) => text.replaceAll(/[^\S\n]+/g, " ").replaceAll(/ $/gm, "");
