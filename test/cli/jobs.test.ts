import * as fs from "node:fs";
import * as path from "node:path";
import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import { type BatchAccount, batchAccount } from "../jobs/batch-account";
import { temporaryFolder, write } from "../deploy/folders";
import { commandLine, type Setting } from "./command-line";

jest.setTimeout(30_000);

const root = temporaryFolder();
const line = commandLine(root);
const UNKNOWN = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
let account: BatchAccount;

beforeEach(async () => {
  account = await batchAccount(["cpu", "gpu"], ["train", "evaluate"]);
});
afterEach(() => account.close());

const run = (args: readonly string[], setting: Setting = {}) =>
  line.run(["jobs", ...args], { ...setting, variables: { ...account.variables, ...setting.variables } });

/** @returns the id of a new job that takes so many seconds and ends with the code */
async function submit(jobName: string, seconds = 0, code = "0", more: Partial<SubmitJobRequest> = {}): Promise<string> {
  const environment = [
    { name: "DAPF_DURATION_SECONDS", value: String(seconds) },
    { name: "DAPF_EXIT_CODE", value: code },
  ];
  const request = { jobName, jobQueue: "cpu", jobDefinition: "train", containerOverrides: { environment }, ...more };
  return (await account.client.submitJob(request)).jobId ?? "";
}

const running = (name: string, more: Partial<SubmitJobRequest> = {}) => submit(name, 600, "0", more);
const after = (jobId: string) => ({ dependsOn: [{ jobId }] });
const stateOf = async (id: string) => (await account.client.describeJobs({ jobs: [id] })).jobs?.[0]?.status;

/** @returns the path of an ids file */
function idsFile(ids: readonly string[]): string {
  const file = path.join(root, "ids.txt");
  write(file, ids.map((id, index) => `job-${index}\t${id}\n`).join(""));
  return file;
}

