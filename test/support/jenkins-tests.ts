/** What the Jenkins pipelines do, step by step, on a deployed platform; to be called inside a `describe`. */
import { jenkinsText, shellSteps } from "../jenkins/jenkinsfile";
import { runCommand, succeeded } from "./dapf";

const minutes = 60_000;

/**
 * @param root - of the clone whose platform is deployed; known when the tests run
 * @param day - whose data have passed their checks, which may be yesterday by now
 */
export function jenkinsTests(root: () => string, day: () => string): void {
  const variables = { TARGET: "jenkins-pl", CONTEXT: "training", ALLOW_DESTROY: "", CI: "true" };
  // Packages are those of the repository.
  const commands = (file: string, stages: readonly string[]) =>
    shellSteps(jenkinsText(file)).filter(({ stage, command }) => stages.includes(stage) && command !== "npm ci");
  const shell = (command: string, more: Readonly<Record<string, string>> = {}) => {
    const line = `eval "$(node bin/dapf.js local env jenkins-pl)"; ${command.replace(/^npx dapf/, "node bin/dapf.js")}`;
    return succeeded(runCommand("bash", ["-c", line], { cwd: root(), variables: { ...variables, ...more } }));
  };

  test(
    "the Infra pipeline validates, plans and applies what it planned, the analytics ETL first",
    async () => {
      const stages = ["Validate", "Plan analytics ETL", "Apply analytics ETL", "Plan", "Apply", "Preview destroy"];
      const steps = commands("infra.Jenkinsfile", stages);
      const said: string[] = [];
      for (const { stage, command } of steps) said.push(`${stage}: ${(await shell(command)).stdout}`);

      expect(steps.map(({ stage }) => stage)).toEqual(stages);
      expect(said.filter((text) => text.startsWith("Apply") && text.includes("no changes"))).toHaveLength(2);
      expect(said.at(-1)).toMatch(/\d{3} to destroy/);
    },
    4 * minutes,
  );

  test(
    "the Code-sync and Model pipelines put an image in place and run it",
    async () => {
      const IMAGE = "registry.example.com/training:1.4";
      for (const { command } of commands("code-sync.Jenkinsfile", ["Code"])) {
        const first = await shell(command, { IMAGE });
        const second = await shell(command, { IMAGE });

        expect(first.stdout).toMatch(/registered +arn:.*-training-job-def:2$/m);
        expect(second.stdout).not.toMatch(/registered|uploaded|^set/m);

        const next = { IMAGE: `${IMAGE}.1` };
        const both = await Promise.all([shell(command, next), shell(command, next)]);
        expect(both.map(({ stdout }) => /(\w+) +arn:.*-training-job-def:3$/m.exec(stdout)?.[1]).sort()).toEqual([
          "registered",
          "unchanged",
        ]);
      }
      const [start, list, show] = commands("model.Jenkinsfile", ["Start", "Wait", "Outcome"]);
      const started = await shell(`${start?.command ?? ""} --date ${day()}`);
      // Casts: what the Jenkinsfile reads, too.
      const { executionArn: RUN } = JSON.parse(started.stdout) as { executionArn: string };
      for (let status = "RUNNING"; status === "RUNNING";) {
        const { stdout } = await shell(list?.command ?? "");
        const { runs } = JSON.parse(stdout) as { runs: { executionArn: string; status: string }[] };
        status = runs.find(({ executionArn }) => executionArn === RUN)?.status ?? "";
      }
      const { stdout } = await shell(show?.command ?? "", { RUN });

      expect(stdout).toMatch(/✓ Clean up[\s\S]*SUCCEEDED after/);
      expect((await shell("npx dapf runs list jenkins-pl --context training")).stdout).toMatch(
        /^training +\d{4}-\d{2}-\d{2}-1 +SUCCEEDED/,
      );
    },
    4 * minutes,
  );
}
