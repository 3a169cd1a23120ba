import * as fs from "node:fs";
import * as path from "node:path";
import type { PolicyDocument } from "../../access";
import { repository } from "../access/environment";
import { changed } from "../config/compute/fixture";
import { temporaryFolder } from "../support/temporary-folder";
import { commandLine } from "./command-line";

/** The command in a project with this repository's environment of the quick start. */
function newLine() {
  const line = commandLine(path.join(temporaryFolder(), "project"));
  for (const file of [
    "environments/jenkins-pl.ts",
    "environments/jenkins-pl.queues.ts",
    "environments/jenkins-pl.compute.ts",
    "examples/compute",
    "environments/_base.ts",
    "config",
  ]) {
    fs.cpSync(path.join(repository, file), path.join(line.root, file), { recursive: true });
  }
  for (const folder of ["aws", "errors"])
    fs.cpSync(path.join(repository, folder), path.join(line.root, folder), { recursive: true });
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(line.root, "node_modules"));
  return line;
}

describe("dapf iam", () => {
  test("prints a policy with the environment's names and no action that is *, without asking AWS", async () => {
    const { stdout, stderr, exitCode } = await newLine().run(["iam", "jenkins-pl", "--for", "deployer"]);
    const { Version, Statement } = JSON.parse(stdout) as PolicyDocument;

    expect([exitCode, Version]).toEqual([0, "2012-10-17"]);
    expect(Statement.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    expect(stdout).toContain("arn:aws:s3:::jenkins-pl-apsouth1-*");
    expect(stderr).toMatch(/--out <folder> writes this as [2-9] policies/);
  });

  test("writes files that IAM takes, and prints their names", async () => {
    const out = temporaryFolder();
    const { stdout } = await newLine().run(["iam", "jenkins-pl", "--for", "planner", "--out", out]);
    const files = stdout.trimEnd().split("\n");

    expect(files.map((file) => path.basename(file))).toEqual([
      "jenkins-pl-apsouth1-access-planner.json",
      "jenkins-pl-apsouth1-access-planner-2.json",
      "jenkins-pl-apsouth1-access-planner-3.json",
    ]);
    for (const file of files) expect(fs.readFileSync(file, "utf8").trimEnd().length).toBeLessThanOrEqual(6144);
  });

  test("tells the reason of each statement with --json", async () => {
    const { stdout } = await newLine().run(["iam", "jenkins-pl", "--for", "viewer", "--json"]);
    const answer = JSON.parse(stdout) as { for: string; statements: { sid: string; reason: string }[] };

    expect(answer.for).toBe("viewer");
    expect(answer.statements.find(({ sid }) => sid === "InputMaps")?.reason).toContain("input map");
  });

  describe("for a team", () => {
    /** With the shared compute of the tests of compute files. */
    function sharing() {
      const line = newLine();
      const value = changed({});
      fs.writeFileSync(path.join(line.root, "environments/lab.compute.json"), JSON.stringify(value));
      const file = path.join(line.root, "environments/jenkins-pl.ts");
      const text = fs.readFileSync(file, "utf8").replace(/\n\s*compute:[^\n]*/, "");
      const compute = 'compute: { path: "environments/lab.compute.json" },';
      fs.writeFileSync(file, text.replace("defineEnvironment({", `defineEnvironment({ ${compute}`));
      return line;
    }

    test("prints what it may do with shared compute", async () => {
      const { stdout, stderr, exitCode } = await sharing().run(["iam", "jenkins-pl", "--for", "team:ml"]);

      expect([exitCode, stderr]).toEqual([0, ""]);
      expect((JSON.parse(stdout) as PolicyDocument).Statement.map(({ Sid }) => Sid)).toContain("SubmitJobs");
    });

    test("names its policy as Terraform does, with the reason of each statement", async () => {
      const { stdout } = await sharing().run(["iam", "jenkins-pl", "--for", "team:ml", "--json"]);

      expect(JSON.parse(stdout)).toMatchObject({
        for: "team:ml",
        policies: [{ name: "jenkins-pl-apsouth1-dapf-compute-team-ml" }],
        statements: expect.arrayContaining([expect.objectContaining({ sid: "EndJobs", reason: expect.any(String) })]),
      });
    });

    test.each([
      ["team:mk", "No team mk (did you mean ml?); teams of environments/lab.compute.json: ml, finance"],
      ["team", "Allowed choices are deployer, planner, runner, submitter, viewer, team:<name>."],
    ])("refuses %s, and says what there is", async (purpose, said) => {
      const { stderr, exitCode } = await sharing().run(["iam", "jenkins-pl", "--for", purpose]);

      expect(exitCode).toBe(2);
      expect(stderr).toContain(said);
    });

    test("says so when the environment has no shared compute", async () => {
      const line = sharing();
      const file = path.join(line.root, "environments/jenkins-pl.ts");
      fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/compute: \{ path: [^}]*\},/, ""));
      const { stderr, exitCode } = await line.run(["iam", "jenkins-pl", "--for", "team:ml"]);

      expect(exitCode).toBe(2);
      expect(stderr).toContain("jenkins-pl has no shared compute: no compute in environments/jenkins-pl.ts");
    });
  });

  test("prints the boundary", async () => {
    const { stdout, exitCode } = await newLine().run(["iam", "jenkins-pl", "--boundary"]);

    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as PolicyDocument).Statement.map(({ Sid }) => Sid)).toContain("Machines");
  });

  test.each([[[]], [["--for", "viewer", "--boundary"]]])("wants to know whose policy: %j", async (words) => {
    const { stderr, exitCode } = await newLine().run(["iam", "jenkins-pl", ...words]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "Say who it is for (--for deployer|planner|runner|submitter|viewer|team:<name>), or --boundary",
    );
  });
});