describe("dapf jobs list", () => {
  beforeEach(async () => {
    await submit("train-1", 0, "3");
    await submit("train-2");
    await running("train-3");
    await running("evaluate-1", { jobQueue: "gpu", jobDefinition: "evaluate" });
  });

  const names = async (...args: string[]) => {
    const { stdout } = await run(["list", ...args]);
    const lines = stdout.trimEnd().split("\n").slice(1);
    return lines.map((text) => text.split(" ")[0]).sort();
  };

  it("shows the jobs of all queues, or of some", async () => {
    expect(await names()).toEqual(["evaluate-1", "train-1", "train-2", "train-3"]);
    expect(await names("--queue", "gpu")).toEqual(["evaluate-1"]);
    expect(await names("--queue", "gpu,cpu", "--open")).toEqual(["evaluate-1", "train-3"]);
  });

  it.each([
    [["--status", "FAILED"], ["train-1"]],
    [
      ["--status", "running", "--status", "FAILED"],
      ["evaluate-1", "train-1", "train-3"],
    ],
    [["--name", "TRAIN-", "--status", "SUCCEEDED"], ["train-2"]],
    [["--definition", "evaluate"], ["evaluate-1"]],
    [["--definition", "train:1", "--open"], ["train-3"]],
    [
      ["--after", "1h", "--open"],
      ["evaluate-1", "train-3"],
    ],
    [["--before", "1h"], []],
  ])("with %j has all that is asked for hold", async (args, expected) => {
    expect(await names(...args)).toEqual(expected);
  });

  it("tells state, exit code, id and reason", async () => {
    const { stdout } = await run(["list", "--status", "FAILED"]);
    expect(stdout).toMatch(
      /^NAME +STATE +CREATED +TIME +EXIT +ID +REASON\ntrain-1 +FAILED +.* ago +.* 3 +[-0-9a-f]{36} +\S/,
    );
  });

  it("says when the limit leaves out jobs", async () => {
    const { stdout, stderr } = await run(["list", "--limit", "2"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
    expect(stderr).toBe("There are more: these are the newest 2 (--limit)\n");
  });

  it("is one JSON object with --json", async () => {
    const { stdout } = await run(["list", "--status", "FAILED", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      jobs: [expect.objectContaining({ jobName: "train-1", status: "FAILED" })],
      hasMore: false,
    });
  });

  it.each([
    [["--status", "DONE"], 2, "--status takes SUBMITTED, PENDING, "],
    [["--open", "--status", "FAILED"], 2, "--open and --status exclude each other"],
    [["--array", UNKNOWN, "--queue", "cpu"], 2, "--array and --queue exclude each other"],
    [["--array", "x"], 2, "--array takes the id of a job, not x"],
    [["--after", "yesterday"], 2, "A time is like"],
    [["--queue", "none"], 1, "AWS Batch refused ListJobs"],
  ])("%j is refused", async (args, code, message) => {
    const { exitCode, stderr } = await run(["list", ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: expect.stringContaining(message) as string });
  });
});

describe("dapf jobs show", () => {
  it("tells what there is to know of jobs", async () => {
    const first = await running("first");
    const second = await running("second", after(first));
    const { exitCode, stdout } = await run(["show", first, second]);
    expect(exitCode).toBe(0);
    const [one = "", two = ""] = stdout.split("\n\n");
    expect(one).toMatch(/^name +first\nid +\S+\nstate +(STARTING|RUNNING)\n/);
    expect(one).toMatch(/^queue +cpu\ndefinition +train:1$/m);
    expect(one).toMatch(/^vCPUs +1\nmemory +512 MiB$/m);
    expect(two).toContain(`depends on  ${first}`);
  });

  it("tells every attempt of a job that was repeated", async () => {
    const id = await submit("again", 0, "3,0", { retryStrategy: { attempts: 2 } });
    await account.client.describeJobs({ jobs: [id] });
    const { stdout } = await run(["show", id]);
    expect(stdout).toMatch(/^retries +2 of 2 attempts ended$/m);
    expect(stdout).toMatch(/^ {2}attempt 1: exit code 3, .*\n {2}attempt 2: exit code 0, /m);
  });

  it("shows the others when one is unknown, and exits with 1", async () => {
    const id = await running("known");
    const { exitCode, stdout, stderr } = await run(["show", id, UNKNOWN]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("known");
    expect(stderr).toBe(`AWS Batch does not know ${UNKNOWN} (it forgets jobs some days after)\n`);
  });
});

it("dapf jobs show --json has the jobs as AWS Batch describes them, and the ids that it does not know", async () => {
  const id = await running("known");
  const { exitCode, stdout } = await run(["show", id, UNKNOWN, "--json"]);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ jobs: [{ jobId: id, jobName: "known" }], unknown: [UNKNOWN] });
});

describe("dapf jobs logs", () => {
  it("goes on until Ctrl-C with --follow, from the last lines on", async () => {
    const id = await running("train");
    const { jobs } = await account.client.describeJobs({ jobs: [id] });
    account.logs.write(jobs?.[0]?.container?.logStreamName ?? "", "first", "second", "third");
    let interrupt = (): void => undefined;
    const interrupts = {
      subscribe: (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      },
    };
    const { exitCode, stdout } = await run(["logs", id, "--follow", "--tail", "2"], {
      interrupts,
      onOutput: () => interrupt(),
    });
    expect([exitCode, stdout]).toEqual([130, "second\nthird\n"]);
    expect(await stateOf(id)).toBe("RUNNING");
  });

  it("says of a job that logs elsewhere with what it does", async () => {
    await account.client.registerJobDefinition({
      jobDefinitionName: "elsewhere",
      type: "container",
      containerProperties: { image: "train", vcpus: 1, memory: 512, logConfiguration: { logDriver: "splunk" } },
    });
    const { exitCode, stderr } = await run(["logs", await running("train", { jobDefinition: "elsewhere" })]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("logs with splunk, not to CloudWatch Logs")]);
  });

  it("has nothing to print of a job that has not started", async () => {
    const waiting = await running("second", after(await running("first")));
    const { exitCode, stdout, stderr } = await run(["logs", waiting]);
    expect([exitCode, stdout, stderr]).toEqual([0, "", `${waiting} is PENDING and has written nothing yet\n`]);
  });

  it("prints what the latest attempt has written, or another one", async () => {
    const id = await submit("again", 0, "3,0", { retryStrategy: { attempts: 2 } });
    const { jobs } = await account.client.describeJobs({ jobs: [id] });
    const streams = (jobs?.[0]?.attempts ?? []).map(({ container }) => container?.logStreamName ?? "");
    expect(new Set(streams).size).toBe(2);
    account.logs.write(streams[0] ?? "", "first");
    account.logs.write(streams[1] ?? "", "second", "third");
    expect((await run(["logs", id])).stdout).toBe("second\nthird\n");
    expect((await run(["logs", id, "--tail", "1"])).stdout).toBe("third\n");
    expect((await run(["logs", id, "--attempt", "1"])).stdout).toBe("first\n");
    const { stdout } = await run(["logs", id, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ jobId: id, stream: streams[1], lines: [{ message: "second" }, {}] });
    const none = await run(["logs", id, "--attempt", "3"]);
    expect(none).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("has had 2 attempts") as string });
  });

  it("goes on until the job is over, with --follow", async () => {
    const id = await submit("train", 1);
    const { exitCode, stdout } = await run(["logs", id, "--follow"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(await stateOf(id)).toBe("SUCCEEDED");
  });

  it("says that a job has written nothing yet", async () => {
    const id = await running("train");
    const { exitCode, stderr } = await run(["logs", id]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/is \w+ and has written nothing yet\n$/);
  });

  it("names the jobs of an array, which have the logs", async () => {
    const id = await running("sweep", { arrayProperties: { size: 3 } });
    const { exitCode, stderr } = await run(["logs", id]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`is an array of 3 jobs, which have the logs: ${id}:0 to ${id}:2`);
  });

  it.each([
    [["train"], "train is not the id of a job (dapf jobs list shows ids)"],
    [[UNKNOWN], `There is no job ${UNKNOWN}`],
    [[UNKNOWN, "--follow", "--json"], "--follow and --json exclude each other"],
    [[UNKNOWN, "--follow", "--attempt", "1"], "--follow and --attempt exclude each other"],
  ])("%j is refused", async (args, message) => {
    const { exitCode, stderr } = await run(["logs", ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) as string });
  });
});

