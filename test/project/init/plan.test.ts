import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { planInit, writeInit, type InitOptions, type InitPlan } from "../../../project/init";
import { environmentText, IGNORED, pipelineEnvironments } from "../../../project/init/texts";
import { parseEnvironment } from "../../../config/loader";
import { temporaryFolder } from "../../support/temporary-folder";

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = path.join(temporaryFolder(), "demand");
  fs.mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
};
const planned = (folder: string, options: Partial<InitOptions> = {}) =>
  planInit({ folder, overwrite: false, ...options });
const actions = ({ files }: InitPlan) => Object.fromEntries(files.map((file) => [file.path, file.action]));
const read = (folder: string, file: string) => fs.readFileSync(path.join(folder, file), "utf8");
const json = (folder: string, file: string) => JSON.parse(read(folder, file)) as Record<string, unknown>;

describe("a new project", () => {
  it("has a program, an environment with queues, the example pipeline and pipelines of both kinds", () => {
    const plan = planned(path.join(temporaryFolder(), "not-there-yet"));
    expect(plan.isNew).toBe(true);
    expect(new Set(Object.values(actions(plan)))).toEqual(new Set(["new"]));
    expect(Object.keys(actions(plan))).toEqual(
      expect.arrayContaining([
        "package.json",
        "tsconfig.json",
        "cdktf.json",
        "main.ts",
        ".gitignore",
        "environments/dev.ts",
        "environments/dev.queues.ts",
        "analytics-etl/glue_jobs.config.json",
        "analytics-etl/example/example.json",
        "model/common/mapping.json",
        "utils/storage.py",
        "jenkins/infra.Jenkinsfile",
        ".github/workflows/infra.yml",
        ".github/workflows/jobs.yml",
        ".github/workflows/README.md",
      ]),
    );
  });

  it("has nothing of this repository's names in it", () => {
    const folder = folderWith({});
    writeInit(planned(folder));
    expect(read(folder, "environments/dev.queues.ts")).toMatch(/^import .* from "dapf";/);
    const workflows = [".github/workflows/infra.yml", ".github/workflows/jobs.yml"];
    const own = ["environments/dev.ts", "environments/dev.queues.ts", "jenkins/environments.json", ...workflows];
    for (const file of own) expect(read(folder, file)).not.toMatch(/jenkins-pl|\.\.\/config|uat|production/);
  });

  it("has a project id of its own, each time", () => {
    const id = () =>
      planned(folderWith({}))
        .files.find(({ path: file }) => file === "cdktf.json")
        ?.content.toString();
    expect(id()).not.toBe(id());
  });

  it.each([
    ["My_Platform", "us-east-1", "my-platf-dev-useast1"],
    ["churn", "ap-south-1", "churn-dev-apsouth1"],
    ["aws-things", "us-east-1", "dapf-dev-useast1"],
    ["___", "us-east-1", "dapf-dev-useast1"],
  ])("in the folder %s of %s is called %s", (name, region, prefix) => {
    expect(planned(path.join(temporaryFolder(), name), { region }).prefix).toBe(prefix);
  });

  it("has an environment that dapf takes", () => {
    const text = environmentText({ name: "churn", region: "eu-west-1", account: "111122223333" });
    const value = /defineEnvironment\((.*)\);/s.exec(text)?.[1]?.replace(/^\s*\/\/.*$/gm, "") ?? "";
    const input: unknown = new Function(`return ${value}`)();
    const { prefix, settings } = parseEnvironment({ root: "/", name: "dev", file: "environments/dev.ts" }, input);
    expect(prefix).toBe("churn-dev-euwest1");
    expect(settings.account_number).toBe("111122223333");
  });

  it("cannot have what AWS refuses, and says all of it at once", () => {
    expect(() => planned("/x", { name: "A_b", region: "moon", account: "12" })).toThrow(
      /^--name must .*, not A_b\n--region must be an AWS region, not moon.*\n--account must be .* 12 digits, not 12$/,
    );
    expect(() => planned("/x", { name: "much-too-long-a-name" })).toThrow(/^--name .*at most 20 fit/);
  });
});

