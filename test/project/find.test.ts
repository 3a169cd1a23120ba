import * as fs from "node:fs";
import * as path from "node:path";
import { findProject, NoProjectError } from "../../project/find";
import { home } from "../../project/home";
import { temporaryFolder } from "../support/temporary-folder";

function folder(...files: string[]): string {
  const root = temporaryFolder();
  for (const file of files) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), "");
  }
  return root;
}

describe("the project of a command", () => {
  it("is the nearest folder upwards with cdktf.json and environments", () => {
    const root = folder("cdktf.json", "main.ts", "environments/dev.ts", "model/deep/a.py", "model/cdktf.json");
    const project = { root, program: path.join(root, "main.ts") };
    expect(findProject(root, {})).toEqual(project);
    expect(findProject(path.join(root, "model/deep"), {})).toEqual(project);
  });

  it("is the one that DAPF_ROOT names, also by a relative path, wherever the command runs", () => {
    const root = folder("cdktf.json", "environments/dev.ts", "other/environments/dev.ts", "other/main.ts");
    const other = { root: path.join(root, "other"), program: path.join(root, "other/main.ts") };
    expect(findProject(root, { DAPF_ROOT: path.join(root, "other") })).toEqual(other);
    expect(findProject(root, { DAPF_ROOT: "other" })).toEqual(other);
  });

  it("has dapf's own program when it has none", () => {
    const root = folder("environments/dev.ts");
    expect(findProject("/", { DAPF_ROOT: root })).toEqual({ root, program: path.join(home, "main.ts") });
  });

  it("is, outside of any, the clone that dapf runs from", () => {
    expect(findProject(folder("cdktf.json"), {}).root).toBe(home);
  });

  it("is missed in one sentence that says how to make one", () => {
    expect(new NoProjectError("/here")).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/neither \/here nor a folder above it has cdktf\.json.*`dapf init` makes one/),
    });
  });
});
