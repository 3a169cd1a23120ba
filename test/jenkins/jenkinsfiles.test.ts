import * as path from "node:path";
import { environmentNames } from "../../config/loader";
import { countShellCalls, jenkinsFolder, jenkinsText, shellSteps } from "./jenkinsfile";

const pipelines = ["infra.Jenkinsfile", "model.Jenkinsfile", "code-sync.Jenkinsfile"];
const commands = (name: string) =>
  shellSteps(jenkinsText(name)).map(({ command }) => command.replaceAll(/\\\n\s*/g, ""));

describe.each(pipelines)("%s", (name) => {
  const text = jenkinsText(name);

  test("runs nothing but single commands of dapf", () => {
    const found = commands(name);

    expect(found.length).toBeGreaterThan(0);
    expect(countShellCalls(text)).toBe(found.length);
    for (const command of found) {
      expect(command).toMatch(/^npx dapf [a-z-]+ .*$/);
      expect(command).not.toMatch(/[;|&\n]|\$\(/);
    }
  });

  test("leaves what an environment is to environments.json", () => {
    expect(text).not.toMatch(/'(dev|uat|production|main)'/);
  });

  test("has no directive that Jenkins evaluates before the stage that it is for", () => {
    expect(text).not.toMatch(/\binput *\{/);
    const used = [...text.matchAll(/\b(?:lock|timeout|cron)\(.*\$\{([^}]*)\}/g)].map(([, what]) => what);

    // Which is known before the block `pipeline`.
    expect(used).toEqual(["env.TARGET"]);
    expect(text.indexOf("dapf.begin()")).toBeLessThan(text.indexOf("pipeline {"));
  });
});

test("the pipelines install packages in one place", () => {
  expect(commands("steps.groovy")).toEqual(["npm ci"]);
});

test("the Infra pipeline applies exactly the plans that it has saved, the analytics ETL first", () => {
  const text = jenkinsText("infra.Jenkinsfile");
  const saved = [...text.matchAll(/--out ([\w.]+)/g)].map(([, file]) => file);
  const applied = [...text.matchAll(/dapf (?:deploy|destroy) .*--plan ([\w.]+)/g)].map(([, file]) => file);

  expect(saved).toEqual(["etl.tfplan", "infra.tfplan", "destroy.tfplan"]);
  expect(applied).toEqual(saved);
  expect(text).toContain("--target analytics_etl --out etl.tfplan");
});

describe("environments.json", () => {
  // Cast: the test says what is in it.
  const environments = JSON.parse(jenkinsText("environments.json")) as Record<
    string,
    Record<"branch" | "agent", string> & { readonly credentials: Record<"plan" | "deploy" | "run", string> }
  >;

  test("has environments that exist, each with a branch of its own", () => {
    const names = Object.keys(environments);

    expect(names).toEqual(["dev", "uat", "production"]);
    expect(environmentNames(path.dirname(jenkinsFolder))).toEqual(expect.arrayContaining(names));
    expect(Object.values(environments).map(({ branch }) => branch)).toEqual(["main", "uat", "production"]);
  });

  test.each(["branch", "agent"] as const)("has a %s of its own for each environment", (field) => {
    const values = Object.values(environments).map((environment) => environment[field]);

    expect(values.every((value) => value !== "")).toBe(true);
    expect(new Set(values).size).toBe(values.length);
  });

  test("has credentials of their own for planning, deploying and running in each environment", () => {
    const ids = Object.values(environments).flatMap(({ credentials: { plan, deploy, run } }) => [plan, deploy, run]);

    expect(ids.every((id) => id !== "")).toBe(true);
    expect(new Set(ids).size).toBe(9);
  });
});

test("the job DSL makes all three pipelines", () => {
  for (const name of pipelines)
    expect(jenkinsText("jobs.groovy")).toContain(`'${path.basename(name, ".Jenkinsfile")}'`);
});