describe("arrays", () => {
  it("are listed job by job, and shown with the counts of their states", async () => {
    const id = await running("sweep", { arrayProperties: { size: 3 } });
    const { stdout } = await run(["list", "--array", id]);
    expect(stdout.trimEnd().split("\n").slice(1)).toHaveLength(3);
    expect((await run(["show", id])).stdout).toMatch(/^array +0 of 3 done/m);
    expect((await run(["show", `${id}:1`])).stdout).toMatch(/^index +1$/m);
  });
});

describe("dapf jobs cancel and terminate", () => {
  it("cancel jobs that wait, and say which run", async () => {
    const first = await running("first");
    const second = await running("second", after(first));
    const over = await submit("over");
    const { exitCode, stdout, stderr } = await run(["cancel", first, second, over, UNKNOWN]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`second (${second}) is being cancelled\nover (${over}) is SUCCEEDED already\n`);
    expect(stderr).toMatch(/^first \(\S+\) is \w+, which cancel leaves alone: dapf jobs terminate stops it\n/);
    expect(stderr).toContain(`\n${UNKNOWN} is not known to AWS Batch`);
    expect([await stateOf(first), await stateOf(second)]).toEqual([
      expect.stringMatching(/STARTING|RUNNING/),
      "FAILED",
    ]);
  });

  it.each(["cancel", "terminate"])("%s the same jobs at once, in two processes, to the good of both", async (how) => {
    const ids = [await running("first", { jobQueue: "gpu" }), await running("second", { jobQueue: "gpu" })];
    const waiting = await Promise.all(ids.map((id) => running("waits", after(id))));
    const file = idsFile(waiting);
    const outcomes = await Promise.all([run([how, file]), run([how, file])]);

    expect(outcomes.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array(2).fill({ exitCode: 0, stderr: "" }),
    );
    expect(await Promise.all(waiting.map(stateOf))).toEqual(["FAILED", "FAILED"]);
  });

  it("terminate jobs that run, with the reason", async () => {
    const id = await running("first");
    const { exitCode } = await run(["terminate", id, "--reason", "wrong data"]);
    expect(exitCode).toBe(0);
    const { jobs } = await account.client.describeJobs({ jobs: [id] });
    expect(jobs?.[0]).toMatchObject({ status: "FAILED", statusReason: "wrong data" });
  });

  it("ask before they end more than a few, fifty a call", async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, (_, index) => running(`job-${index}`)));
    const file = idsFile(ids);
    const alone = await run(["terminate", file]);
    expect(alone.exitCode).toBe(2);
    expect(alone.stderr).toMatch(
      /60 jobs \(.*\) would be terminated, and there is no terminal to ask in: add --auto-approve/,
    );
    const refused = await run(["terminate", file], { answers: ["no"] });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/Terminate 60 jobs \(.*\)\? Answer yes or no: Not approved: no job was terminated/);
    expect(account.loopback.calls.filter((call) => call.includes("terminate"))).toEqual([]);
    expect((await run(["terminate", file, "--auto-approve"])).exitCode).toBe(0);
    expect(account.loopback.calls.filter((call) => call.includes("terminate"))).toEqual([
      "batch POST /v1/terminatejobs",
      "batch POST /v1/terminatejobs",
    ]);
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => "FAILED"));
  });

  it("ask in the words of the command", async () => {
    const first = await running("first");
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => running(`job-${index}`, after(first))));
    const { exitCode, stderr } = await run(["cancel", idsFile(ids)], { answers: [" YES "] });
    expect([exitCode, stderr]).toEqual([0, "Cancel 12 jobs (12 PENDING)? Answer yes or no: "]);
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => "FAILED"));
  });

  it.each([
    ["", "--reason takes a text of 1 to 1024 characters, not 0"],
    ["x".repeat(1025), "--reason takes a text of 1 to 1024 characters, not 1025"],
  ])("end nothing for a reason that AWS Batch does not take", async (reason, message) => {
    const { exitCode, stderr } = await run(["terminate", UNKNOWN, "--reason", reason]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(account.loopback.calls).toEqual([]);
  });

  it("print one JSON object with --json", async () => {
    const id = await running("first");
    const { stdout } = await run(["terminate", id, UNKNOWN, "--json"]);
    const { jobs } = JSON.parse(stdout) as { jobs: { jobId: string; outcome: string }[] };
    expect(jobs.map(({ jobId, outcome }) => [jobId, outcome])).toEqual([
      [id, "terminated"],
      [UNKNOWN, "unknown"],
    ]);
  });
});

