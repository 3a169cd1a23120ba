import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../../emulator";
import { temporaryFolder } from "../../support/temporary-folder";
import { AwsCalls } from "../aws-calls";
import { bucketWith, eventually, glueJob } from "../pipeline-calls";
import { roleFor } from "../roles";

jest.setTimeout(60_000);

interface Run {
  readonly JobRunState: string;
  readonly ErrorMessage?: string;
  readonly LogGroupName: string;
}

describe("a run of a Glue job", () => {
  let emulator: Emulator;
  let aws: AwsCalls;

  beforeAll(async () => {
    emulator = await startEmulator();
    aws = new AwsCalls(emulator.endpoint);
  });
  afterAll(() => emulator.stop());

  const start = async (JobName: string, more: object = {}): Promise<string> =>
    (await aws.json<{ JobRunId: string }>("glue", "AWSGlue.StartJobRun", { JobName, ...more })).JobRunId;
  const look = async (JobName: string, RunId: string): Promise<Run> =>
    (await aws.json<{ JobRun: Run }>("glue", "AWSGlue.GetJobRun", { JobName, RunId })).JobRun;
  const ended = (JobName: string, RunId: string): Promise<Run> =>
    eventually(
      () => look(JobName, RunId),
      ({ JobRunState }) => !["STARTING", "RUNNING", "STOPPING"].includes(JobRunState),
      30_000,
    );
  const log = async (group: string, stream: string): Promise<string[]> => {
    const where = { logGroupName: group, logStreamName: stream };
    const answer = await aws.json<{ events: { message: string }[] }>("logs", "Logs_20140328.GetLogEvents", where);
    return answer.events.map(({ message }) => message);
  };

  it("runs the script with Glue's arguments and its modules, as a client of the embedded AWS", async () => {
    await bucketWith(aws, "modules", { "helper.py": "NAME = 'helper'\n" });
    const script = [
      "import sys, boto3, helper",
      "from awsglue.utils import getResolvedOptions",
      "options = getResolvedOptions(sys.argv, ['JOB_NAME', 'own', 'both'])",
      "account = boto3.client('sts').get_caller_identity()['Account']",
      "print(options['JOB_NAME'], options['own'], options['both'], helper.NAME, account)",
      "print('to the other stream', file=sys.stderr)",
    ];
    await glueJob(aws, "whole", script.join("\n"), {
      DefaultArguments: {
        "--both": "job",
        "--own": "a b",
        "--extra-py-files": "s3://modules/helper.py",
      },
    });
    const id = await start("whole", { Arguments: { "--both": "run" } });

    expect(await ended("whole", id)).toMatchObject({
      JobRunState: "SUCCEEDED",
      LogGroupName: "/aws-glue/python-jobs",
    });
    expect(await log("/aws-glue/python-jobs/output", id)).toEqual([`whole a b run helper ${aws.account}`]);
    expect(await log("/aws-glue/python-jobs/error", id)).toEqual(["to the other stream"]);
  });

  it("puts the files of a Spark job beside its script", async () => {
    await bucketWith(aws, "files", { "data.txt": "data" });
    await glueJob(aws, "spark", "print(open('data.txt').read())", {
      Command: { Name: "glueetl", ScriptLocation: "s3://spark-scripts/job.py" },
      DefaultArguments: { "--extra-files": "s3://files/data.txt" },
    });
    const id = await start("spark");

    expect(await ended("spark", id)).toMatchObject({ JobRunState: "SUCCEEDED", LogGroupName: "/aws-glue/jobs" });
    expect(await log("/aws-glue/jobs/output", id)).toEqual(["data"]);
  });

  it.each([
    ["raises", "raise ValueError('no such part')", "ValueError: no such part"],
    ["exits", "raise SystemExit(3)", "SystemExit: 3"],
    ["dies", "import os; os.kill(os.getpid(), 9)", "ended by SIGKILL"],
    ["misses", "import pyspark", "ModuleNotFoundError: No module named 'pyspark' (the embedded AWS runs"],
  ])("fails when its script %s, and says with what", async (name, script, message) => {
    await glueJob(aws, name, script);
    const run = await ended(name, await start(name));

    expect(run.JobRunState).toBe("FAILED");
    expect(run.ErrorMessage).toContain(message);
  });

  it("leaves the traceback of its script in the log, and nothing of what has started it", async () => {
    await glueJob(aws, "traced", "def part():\n    raise ValueError('no such part')\n\npart()\n");
    const id = await start("traced");
    await ended("traced", id);
    const text = (await log("/aws-glue/python-jobs/error", id)).join("\n");

    expect(text).toMatch(/^Traceback[^\n]*\n {2}File "[^"]*job\.py", line 4[\s\S]*ValueError: no such part$/);
    expect(text).not.toContain("run_script");
  });

  it("fails when its script is not in S3", async () => {
    const Command = { Name: "pythonshell", ScriptLocation: "s3://nowhere/job.py" };
    const Role = await roleFor(aws, "reads", "glue.amazonaws.com");
    await aws.json("glue", "AWSGlue.CreateJob", { Name: "absent", Role, Command });

    expect(await ended("absent", await start("absent"))).toMatchObject({
      JobRunState: "FAILED",
      ErrorMessage: "there is no object s3://nowhere/job.py",
    });
  });

  it("is refused while as many run as may, and can be stopped", async () => {
    await glueJob(aws, "single", "import time; time.sleep(60)");
    const id = await start("single");
    await eventually(
      () => look("single", id),
      ({ JobRunState }) => JobRunState === "RUNNING",
    );
    const second = await aws.jsonAnswer("glue", "AWSGlue.StartJobRun", { JobName: "single" });
    const ids = { JobName: "single", JobRunIds: [id, "jr_0"] };
    const stopped = await aws.json("glue", "AWSGlue.BatchStopJobRun", ids);

    expect(second.headers.get("x-amzn-errortype")).toBe("ConcurrentRunsExceededException");
    expect(stopped).toMatchObject({
      SuccessfulSubmissions: [{ JobRunId: id }],
      Errors: [{ JobRunId: "jr_0", ErrorDetail: { ErrorCode: "EntityNotFoundException" } }],
    });
    expect((await ended("single", id)).JobRunState).toBe("STOPPED");
  });

  it("is listed with the others of its job, the newest first, page by page", async () => {
    await glueJob(aws, "often", "pass");
    const ids: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      ids.unshift(await start("often"));
      await ended("often", ids[0] ?? "");
    }
    const page = (more: object) =>
      aws.json<{ JobRuns: { Id: string }[]; NextToken?: string }>("glue", "AWSGlue.GetJobRuns", {
        JobName: "often",
        MaxResults: 2,
        ...more,
      });
    const first = await page({});
    const second = await page({ NextToken: first.NextToken });

    expect([...first.JobRuns, ...second.JobRuns].map(({ Id }) => Id)).toEqual(ids);
    expect(second.NextToken).toBeUndefined();
  });

  it("does not outlive the embedded AWS", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "pid");
    const script = "import os, sys, time; open(sys.argv[-1], 'w').write(str(os.getpid())); time.sleep(60)";
    const ephemeral = await startEmulator();
    const its = new AwsCalls(ephemeral.endpoint);
    await glueJob(its, "left", script);
    await its.json("glue", "AWSGlue.StartJobRun", { JobName: "left", Arguments: { "--file": file } });
    const pid = await eventually(
      () => Promise.resolve(existsSync(file) ? Number(readFileSync(file, "utf8")) : 0),
      (found) => found > 0,
    );
    process.kill(pid, 0);
    await ephemeral.stop();

    expect(pid).toBeGreaterThan(0);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("belongs to a job that exists", async () => {
    const answer = await aws.jsonAnswer("glue", "AWSGlue.StartJobRun", { JobName: "nobody" });

    expect(answer.headers.get("x-amzn-errortype")).toBe("EntityNotFoundException");
  });
});
