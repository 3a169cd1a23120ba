import * as fs from "node:fs";
import * as path from "node:path";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer, jsonError } from "../../../emulator/edge/messages";
import { JobRuns } from "../../../emulator/glue/job-runs";
import { RunService } from "../../../emulator/glue/run-service";
import { temporaryFolder } from "../../support/temporary-folder";
import { until } from "../../support/until";
import { StandInAuthority } from "../authority-stand-in";
import { glueRequest } from "./request";

const folder = temporaryFolder();

/** Runs scripts of the shell, in place of the interpreter: runner, script, file for the error, arguments. */
const shell = path.join(folder, "shell");
fs.writeFileSync(shell, '#!/bin/sh\nexec sh "$2" "$3"\n', { mode: 0o755 });

interface Setting {
  /** What GetJob says. */
  readonly job?: object;
  /** Or the status that it is refused with. */
  readonly refusal?: number;
  /** `bucket/key` -> content; a number is the status of the refusal. */
  readonly objects?: Readonly<Record<string, string | number>>;
  readonly python?: string;
}

const command = { Name: "pythonshell", ScriptLocation: "s3://scripts/a/run.py" };

const made: JobRuns[] = [];
afterEach(() => Promise.all(made.splice(0).map((runs) => runs.stop())));

/** Glue in front of a moto that has one job and some objects. */
function glue({ job = { Name: "load", Command: command }, objects = {}, python = shell, refusal }: Setting = {}) {
  const log: string[] = [];
  const forward = ({ identity, operation, url, body }: EdgeRequest): Promise<EdgeResponse> => {
    const answer = (): EdgeResponse => {
      if (operation === "GetJob" && refusal !== undefined) return jsonError(refusal, "Refused", "refused");
      if (operation === "GetJob") return jsonAnswer({ Job: job });
      if (operation === "PutLogEvents") log.push(body.toString());
      if (identity.service !== "s3") return jsonAnswer({});
      const content = objects[url.slice(1)] ?? 404;
      if (typeof content === "number") return { status: content, headers: {}, body: Buffer.from("refused") };
      return { status: 200, headers: {}, body: Buffer.from(content) };
    };
    return Promise.resolve(answer());
  };
  const runs = new JobRuns(
    new RunService({ endpoint: () => "http://127.0.0.1:1", python, authority: new StandInAuthority() }),
  );
  made.push(runs);
  const call = async (operation: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await runs.handle(glueRequest(operation, body), forward);
    // Every answer of Glue is an object.
    return JSON.parse(answer.body.toString()) as Record<string, unknown>;
  };
  const look = async (id: unknown) => (await call("GetJobRun", { JobName: "load", RunId: id }))["JobRun"];
  const start = async (more: object = {}) => (await call("StartJobRun", { JobName: "load", ...more }))["JobRunId"];
  const state = async (id: unknown) => Reflect.get((await look(id)) as object, "JobRunState") as string; // Cast: a run.
  const ended = async (id: unknown) => {
    await until(async () => !["STARTING", "RUNNING", "STOPPING"].includes(await state(id)));
    return look(id);
  };
  return { runs, call, start, look, state, ended, log };
}

const waiting = { "scripts/a/run.py": "exec sleep 600" };