describe("dapf jobs retry", () => {
  const detailOf = async (id: string) => (await account.client.describeJobs({ jobs: [id] })).jobs?.[0];
  const submissions = () => account.loopback.calls.filter((call) => call === "batch POST /v1/submitjob").length;
  const newIdIn = (stdout: string) => /\t([-0-9a-f]{36})/.exec(stdout)?.[1] ?? "";

  it("submits a job that failed as it was, with a mark of its own", async () => {
    const id = await submit("train", 0, "3", {
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 2 },
      parameters: { day: "1" },
      tags: { team: "a", "dapf:submission": "of the first" },
    });
    const { exitCode, stdout, stderr } = await run(["retry", id]);
    const warning = expect.stringMatching(/^warning: train .*: parameters.day is used nowhere: .*\n$/) as string;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: warning });
    expect(stdout).toMatch(/^train\t[-0-9a-f]{36}\n1 job submitted\n$/);
    const [before, after] = [await detailOf(id), await detailOf(newIdIn(stdout))];
    expect(after?.jobId).not.toBe(id);
    for (const key of ["jobQueue", "jobDefinition", "timeout", "retryStrategy", "parameters"] as const) {
      expect(after?.[key]).toEqual(before?.[key]);
    }
    expect(after?.container?.environment).toEqual(before?.container?.environment);
    expect(after?.tags).toEqual({
      team: "a",
      "dapf-queue": "cpu",
      "dapf:submission": expect.stringMatching(/^[-0-9a-f]{36}\/train$/) as string,
    });
    expect(fs.readdirSync(path.join(root, ".dapf", "jobs"))).toEqual([]);
  });

  it("repeats what failed of an ids file, in its order, and watches it", async () => {
    const over = await submit("over");
    const first = await submit("first", 0, "3");
    const second = await submit("second", 0, "0", after(first));
    const { exitCode, stdout } = await run(["retry", idsFile([over, first, second]), "--monitor", "--json"]);
    expect(exitCode).toBe(1);
    const { jobs } = JSON.parse(stdout) as { jobs: { jobName: string; jobId: string; retryOf: string }[] };
    expect(jobs.map(({ jobName, retryOf }) => [jobName, retryOf])).toEqual([
      ["first", first],
      ["second", second],
    ]);
    const dependsOn = (await detailOf(jobs[1]?.jobId ?? ""))?.dependsOn;
    expect(dependsOn?.map(({ jobId }) => jobId)).toEqual([jobs[0]?.jobId]);
  });

  it("leaves a job alone that has SUCCEEDED, but for --any", async () => {
    const id = await submit("over");
    const { exitCode, stdout } = await run(["retry", id]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `over (${id}) is SUCCEEDED, and left alone (--any retries it, too)\nNo job is FAILED: nothing was submitted\n`,
    });
    expect((await run(["retry", id, "--any"])).stdout).toContain("1 job submitted");
    expect(submissions()).toBe(2);
  });

  it("prints with --dry-run a job file that dapf submit takes", async () => {
    const id = await submit("train", 0, "3", { arrayProperties: { size: 3 }, tags: { team: "a" } });
    const { stdout } = await run(["retry", id, "--dry-run"]);
    expect(submissions()).toBe(1);
    const file = path.join(root, "printed.json");
    write(file, stdout);
    const submitted = await line.run(["submit", file], { variables: account.variables });
    expect(submitted.exitCode).toBe(0);
    expect(await detailOf(newIdIn(submitted.stdout))).toMatchObject({
      jobName: "train",
      arrayProperties: { size: 3 },
      tags: { team: "a" },
    });
  });

  it("submits nothing when one of the jobs runs", async () => {
    const [failed, runs] = [await submit("failed", 0, "3"), await running("runs")];
    const { exitCode, stderr } = await run(["retry", failed, runs]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^dapf: runs \(\S+\): is \w+: only a finished job is retried, so that not two of it run at once\n$/,
    );
    expect(submissions()).toBe(2);
  });

  it("submits nothing when the revision of the definition takes no more jobs", async () => {
    const id = await submit("failed", 0, "3");
    await account.client.deregisterJobDefinition({ jobDefinition: "train:1" });
    const { exitCode, stderr } = await run(["retry", id]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`failed (${id}): jobDefinition is INACTIVE: that revision was deregistered`);
  });

  it("gives one retry to two processes that begin at once, and one more to who comes later", async () => {
    const id = await submit("train", 0, "3");
    const outcomes = await Promise.all([run(["retry", id]), run(["retry", id])]);
    expect(outcomes.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    expect(outcomes.map(({ stderr }) => stderr).join("")).toMatch(/Another dapf is at the same work: run of retry-/);
    expect(submissions()).toBe(2);
    expect((await run(["retry", id])).exitCode).toBe(0);
  });

  it("goes to another ids file than the one that it reads", async () => {
    const file = idsFile([await submit("train", 0, "3")]);
    const { exitCode, stderr } = await run(["retry", file, "--output", file]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `dapf: --output ${file}: name another file than that of the jobs\n`,
    });
  });
});
