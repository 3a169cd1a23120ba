import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { devDependencies as own } from "../../package.json";
import { dependencies as switched } from "./package.json";
import { temporaryFolder } from "../support/temporary-folder";
import { installPackages, project, repository } from "./packages";

// Copies of the repository, and a compiler, on a machine that may be busy.
jest.setTimeout(300_000);

const page = fs.readFileSync(path.join(repository, "docs/cdk-terrain.md"), "utf8");
/** The page's commands that begin so. */
const commands = (start: string) => page.split("\n").filter((line) => line.startsWith(start));

const problem = installPackages();
// Continuous integration has a registry: a comparison that is not made is a failure there.
if (problem !== undefined && process.env.CI) throw new Error(`npm cannot install test/cdk-terrain: ${problem}`);

const skipped = it.skip;

describe("docs/cdk-terrain.md", () => {
  it("installs the packages that are tried here, and on the way back those of package.json", () => {
    const installed = commands("npm install ").map((line) =>
      Object.fromEntries([...line.matchAll(/ (@?[^@ ]+)@(\S+)/g)].map(([, name, version]) => [name, version])),
    );
    const { cdktn, constructs } = switched;
    expect(installed).toEqual([
      { cdktf: switched.cdktf, "cdktf-cli": `npm:cdktn-cli@${cdktn}`, constructs },
      { cdktf: own.cdktf, "cdktf-cli": own["cdktf-cli"], constructs: own.constructs },
      { cdktn, "cdktn-cli": cdktn, "@cdktn/provider-aws": switched["@cdktn/provider-aws"], constructs },
    ]);
  });

  (problem === undefined ? it : skipped)("has commands that npm takes, on the way and back", () => {
    const root = temporaryFolder();
    for (const name of ["package.json", "package-lock.json"]) {
      fs.cpSync(path.join(repository, name), path.join(root, name));
    }
    const [there = "", back = "", toProvider6 = ""] = commands("npm install ");
    const before = fs.readFileSync(path.join(root, "package.json"), "utf8");
    const run = (command: string) => {
      // The lock file only: which versions go together is what npm may refuse.
      const shell = command.replace(/^npm (un)?install/, "$& --package-lock-only --ignore-scripts --no-audit");
      const { status, stderr } = spawnSync("sh", ["-c", shell], { cwd: root, encoding: "utf8" });
      expect({ command, stderr: status === 0 ? "" : stderr }).toEqual({ command, stderr: "" });
    };
    run(there);
    run(back);
    expect(fs.readFileSync(path.join(root, "package.json"), "utf8")).toBe(before);
    for (const command of [...commands("npm pkg delete"), ...commands("npm uninstall")]) run(command);
    run(toProvider6);
  });
});

describe("CDK Terrain", () => {
  if (problem === undefined) comparisons();
  else skipped(`(skipped: npm cannot install test/cdk-terrain: ${problem})`, () => undefined);
});

function comparisons(): void {
  let here: string;
  beforeAll(() => {
    here = project([], []);
  });

  it.each(["cloud", "embedded"] as const)(
    "makes the same Terraform of every environment as cdktf but for its version (%s)",
    (mode) => {
      const before = synthesize(here, mode);
      const replaced = ["cdktf", "constructs"];
      // The provider's bindings take the packages of the copy when they are not looked for where its links lead to.
      const after = synthesize(project(replaced, replaced), mode, ["--preserve-symlinks"]);
      expect(differences(before, after)).toEqual(
        fs.readdirSync(before).map(() => [`"version": "${own.cdktf}"`, `"version": "${switched.cdktn}"`]),
      );
    },
  );

  describe("with the bindings of the AWS provider 6", () => {
    let root: string;
    beforeAll(() => {
      root = project(["cdktf", "constructs", "@cdktf/provider-aws"], ["cdktn", "constructs", "@cdktn/provider-aws"]);
      for (const command of commands("grep ")) execFileSync("bash", ["-c", command], { cwd: root });
    });

    it("compiles the code once the page's command has renamed what is imported", () => {
      const program = { extends: "./tsconfig.json", files: ["main.ts"], include: [] };
      fs.writeFileSync(path.join(root, "tsconfig.main.json"), JSON.stringify(program));
      expect(run(root, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.main.json"])).toBe("");
    });

    it("makes Terraform that asks for provider 6 and has other names for two arguments", () => {
      const found = differences(synthesize(here, "cloud"), synthesize(root, "cloud")).map(([before, after]) => {
        const [[old, value], [now, other]] = [argumentOf(before), argumentOf(after)];
        return old !== now && value === other ? `${old} is ${now}` : `${before} is ${after}`;
      });
      expect([...new Set(found)].sort()).toEqual([
        '"source": "aws", is "source": "hashicorp/aws",',
        `"version": "${own.cdktf}" is "version": "${switched.cdktn}"`,
        '"version": "5.100.0" is "version": "6.66.0"',
        "compute_environment_name is name",
        "compute_environment_name_prefix is name_prefix",
      ]);
    });
  });
}

/** @returns what the program prints; what a compiler has to say comes with its failure */
function run(root: string, programAndArguments: readonly string[], variables: NodeJS.ProcessEnv = {}): string {
  const options = { cwd: root, env: { PATH: process.env.PATH, ...variables }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, programAndArguments, options);
  if (status !== 0) throw new Error(`${programAndArguments.join(" ")} failed: ${stdout}${stderr}`);
  return stdout;
}

/** @returns absolute path of the folder with a stack for each environment */
function synthesize(root: string, mode: "cloud" | "embedded", options: readonly string[] = []): string {
  const out = path.join(root, `out-${mode}`);
  const endpoint = mode === "embedded" ? { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" } : {};
  const program = [...options, "--require", "./bin/typescript.js", "main.ts"];
  run(root, program, { CDKTF_OUTDIR: out, ...endpoint });
  return path.join(out, "stacks");
}

/** @returns each line that is not the same in all files of both folders, and what stands there instead */
function differences(before: string, after: string): (readonly [string, string])[] {
  const files = filesIn(before);
  expect(filesIn(after)).toEqual(files);
  return files.flatMap((file) => {
    const now = linesOf(path.join(after, file));
    const pairs = linesOf(path.join(before, file)).map((line, index) => [line, now[index] ?? ""] as const);
    expect(now).toHaveLength(pairs.length);
    return pairs.filter(([line, other]) => line !== other);
  });
}

function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((name) => fs.statSync(path.join(folder, name)).isFile()).sort();
}

const linesOf = (file: string) =>
  fs
    .readFileSync(file, "latin1")
    .split("\n")
    .map((line) => line.trim());

/** `"name": value` of a line of JSON. */
function argumentOf(line: string): readonly [string, string] {
  const [, name = "", value = ""] = /^"(\w+)": (.*)$/.exec(line) ?? [];
  return [name, value];
}
