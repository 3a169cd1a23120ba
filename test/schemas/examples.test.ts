import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseJson } from "../../config/json";
import { loadTypeScript } from "../../config/typescript-file";
import { withoutComments } from "../../config/job-files/comments";
import { type KindName, KINDS, schemaFile } from "../../schemas/kinds";
import { schemaTexts } from "../../schemas/files";
import { describeSharedData } from "../support/reference-data";
import { flagsIn, jsonOf, offersAt, yamlAsJson } from "./editor";

const root = path.resolve(__dirname, "../..");

describe("the schemas in the package", () => {
  const made = schemaTexts();

  test.each(KINDS.map(({ name }) => [name]))("that of %s is current; else: npm run generate", (name) => {
    expect(fs.readFileSync(schemaFile(name), "utf8")).toBe(made.get(name));
  });

  test("describe nearly all members of requests, with the page that says more", () => {
    const text = [...made.values()].join("");
    expect(text.match(/https:\/\/docs\.aws\.amazon\.com\/[\w/.]+\/API_\w+\.html/g)?.length).toBeGreaterThan(500);
    expect(text).toContain("Specifies the action to take if all of the specified conditions");
    expect(text).not.toMatch(/<\/?(p|code|b|i|a|ul|li)\b/);
  });

  test("describe each key of an environment", () => {
    const { properties } = JSON.parse(made.get("environment") ?? "") as { properties: Record<string, object> };
    const silent = Object.keys(properties).filter((key) => !("description" in (properties[key] ?? {})));
    // The page tells of their members.
    expect(silent).toEqual(["analytics_etl", "ddb_params", "s3_configs"]);
  });
});

/** The files of this repository, by how they are called. */
const FILES: readonly (readonly [RegExp, KindName])[] = [
  [/^examples\/training\//, "training-jobs"],
  [/^examples\/compute\/definitions\//, "job-definition"],
  [/^examples\/compute\/[\w-]+\.(json|ya?ml)$/, "jobs"],
  [/^(test\/data\/)?analytics-etl\/\w+\.config\.json$/, "etl"],
  [/^analytics-etl\/example\/example\.json$/, "etl-example"],
  [/^test\/data\/environments\/.*\.tfvars\.json$/, "environment"],
  [/^environments\/[^_.][\w-]*\.ts$/, "environment"],
  [/^environments\/.*\.queues\.ts$/, "training-queues"],
  [/^(environments|test\/data\/compute)\/.*\.compute\.(ts|ya?ml)$/, "compute"],
  [/^test\/data\/jobs\/job-definition\.json$/, "job-definition"],
  [/^test\/data\/jobs\/((commented-)?job|workflow)\.json$/, "jobs"],
];

const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .flatMap((file) => {
    const kind = FILES.find(([pattern]) => pattern.test(file))?.[1];
    return kind === undefined ? [] : [[file, kind] as const];
  });

/** The files of users that lie beside the repository. */
const FOLDERS: readonly (readonly [string, (file: string) => KindName | undefined])[] = [
  ["environments", (file) => (file.endsWith(".tfvars.json") ? "environment" : undefined)],
  ["analytics-etl", (file) => (file.endsWith(".config.json") ? "etl" : undefined)],
  ["jobs", (file) => (file.includes("definition") ? "job-definition" : "jobs")],
];

function asJson(file: string): string {
  if (file.endsWith(".ts")) return jsonOf(loadTypeScript(root, path.relative(root, file)).default);
  const text = fs.readFileSync(file, "utf8");
  return file.endsWith(".json") ? jsonOf(parseJson(file, withoutComments(file, text)).value) : yamlAsJson(text);
}

describe("in the files of this repository an editor finds no mistake", () => {
  test("there are some of each kind", () => {
    expect(new Set(files.map(([, kind]) => kind))).toEqual(new Set(KINDS.map(({ name }) => name)));
  });

  test.each(files)("%s (%s)", async (file, kind) => {
    expect(await flagsIn(kind, asJson(path.join(root, file)))).toEqual([]);
  });
});

describe("an editor offers", () => {
  test.each<[string, KindName, string, string[]]>([
    ["members", "job-definition", '{ "containerProperties": { | } }', ["image", "command", "jobRoleArn"]],
    ["words", "job-definition", '{ "type": | }', ['"container"', '"multinode"']],
    ["actions", "jobs", '{ "retryStrategy": { "evaluateOnExit": [{ "action": | }] } }', ['"RETRY"', '"EXIT"']],
    ["Regions", "environment", '{ "region": | }', ['"eu-west-1"']],
    ["members of a job of a workflow", "training-jobs", '{ "jobs": [{ | }] }', ["jobQueue", "dependsOn"]],
    ["the Estimator's words", "training-jobs", '{ "image_uri": "i", | }', ["instance_type", "max_run"]],
  ])("%s", async (_, kind, text, wanted) => {
    expect(await offersAt(kind, text)).toEqual(expect.arrayContaining(wanted));
  });

  test("nothing that is known only so that its place can be told", async () => {
    const offers = await offersAt("job-definition", "{ | }");
    expect(offers).toContain("jobDefinitionName");
    expect(offers).not.toContain("revision");
  });
});

describeSharedData("in the files of users an editor finds no mistake", ({ folder }) => {
  const found = FOLDERS.flatMap(([name, kindOf]) =>
    fs.readdirSync(path.join(folder, name)).flatMap((file) => {
      const kind = kindOf(file);
      return kind === undefined ? [] : [[path.join(name, file), kind] as const];
    }),
  );

  test.each(found)("%s (%s)", async (file, kind) => {
    expect(await flagsIn(kind, asJson(path.join(folder, file)))).toEqual([]);
  });
});