describe("a repository that is there", () => {
  const theirs = { "README.md": "theirs", "src/a.py": "" };

  it("is no new folder, so that somebody is asked", () => {
    expect(planned(folderWith({ ...theirs })).isNew).toBe(false);
    expect(planned(folderWith({ "package.json": "{}", "README.md": "" })).isNew).toBe(true);
  });

  it("keeps its package.json, which gets what it lacks", () => {
    const folder = folderWith({
      "package.json":
        '{\n    "name": "theirs",\n    "scripts": { "start": "node server.js" },\n    "dependencies": { "dapf": "1.x" }\n}\n',
    });
    const plan = planned(folder);
    expect(plan.files[0]).toMatchObject({
      action: "changed",
      added: ["scripts.check", "devDependencies.@types/node", "devDependencies.typescript"],
    });
    writeInit(plan);
    expect(json(folder, "package.json")).toMatchObject({
      name: "theirs",
      scripts: { start: "node server.js" },
      dependencies: { dapf: "1.x" },
    });
    expect(read(folder, "package.json")).toContain('\n    "name"');
  });

  it("keeps the lines of its .gitignore, and a last one without end", () => {
    const folder = folderWith({ ".gitignore": "node_modules\nmine" });
    writeInit(planned(folder));
    const rest = IGNORED.filter((line) => line !== "node_modules/");
    expect(read(folder, ".gitignore")).toBe(`node_modules\nmine\n${rest.join("\n")}\n`);
  });

  it("gets nothing of the example into a folder with files of its own", () => {
    const folder = folderWith({ "analytics-etl/theirs.py": "", "model/common/mapping.json": "{}" });
    const { "model/common/mapping.json": mapping, ...others } = actions(planned(folder));
    expect(mapping).toBe("kept");
    expect(Object.keys(others).filter((file) => file.startsWith("analytics-etl/"))).toEqual([]);
    expect(others["model/training_job/gatekeeper/gatekeeper.py"]).toBe("new");
  });

  it("gets no environment beside its own, which npm start then deploys", () => {
    const folder = folderWith({ "environments/prod.tfvars.json": "{}" });
    const plan = planned(folder);
    expect(plan).toMatchObject({ environment: "prod", prefix: undefined });
    writeInit(plan);
    expect(fs.readdirSync(path.join(folder, "environments"))).toEqual(["prod.tfvars.json"]);
    expect(json(folder, "package.json")).toMatchObject({ scripts: { start: expect.stringContaining("deploy prod ") } });
  });

  it("loses a file only to --overwrite, and the list says which", () => {
    const folder = folderWith({ "tsconfig.json": "{}", "utils/storage.py": "theirs" });
    expect(actions(planned(folder))).toMatchObject({ "tsconfig.json": "kept", "utils/storage.py": "kept" });
    expect(actions(planned(folder, { overwrite: true }))["tsconfig.json"]).toBe("overwritten");
    writeInit(planned(folder));
    expect([read(folder, "tsconfig.json"), read(folder, "utils/storage.py")]).toEqual(["{}", "theirs"]);
  });

  it("is left alone by a second run", () => {
    const folder = folderWith({ ...theirs });
    writeInit(planned(folder));
    fs.appendFileSync(path.join(folder, "main.ts"), "// more\n");
    expect(new Set(Object.values(actions(planned(folder))))).toEqual(new Set(["same"]));
  });

  it.each([
    [
      "a program of its own",
      { "main.ts": "console.log(1)", "cdktf.json": "{}" },
      /has cdktf\.json and main\.ts already/,
    ],
    ["files that Node takes for ES modules", { "package.json": '{ "type": "module" }' }, /"type": "module".*CommonJS/],
    ["a package.json that is none", { "package.json": "{ nonsense" }, /package\.json:1:3: .*not valid JSON/],
    ["scripts that are no scripts", { "package.json": '{ "scripts": [] }' }, /package\.json: scripts must be/],
    ["a file in the place of a folder", { model: "" }, /model is in the way: a folder has to be there/],
    [
      "a folder in the place of a file",
      { "tsconfig.json/a": "" },
      /tsconfig\.json is in the way: a file has to be there/,
    ],
  ])("is refused with %s", (_, files, message) => {
    expect(() => planned(folderWith(files))).toThrow(message);
  });
});

describe("the environments of the pipelines", () => {
  it("are the first of the list, by the project's name", () => {
    const list = { dev: { branch: "main", agent: "dapf-dev" }, uat: { branch: "uat", agent: "dapf-uat" } };
    expect(JSON.parse(pipelineEnvironments(JSON.stringify(list), "churn"))).toEqual({
      churn: { branch: "main", agent: "dapf-churn" },
    });
  });

  it("are that of the project in GitHub's workflows, too", () => {
    const folder = folderWith({ "environments/churn.ts": "" });
    const { files } = planned(folder);
    const workflow = (name: string) =>
      files.find((file) => file.path === `.github/workflows/${name}`)?.content.toString() ?? "";
    const { on } = parse(workflow("infra.yml")) as { on: object };
    expect(on).toMatchObject({ pull_request: { branches: ["main"] }, push: { branches: ["main"] } });
    expect(workflow("infra.yml")).toContain("main) environment=churn ;;\n            *)");
    expect(workflow("jobs.yml")).toContain("options: [churn]");
    for (const name of ["infra.yml", "jobs.yml"]) expect(workflow(name)).not.toMatch(/uat|production/);
  });
});
