import { spawnSync } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const program = path.resolve(__dirname, "../../bin/dapf.js");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], { cwd: os.tmpdir(), encoding: "utf8" });

describe("the program dapf", () => {
  test("runs from any folder", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: dapf");
  });

  test("knows the environments of its repository", () => {
    const { status, stderr } = run("plan", "jenkins-pk");
    expect(status).toBe(2);
    expect(stderr).toContain("did you mean jenkins-pl?");
  });

  test("does not mind a reader that stops reading", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${program}" --help | head -n 1`], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stderr).toBe("");
  });
});