describe("a run of a Glue job", () => {
  it("runs the script from S3 and logs what it says", async () => {
    const { start, ended, log } = glue({ objects: { "scripts/a/run.py": "echo hello" } });
    expect(await ended(await start())).toMatchObject({ JobRunState: "SUCCEEDED", Arguments: {} });
    expect(log.join()).toContain("hello");
  });

  it.each([
    ["exit code 3", "exit 3", "exit code 3"],
    ["ended by SIGKILL", "kill -9 $$", "ended by SIGKILL"],
    ["what the script wrote as its error", 'printf "ValueError: x" > "$1"; exit 1', "ValueError: x"],
  ])("fails with %s", async (_case, script, ErrorMessage) => {
    const { start, ended } = glue({ objects: { "scripts/a/run.py": script } });
    expect(await ended(await start())).toMatchObject({ JobRunState: "FAILED", ErrorMessage });
  });

  it("fails when the interpreter cannot be started", async () => {
    const { start, ended } = glue({ objects: waiting, python: path.join(folder, "absent") });
    expect(await ended(await start())).toMatchObject({
      JobRunState: "FAILED",
      ErrorMessage: expect.stringContaining("the script could not be started"),
    });
  });

  it.each<[string, object, Setting["objects"], string]>([
    ["the job names no script", { Name: "load" }, {}, "the job has no script location"],
    [
      "its address is not of S3",
      { Name: "load", Command: { ScriptLocation: "/run.py" } },
      {},
      "/run.py is no S3 address",
    ],
    ["the script is not there", { Name: "load", Command: command }, {}, "there is no object s3://scripts/a/run.py"],
    ["the script cannot be read", { Name: "load", Command: command }, { "scripts/a/run.py": 403 }, "refused"],
    [
      "a file is not there",
      { Name: "load", Command: command, DefaultArguments: { "--extra-files": " , s3://scripts/data.txt" } },
      waiting,
      "there is no object s3://scripts/data.txt",
    ],
  ])("fails when %s", async (_case, job, objects = {}, message) => {
    const { start, ended } = glue({ job, objects });
    expect(await ended(await start())).toMatchObject({
      JobRunState: "FAILED",
      ErrorMessage: expect.stringContaining(message),
    });
  });

  it("finds its modules and archives in its folder", async () => {
    const job = {
      Name: "load",
      Command: command,
      DefaultArguments: { "--extra-py-files": "s3://scripts/helper.py,s3://scripts/lib.zip" },
    };
    const objects = { "scripts/helper.py": "x", "scripts/lib.zip": "y", "scripts/a/run.py": 'ls; echo "$PYTHONPATH"' };
    const { start, ended, log } = glue({ job, objects });
    await ended(await start());
    expect(log.join()).toMatch(/helper\.py.*lib\.zip.*files:[^:]*files\/lib\.zip:/s);
  });

  it("that takes longer than its timeout is ended", async () => {
    // Minutes; the service takes whole ones only, which a test has no time for.
    const { start, ended } = glue({ job: { Name: "load", Command: command, Timeout: 0.001 }, objects: waiting });
    expect(await ended(await start())).toMatchObject({
      JobRunState: "TIMEOUT",
      ErrorMessage: "Job run exceeded its timeout of 0.001 minutes",
    });
  });

  it("is ended when it is stopped, and cannot be stopped again", async () => {
    const { start, state, ended, call } = glue({ objects: waiting });
    const id = await start();
    await until(async () => (await state(id)) === "RUNNING");
    const stop = (ids: unknown) => call("BatchStopJobRun", { JobName: "load", JobRunIds: ids });
    expect(await stop([id])).toEqual({ SuccessfulSubmissions: [{ JobName: "load", JobRunId: id }], Errors: [] });
    expect(await ended(id)).toMatchObject({ JobRunState: "STOPPED" });
    expect(await stop([id, "jr_0", 7])).toMatchObject({
      SuccessfulSubmissions: [],
      Errors: ["JobRunInTerminalStateException", "EntityNotFoundException", "EntityNotFoundException"].map(
        (ErrorCode) => {
          return { ErrorDetail: { ErrorCode } };
        },
      ),
    });
    expect(await stop("all")).toEqual({ SuccessfulSubmissions: [], Errors: [] });
  });

  it("that is stopped before its script is there never begins", async () => {
    const { start, ended, call, log } = glue({ objects: { "scripts/a/run.py": "echo begun" } });
    const id = await start();
    await call("BatchStopJobRun", { JobName: "load", JobRunIds: [id] });
    expect(await ended(id)).toMatchObject({ JobRunState: "STOPPED" });
    expect(log).toEqual([]);
  });
});

describe("the runs of a Glue job", () => {
  it("are none of a job that does not exist, and an error when nobody can say whether it does", async () => {
    expect(await glue({ refusal: 400 }).call("StartJobRun", { JobName: "load" })).toMatchObject({
      __type: "EntityNotFoundException",
      message: "Failed to start job run due to missing metadata: job load",
    });
    await expect(glue({ refusal: 500 }).call("StartJobRun", {})).rejects.toThrow("GetJob");
  });

  it("are as many at once as the job allows", async () => {
    const job = { Name: "load", Command: command, ExecutionProperty: { MaxConcurrentRuns: 2 } };
    const { start, call } = glue({ job, objects: waiting });
    await start();
    await start({ Arguments: { "--n": 1 } });
    expect(await call("StartJobRun", { JobName: "load" })).toMatchObject({ __type: "ConcurrentRunsExceededException" });
  });

  it("end with the embedded AWS, also those that have not begun yet", async () => {
    const { start, state, runs } = glue({ objects: waiting });
    const id = await start();
    await runs.stop();
    expect(await state(id)).toBe("STOPPED");
  });

  it("are listed newest first, in pages", async () => {
    const { start, ended, call } = glue({ objects: { "scripts/a/run.py": "exit 0" } });
    const ids: unknown[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.unshift(await start({ Arguments: { "--n": count } }));
      await ended(ids[0]);
    }
    const list = (more: object) => call("GetJobRuns", { JobName: "load", ...more });
    const idsOf = ({ JobRuns: found }: Record<string, unknown>) => (found as { Id: string }[]).map(({ Id }) => Id); // Cast: runs.
    expect(idsOf(await list({}))).toEqual(ids);
    const first = await list({ MaxResults: 2 });
    expect([idsOf(first), first["NextToken"]]).toEqual([ids.slice(0, 2), "2"]);
    const rest = await list({ MaxResults: 2, NextToken: "2" });
    expect([idsOf(rest), rest["NextToken"]]).toEqual([ids.slice(2), undefined]);
  });

  it("are forgotten, and ended, when everything is", async () => {
    const { start, state, call, runs } = glue({ objects: waiting });
    const id = await start();
    await until(async () => (await state(id)) === "RUNNING");
    runs.reset();
    expect(await call("GetJobRun", { JobName: "load", RunId: id })).toMatchObject({
      __type: "EntityNotFoundException",
    });
  });

  it("are all that is answered here: the job itself is moto's", async () => {
    expect(await glue().call("GetJob", { JobName: "load" })).toEqual({ Job: { Name: "load", Command: command } });
  });
});
