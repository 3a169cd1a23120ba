import * as path from "node:path";
import { temporaryFolder } from "../deploy/folders";
import { commandLine } from "./command-line";

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return commandLine(path.join(root, String(count)));
}

describe("run, runs and code-sync", () => {
  test.each([
    [["run", "dev"], "--context"],
    [["run", "dev", "--context", "serving"], "training, inferencing"],
    [["run", "dev", "--context", "training", "--date", "2026-02-30"], "--date takes a day that exists"],
    [["run", "nowhere", "--context", "training"], "nowhere"],
    [["runs", "list", "nowhere"], "nowhere"],
    [["code-sync", "dev"], "--context"],
    [["code-sync", "dev", "--context", "training", "--dockerfile", "Dockerfile"], "--dockerfile needs --image"],
    [["deploy", "dev", "--plan", "x.tfplan", "--target", "analytics_etl"], "exclude each other"],
  ])("%p is a wrong command line, and says why", async (words, why) => {
    const { exitCode, stderr } = await fresh().run(words);

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test.each([
    ["run", "dev", "--context", "training", "--local"],
    ["runs", "list", "dev", "--local"],
    ["runs", "stop", "dev", "--local"],
    ["code-sync", "dev", "--context", "training", "--local"],
  ])("%s %s says how to start the embedded AWS when it does not run", async (...words) => {
    const { exitCode, stdout, stderr } = await fresh().run([...words, "--json"]);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("dapf local up");
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "NotRunningError" } });
  });

  test("a Dockerfile that does not exist is named, and nothing is asked of AWS", async () => {
    const words = ["code-sync", "dev", "--context", "training", "--image", "r/t:1", "--dockerfile", "none/Dockerfile"];
    const { exitCode, stderr } = await fresh().run(words);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("there is no ");
  });
});
