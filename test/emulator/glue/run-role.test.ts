import * as fs from "node:fs";
import * as path from "node:path";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer } from "../../../emulator/edge/messages";
import { JobRuns } from "../../../emulator/glue/job-runs";
import { RunService } from "../../../emulator/glue/run-service";
import { temporaryFolder } from "../../support/temporary-folder";
import { until } from "../../support/until";
import { StandInAuthority, type StandInOptions } from "../authority-stand-in";
import { glueRequest } from "./request";

const ROLE = "arn:aws:iam::123456789012:role/loader";
const SESSION = "assumed-role/loader/GlueJobRunnerSession";

interface Run {
  readonly Id: string;
  readonly JobRunState: string;
  readonly ErrorMessage?: string;
}

/** Runs a job to its end. */
async function ran(job: object, options: StandInOptions = {}, script = "exit 0") {
  const folder = temporaryFolder();
  const shell = path.join(folder, "shell");
  fs.writeFileSync(shell, '#!/bin/sh\nexec sh "$2" "$3"\n', { mode: 0o755 });
  const authority = new StandInAuthority(options);
  const runs = new JobRuns(new RunService({ endpoint: () => "http://127.0.0.1:1", python: shell, authority }));
  const printed: string[] = [];
  const Command = { Name: "pythonshell", ScriptLocation: "s3://scripts/a/run.py" };
  const forward = ({ identity, operation, body }: EdgeRequest): Promise<EdgeResponse> => {
    if (operation === "PutLogEvents") printed.push(body.toString());
    if (identity.service === "s3") return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(script) });
    return Promise.resolve(
      jsonAnswer(operation === "GetJob" ? { Job: { Name: "load", Role: ROLE, Command, ...job } } : {}),
    );
  };
  const call = async (operation: string, body: object) =>
    // Cast: every answer of Glue is an object.
    JSON.parse((await runs.handle(glueRequest(operation, body), forward)).body.toString()) as Record<string, unknown>;
  const { JobRunId: RunId } = await call("StartJobRun", { JobName: "load" });
  const look = async () => (await call("GetJobRun", { JobName: "load", RunId }))["JobRun"] as Run; // Cast: a run.
  await until(async () => !["STARTING", "RUNNING", "STOPPING"].includes((await look()).JobRunState));
  return { run: await look(), authority, printed: printed.join("\n") };
}

describe("a run of a Glue job as its role", () => {
  it("takes the role as Glue does, and reads the script and writes the log with it", async () => {
    const { run, authority } = await ran({});

    expect(run.JobRunState).toBe("SUCCEEDED");
    const sourceArn = "arn:aws:glue:eu-west-1:123456789012:job/load";
    expect(authority.taken).toEqual([
      { service: "glue.amazonaws.com", roleArn: ROLE, sessionName: "GlueJobRunnerSession", sourceArn },
    ]);
    expect(authority.called).toContain(`${SESSION} GetObject`);
    expect(authority.called).toContain(`${SESSION} CreateLogStream`);
  });

  it("gives the script the keys of the session", async () => {
    const { printed } = await ran({}, {}, 'echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN"');
    expect(printed).toContain("ASIA0000000000000000 secret token");
  });

  it("takes a role that is given by its name for one of the account", async () => {
    const { authority } = await ran({ Role: "loader" });
    expect(authority.taken[0]?.roleArn).toBe(ROLE);
  });

  it("fails when Glue may not take the role, in AWS's words", async () => {
    const { run, authority } = await ran({}, { roles: { [ROLE]: ["lambda.amazonaws.com"] } });

    expect(run.JobRunState).toBe("FAILED");
    expect(run.ErrorMessage).toBe(
      `JobName:load and JobRunId:${run.Id} failed to execute with exception ` +
        `Role ${ROLE} should be given assume role permissions for Glue Service.`,
    );
    expect(authority.called).toEqual([]);
  });

  it.each([
    ["pythonshell", "An error occurred (AccessDenied) when calling the GetObject operation: "],
    ["glueetl", "LAUNCH ERROR | Error downloading from S3 for bucket: scripts and key: a/run.py. "],
  ])("fails when the role may not read the script of a %s job", async (Name, beginning) => {
    const job = { Command: { Name, ScriptLocation: "s3://scripts/a/run.py" }, GlueVersion: "4.0" };
    const { run } = await ran(job, { denied: ["GetObject"] });

    expect(run.JobRunState).toBe("FAILED");
    expect(run.ErrorMessage).toContain(`${beginning}${SESSION} may not GetObject /scripts/a/run.py`);
  });

  it("asks for the jars of a Spark job, too", async () => {
    const job = { DefaultArguments: { "--extra-jars": "s3://scripts/a.jar,s3://scripts/b.jar" } };
    const { authority } = await ran(job);
    expect(authority.called.filter((call) => call.endsWith("GetObject"))).toHaveLength(3);
  });

  it("runs without a log when the role may not write it", async () => {
    const denied = ["CreateLogGroup", "CreateLogStream", "PutLogEvents"];
    const { run, printed } = await ran({}, { denied }, "echo hello");

    expect(run.JobRunState).toBe("SUCCEEDED");
    expect(printed).toBe("");
  });

  it("sends metrics as the role when the job has them, and goes on without them", async () => {
    const job = { DefaultArguments: { "--enable-metrics": "true" } };
    const { run, authority } = await ran(job, { denied: ["cloudwatch:PutMetricData"] });

    expect(run.JobRunState).toBe("SUCCEEDED");
    expect(authority.asked).toEqual(["cloudwatch:PutMetricData *"]);
  });
});
