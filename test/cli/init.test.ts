import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { commandLines } from "./program-support";

const commandLine = commandLines();
const init = (folder: string, setting = {}, ...flags: string[]) =>
  commandLine().run(["init", folder, ...flags], setting);
const withFile = (): string => {
  const folder = temporaryFolder();
  fs.writeFileSync(path.join(folder, "notes.txt"), "");
  return folder;
};
const names = (folder: string) => fs.readdirSync(folder);

describe("dapf init", () => {
  it("makes a project in a new folder without a question, and says what to do next", async () => {
    const folder = path.join(temporaryFolder(), "churn");
    const { exitCode, stdout } = await init(folder, {}, "--region", "eu-west-1");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/environment dev \(names begin with churn-dev-euwest1\)/);
    expect(stdout).toMatch(/^ {2}new +analytics-etl\/ {2}\(\d+ files\)$/m);
    expect(stdout).toMatch(/^ {2}npm start/m);
    expect(names(folder)).toContain("main.ts");
  });

  it("asks in a folder with other files, and writes nothing for another answer than yes", async () => {
    const folder = withFile();
    const { exitCode, stdout, stderr } = await init(folder, { answers: ["maybe"] });
    expect([exitCode, stderr]).toEqual([0, "Write this? Answer yes or no: "]);
    expect(stdout).toContain("Nothing was written.");
    expect(names(folder)).toEqual(["notes.txt"]);
    await init(folder, { answers: ["yes"] });
    expect(names(folder)).toContain("main.ts");
  });

  it("wants --yes where nobody can be asked, after it has shown the list", async () => {
    const folder = withFile();
    const { exitCode, stdout, stderr } = await init(folder);
    expect([exitCode, names(folder)]).toEqual([2, ["notes.txt"]]);
    expect(stdout).toContain("new          main.ts");
    expect(stderr).toContain("add --yes");
    expect(await init(folder, {}, "--yes")).toMatchObject({ exitCode: 0 });
    expect(await init(folder)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("nothing is missing") });
  });

  it("says what is kept, and of what the text is lost", async () => {
    const folder = withFile();
    fs.writeFileSync(path.join(folder, "tsconfig.json"), "{}");
    const kept = await init(folder);
    expect(kept.stdout).toMatch(/^ {2}kept +tsconfig\.json {2}\(is there and stays as it is\)$/m);
    const lost = await init(folder, {}, "--overwrite");
    expect(lost.stdout).toMatch(/^ {2}overwritten {2}tsconfig\.json {2}\(what it says now is lost\)$/m);
    expect([lost.exitCode, fs.readFileSync(path.join(folder, "tsconfig.json"), "utf8")]).toEqual([2, "{}"]);
  });

  it("prints the list as JSON, and nothing else on standard output", async () => {
    const { stdout } = await init(path.join(temporaryFolder(), "churn"), {}, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      command: "init",
      environment: "dev",
      prefix: "churn-dev-useast1",
      files: expect.arrayContaining([{ path: "main.ts", action: "new" }]),
    });
  });
});
