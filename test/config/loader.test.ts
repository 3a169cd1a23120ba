import { environmentNames, loadEnvironment, loadEnvironments } from "../../config/loader";
import { configErrorOf, minimal, repositoryWith } from "./support";

const asModule = (input: unknown): string => `export default ${JSON.stringify(input)};`;
const messageOf = (files: Record<string, unknown>, name: string): string =>
  configErrorOf(() => loadEnvironment(repositoryWith(files), name)).message;

describe("environmentNames", () => {
  it("are those of the .ts and .tfvars.json files, sorted, each once", () => {
    const root = repositoryWith({
      "environments/uat.ts": "",
      "environments/dev.tfvars.json": "",
      "environments/dev.ts": "",
      "environments/_base.ts": "",
      "environments/README.md": "",
      "environments/old.tfvars": "",
    });
    expect(environmentNames(root)).toEqual(["dev", "uat"]);
  });

  it("are none where there is no folder", () => {
    expect(environmentNames(repositoryWith({}))).toEqual([]);
  });
});

describe("loadEnvironment", () => {
  it("reads a TypeScript file", () => {
    const root = repositoryWith({
      "environments/dev.ts": `const env: string = "qa";\n${asModule(minimal).replace('"dev"', "env")}`,
    });
    const environment = loadEnvironment(root, "dev");
    expect(environment).toMatchObject({ name: "dev", file: "environments/dev.ts", root, prefix: "churn-qa-euwest1" });
    expect(environment.settings.account_number).toBe("123456789012");
  });

  it("reads an original tfvars.json", () => {
    const root = repositoryWith({ "environments/dev.tfvars.json": { ...minimal, account_number: 123456789012 } });
    const environment = loadEnvironment(root, "dev");
    expect(environment.file).toBe("environments/dev.tfvars.json");
    expect(environment.settings.account_number).toBe("123456789012");
  });

  it("does not look at the other environments", () => {
    const root = repositoryWith({
      "environments/dev.ts": asModule(minimal),
      "environments/broken.ts": "throw new Error('this must not run');",
      "environments/broken2.tfvars.json": "{",
    });
    expect(loadEnvironment(root, "dev").prefix).toBe("churn-dev-euwest1");
  });

  it("refuses an environment that has two files", () => {
    const files = { "environments/dev.ts": asModule(minimal), "environments/dev.tfvars.json": minimal };
    expect(messageOf(files, "dev")).toBe(
      'environments/dev.tfvars.json: holds the environment "dev" a second time, beside environments/dev.ts; keep one of the two files',
    );
  });

  it("names the nearest environment, and all of them, when there is none of the name", () => {
    const files = { "environments/dev.ts": "", "environments/production.ts": "" };
    expect(messageOf(files, "prodution")).toBe(
      'environments: has no environment "prodution" (allowed: dev, production); did you mean production?',
    );
  });

  it.each(["../secrets", "_base", "", "a b", "/etc/passwd"])("takes %j for no environment", (name) => {
    expect(messageOf({ "environments/dev.ts": "" }, name)).toContain("has no environment");
  });

  it("says how to begin when there is no environment at all", () => {
    expect(messageOf({}, "dev")).toContain("write environments/<name>.ts or <name>.tfvars.json");
  });

  it("says what to do with a file in HCL's own syntax", () => {
    expect(messageOf({ "environments/dev.tfvars": 'env = "dev"' }, "dev")).toContain(
      "environments/dev.tfvars is in HCL's own syntax; write it as JSON, in environments/dev.tfvars.json",
    );
  });

  it("says what a module without a default export lacks", () => {
    expect(messageOf({ "environments/dev.ts": "export const env = 1;" }, "dev")).toBe(
      "environments/dev.ts: has no default export; write `export default defineEnvironment({ ... })`",
    );
  });

  it("passes on why a module cannot be loaded", () => {
    expect(messageOf({ "environments/dev.ts": 'throw new Error("out of order");' }, "dev")).toBe(
      "environments/dev.ts: cannot be loaded: out of order",
    );
    expect(messageOf({ "environments/dev.ts": 'import "./missing";' }, "dev")).toContain("./missing");
  });

  it("says of malformed JSON in which line and column it breaks", () => {
    expect(messageOf({ "environments/dev.tfvars.json": '{\n  "env": "dev"\n  "region": "eu-west-1"\n}' }, "dev")).toBe(
      'environments/dev.tfvars.json:3:3: is not valid JSON: expected "," or "}", found "\\"region\\": \\"eu-west-1"',
    );
  });

  it("refuses a key that stands twice, even with the same value", () => {
    expect(messageOf({ "environments/dev.tfvars.json": '{ "env": "dev", "env": "dev" }' }, "dev")).toContain(
      "environments/dev.tfvars.json:1:17: env stands twice in the same object",
    );
  });

  it("gives problems of a JSON file their line and column", () => {
    const text = JSON.stringify({ ...minimal, regoin: "x" }, null, 2);
    const line = text.split("\n").findIndex((one) => one.includes("regoin")) + 1;
    expect(messageOf({ "environments/dev.tfvars.json": text }, "dev")).toMatch(
      `environments/dev.tfvars.json:${line}:3: regoin is not a known key`,
    );
  });

  it("reports every problem of a file at once", () => {
    const input = { ...minimal, use_case_name: "forecasting", env: "Dev", account_number: 12, colour: "red" };
    expect(messageOf({ "environments/dev.ts": asModule(input) }, "dev").split("\n")).toHaveLength(4);
  });
});

describe("loadEnvironments", () => {
  it("loads all of a repository", () => {
    const root = repositoryWith({
      "environments/dev.ts": asModule(minimal),
      "environments/uat.tfvars.json": { ...minimal, env: "uat" },
    });
    expect(loadEnvironments(root).map(({ prefix }) => prefix)).toEqual(["churn-dev-euwest1", "churn-uat-euwest1"]);
  });

  it("loads only those asked for", () => {
    const root = repositoryWith({ "environments/dev.ts": asModule(minimal), "environments/uat.ts": "broken(" });
    expect(loadEnvironments(root, ["dev"])).toHaveLength(1);
  });

  it("reports the problems of all files together", () => {
    const root = repositoryWith({ "environments/dev.tfvars.json": "{", "environments/uat.tfvars.json": "[" });
    const files = configErrorOf(() => loadEnvironments(root)).problems.map(({ file }) => file);
    expect(files).toEqual(["environments/dev.tfvars.json", "environments/uat.tfvars.json"]);
  });

  it("refuses two environments with one prefix in one account", () => {
    const root = repositoryWith({ "environments/a.ts": asModule(minimal), "environments/b.ts": asModule(minimal) });
    expect(configErrorOf(() => loadEnvironments(root)).message).toBe(
      'environments/b.ts: has the prefix "churn-dev-euwest1" of environments/a.ts, and they would fight over every name in it; change use_case_name or env in one of them',
    );
  });

  it("refuses one prefix in two accounts, too, because of the buckets", () => {
    const root = repositoryWith({
      "environments/a.ts": asModule(minimal),
      "environments/b.ts": asModule({ ...minimal, account_number: "210987654321" }),
    });
    expect(configErrorOf(() => loadEnvironments(root)).message).toContain("the names of its S3 buckets");
  });
});
