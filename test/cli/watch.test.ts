import * as fs from "node:fs";
import * as path from "node:path";
import { type BatchAccount, batchAccount } from "../jobs/batch-account";
import { temporaryFolder, write } from "../deploy/folders";
import { commandLine, type Setting } from "./command-line";

jest.setTimeout(30_000);

const root = temporaryFolder();
const line = commandLine(root);
const UNKNOWN = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
let account: BatchAccount;

beforeAll(async () => {
  account = await batchAccount(["cpu"], ["train"]);
});
afterAll(() => account.close());

const run = (args: readonly string[], setting: Setting = {}) =>
  line.run(args, { ...setting, variables: { ...account.variables, ...setting.variables } });

/** @returns the id of a new job that takes so many seconds and ends with the code */
async function submit(jobName: string, seconds = 0, code = 0): Promise<string> {
  const environment = [
    { name: "DAPF_DURATION_SECONDS", value: String(seconds) },
    { name: "DAPF_EXIT_CODE", value: String(code) },
  ];
  const request = { jobName, jobQueue: "cpu", jobDefinition: "train", containerOverrides: { environment } };
  return (await account.client.submitJob(request)).jobId ?? "";
}

/** @returns the log stream of a job, which runs or will soon */
async function streamOf(id: string): Promise<string> {
  for (;;) {
    const { jobs } = await account.client.describeJobs({ jobs: [id] });
    const stream = jobs?.[0]?.container?.logStreamName;
    if (stream !== undefined) return stream;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @returns the path of a new ids file */
function idsFile(text: string): string {
  const file = path.join(root, `${fs.readdirSync(root).length}-ids.txt`);
  write(file, text);
  return file;
}

/** Interrupts when the output has the text. */
function interruptedAt(text: string): Setting {
  let interrupt: () => void = () => undefined;
  return {
    interrupts: { subscribe: (listener) => ((interrupt = listener), () => undefined) },
    onOutput: (piece) => void (piece.includes(text) && interrupt()),
  };
}

describe("dapf watch", () => {
  it("watches the jobs of an ids file to their end, a line a change", async () => {
    const file = idsFile(`one\t${await submit("one", 0.5)}\ntwo: ${await submit("two")}\n`);
    const { exitCode, stdout, stderr } = await run(["watch", file]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^one {2}SUCCEEDED$/m);
    expect(stdout).toMatch(/^two {2}SUCCEEDED$/m);
    expect(stdout).toMatch(/2 jobs succeeded\n$/);
  });

  it("knows jobs by their ids, and tells those that failed with reason and log stream", async () => {
    const { exitCode, stdout } = await run(["watch", await submit("good"), await submit("bad", 0, 3)]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/1 of 2 jobs failed:\n {2}bad {2}FAILED {2}exit code 3 {2}\S.* \(log stream \S+\)\n$/);
  });

  it("reports a job that does not exist, and ends", async () => {
    const { exitCode, stdout } = await run(["watch", UNKNOWN]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${UNKNOWN}  VANISHED  AWS Batch does not know the job`);
  });

  it("leaves the jobs alone at Ctrl-C, and says how to look again", async () => {
    const id = await submit("slow", 600);
    const file = idsFile(`slow\t${id}\n`);
    const { exitCode, stdout } = await run(["watch", file, "--region", "us-west-2"], interruptedAt("slow"));
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(
      new RegExp(`^Interrupted: the jobs keep running. To look again: npx dapf watch ${file} --region us-west-2$`, "m"),
    );
    const { jobs } = await account.client.describeJobs({ jobs: [id] });
    expect(jobs?.[0]?.stoppedAt ?? 0).toBe(0);
  });

  it("shows the log of a job to its end, with --logs", async () => {
    const id = await submit("train", 1);
    const stream = await streamOf(id);
    account.logs.write(stream, "epoch 1");
    const file = idsFile(`other\t${await submit("other")}\ntrain\t${id}\n`);
    const later = { onOutput: (text: string) => void (text.includes("epoch 1") && account.logs.write(stream, "done")) };
    const { exitCode, stdout } = await run(["watch", file, "--logs", "train"], later);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^train \| epoch 1\n(.*\n)*train \| done\n/m);
  });

  it("prints one JSON object, and events as lines of JSON on standard error, with --json", async () => {
    const id = await submit("bad", 0, 3);
    const { exitCode, stdout, stderr } = await run(["watch", id, "--json"]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      jobs: [expect.objectContaining({ jobName: "bad", jobId: id, status: "FAILED", exitCode: 3 })],
      interrupted: false,
      signedOut: false,
    });
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((text): unknown => JSON.parse(text));
    expect(events).toContainEqual(expect.objectContaining({ type: "changed", jobName: "bad", status: "FAILED" }));
  });

  it.each([
    [["watch", "none.txt"], 2, "none.txt does not exist, and is not the id of a job (like "],
    [["watch"], 2, "missing required argument 'jobs'"],
    [["watch", UNKNOWN, "--logs", "train"], 2, "--logs: none of the jobs is train"],
  ])("%j is a wrong command line", async (args, code, message) => {
    const { exitCode, stderr } = await run(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringContaining(message) as string });
  });

  it("shows no log where the name is that of several jobs, or nearly that of one", async () => {
    const file = idsFile(`train\t${UNKNOWN}\ntrain\t${UNKNOWN.replace(/^4/, "5")}\n`);
    const both = await run(["watch", file, "--logs", "train"]);
    expect([both.exitCode, both.stderr]).toEqual([2, "dapf: --logs: 2 of the jobs are called train: give an id\n"]);
    const near = await run(["watch", file, "--logs", "trian"]);
    expect([near.exitCode, near.stderr]).toEqual([
      2,
      expect.stringContaining("none of the jobs is trian; did you mean"),
    ]);
  });

  it("names the line of an ids file that has no id", async () => {
    const file = idsFile("train\tlost\n");
    const { exitCode, stderr } = await run(["watch", file]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${file}:1: the line has no job id, not "train\\tlost"`);
  });
});
