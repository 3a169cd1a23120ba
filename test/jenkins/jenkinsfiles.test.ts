import * as path from "node:path";
import { environmentNames } from "../../config/loader";
import { countShellCalls, jenkinsFolder, jenkinsText, shellSteps, stageText } from "./jenkinsfile";

const pipelines = ["infra.Jenkinsfile", "model.Jenkinsfile", "code-sync.Jenkinsfile"];

describe.each(pipelines)("%s", (name) => {
  const text = jenkinsText(name);

  test("runs nothing but single dapf and npm commands", () => {
    const commands = shellSteps(text).map(({ command }) => command.replaceAll(/\\\n\s*/g, ""));

    expect(commands.length).toBeGreaterThan(1);
    expect(countShellCalls(text)).toBe(commands.length);
    for (const command of commands) {
      expect(command).toMatch(/^(npm ci|npx dapf [a-z-]+ .*)$/);
      expect(command).not.toMatch(/[;|&\n]|\$\(/);
    }
  });

  test("leaves the choice of the environment to environments.json", () => {
    expect(text).toContain("jenkins/environments.json");
    expect(text).not.toMatch(/'(dev|uat|production|main)'/);
  });

  test("runs one build at a time", () => {
    expect(text).toContain("disableConcurrentBuilds()");
  });

  test("reads the branch where Jenkins tells it: of its own checkouts only the result does", () => {
    const checksOut = text.includes("skipDefaultCheckout()");

    expect(text).toContain(checksOut ? "checkout(scm).GIT_BRANCH" : "[env.GIT_BRANCH - 'origin/']");
    expect(/[^"{]\benv\.GIT_BRANCH - /.test(text)).toBe(!checksOut);
  });

  test("stops on a branch without an environment: null would become the text of a variable", () => {
    expect(text).toMatch(/if \(!ofBranch\) {\s*error "jenkins\/environments\.json has no environment for/);
    expect(text.indexOf("if (!ofBranch)")).toBeLessThan(text.indexOf("env.TARGET = ofBranch"));
  });
});

describe("the Infra pipeline", () => {
  const text = jenkinsText("infra.Jenkinsfile");

  test.each(["Approve analytics ETL", "Approve", "Approve destroy"])(
    "%s: waits without an agent, for a time",
    (name) => {
      const stage = stageText(text, name);

      expect(text).toContain("agent none");
      expect(stage).not.toContain("agent ");
      expect(stage).toMatch(/options { timeout\(time: \d+, unit: 'HOURS'\) }/);
      expect(stage).toContain("beforeInput true");
    },
  );

  test("applies exactly the plans that it has saved, the analytics ETL first", () => {
    const saved = [...text.matchAll(/--out ([\w.]+)/g)].map(([, file]) => file);
    const applied = [...text.matchAll(/dapf (?:deploy|destroy) .*--plan ([\w.]+)/g)].map(([, file]) => file);

    expect(saved).toEqual(["etl.tfplan", "infra.tfplan", "destroy.tfplan"]);
    expect(applied).toEqual(saved);
    expect(text).toContain("--target analytics_etl --out etl.tfplan");
    for (const file of saved) expect(text).toContain(`archiveArtifacts artifacts: '${String(file)}.json'`);
  });

  test("locks the environment from plan to apply", () => {
    expect(text.indexOf('lock(resource: "dapf-${env.TARGET}")')).toBeLessThan(text.indexOf("stage('Plan"));
    expect(text.match(/lock\(/g)).toHaveLength(1);
  });
});

test("the Code-sync pipeline waits for its lock without an agent", () => {
  const text = jenkinsText("code-sync.Jenkinsfile");

  expect(text).toContain("agent none");
  expect(text.indexOf('lock(resource: "dapf-${env.TARGET}")')).toBeGreaterThan(text.indexOf("stage('Code')"));
});

test("every branch is for an environment that exists", () => {
  const environments = JSON.parse(jenkinsText("environments.json")) as Record<string, string>;

  expect(environments).toEqual({ main: "dev", uat: "uat", production: "production" });
  expect(environmentNames(path.dirname(jenkinsFolder))).toEqual(expect.arrayContaining(Object.values(environments)));
});

test("the job DSL makes all three pipelines, inferencing is on schedule", () => {
  for (const name of pipelines)
    expect(jenkinsText("jobs.groovy")).toContain(`'${path.basename(name, ".Jenkinsfile")}'`);
  expect(jenkinsText("model.Jenkinsfile")).toContain("cron('0 0 27 * *')");
  expect(jenkinsText("jobs.groovy")).toContain("cron { spec('0 0 27 * *') }");
  expect(jenkinsText("model.Jenkinsfile")).toContain("choices: ['inferencing', 'training']");
});
