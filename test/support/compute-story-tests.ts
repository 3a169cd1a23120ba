/** The story of docs/compute.md on a deployed platform, command by command; to be called inside a `describe`. */
import * as fs from "node:fs";
import * as path from "node:path";
import { AwsCalls } from "../emulator/aws-calls";
import { dapf, succeeded } from "./dapf";
import { describeSharedData } from "./reference-data";
import type { EmbeddedAccount } from "./ssm";
import { type AwsCall, type Step, storyOf } from "./story";

const minutes = 60_000;
const repository = path.resolve(__dirname, "../..");

/**
 * @param account - of the deployed platform; known when the tests run
 * @param root - of the clone that it was deployed from
 */
export function computeStoryTests(account: () => EmbeddedAccount, root: () => string): void {
  const run = (...words: string[]) => dapf(words, { cwd: root() });
  const call = ({ service, action, parameters }: AwsCall): Promise<unknown> => {
    const { endpoint, account: number, region } = account();
    const calls = new AwsCalls(endpoint, number, region);
    if (service === "iam") return calls.query("iam", "2010-05-08", action, parameters);
    const members = Object.entries(parameters).map(([name, value]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      value,
    ]);
    return calls.json("ecr", `AmazonEC2ContainerRegistry_V20150921.${action}`, Object.fromEntries(members));
  };

  describeSharedData("the files of ../shared/data/jobs", ({ folder }) => {
    test.each(["my-job-submission.json", "finance-team-job.json", "workflow-jobs.json"])(
      "%s runs on what is declared",
      async (name) => {
        const file = path.join(root(), name);
        fs.copyFileSync(path.join(folder, "jobs", name), file);
        const { stdout } = await succeeded(run("submit", file, "--monitor", "--env", "jenkins-pl", "--local"));

        expect(stdout).toMatch(/^\d jobs? succeeded$/m);
        expect(stdout).not.toContain("FAILED");
      },
      minutes,
    );

    test("my-job-definition.json is registered where the role is that it names", async () => {
      const file = path.join(folder, "jobs/my-job-definition.json");
      const { stdout } = await succeeded(run("job-definition", "register", file, "--region", "us-west-2", "--local"));

      expect(stdout).toContain("Registered my-ml-training-job:1");
    });
  });

  describe("docs/compute.md", () => {
    const steps = storyOf(fs.readFileSync(path.join(repository, "docs/compute.md"), "utf8"));
    const made: AwsCall[] = [];

    // What somebody else's role and repository keep cannot be deleted.
    afterAll(async () => {
      for (const one of made.reverse()) {
        const action = one.action.replace(/^Create/, "Delete").replace(/^Attach/, "Detach");
        await call({ ...one, action });
      }
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
          await call(step);
          return void made.push(step);
        }
        const { exitCode, stdout, stderr } = await run(...step.words);
        const said = step.fails ? stderr : stdout;
        expect([exitCode, said]).toEqual([step.fails ? expect.any(Number) : 0, said]);
        expect(exitCode === 0).toBe(!step.fails);
        if (step.output !== undefined) expect(plain(said)).toMatch(step.output);
      },
      4 * minutes,
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
