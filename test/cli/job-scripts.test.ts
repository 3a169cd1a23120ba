import { spawnSync } from "node:child_process";
import * as path from "node:path";

jest.setTimeout(30_000);

const bin = path.resolve(__dirname, "../../bin");

describe("the scripts of the old names", () => {
  it.each([
    ["create-job-definition.sh", "Usage: dapf job-definition register"],
    ["submit-job.sh", "Usage: dapf submit"],
  ])("%s is the command, with the same arguments and exit code", (script, usage) => {
    const help = spawnSync(path.join(bin, script), ["--help"], { encoding: "utf8" });
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining(usage) as string });
    const args = ["no such file.json", "--region", "us-west-2", "--profile", "team"];
    const missing = spawnSync(path.join(bin, script), args, { encoding: "utf8" });
    expect(missing).toMatchObject({ status: 2, stderr: "dapf: no such file.json does not exist\n" });
  });
});
