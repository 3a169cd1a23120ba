import * as path from "node:path";
import type { PrincipalReport, Report } from "../../emulator";
import { temporaryFolder } from "../deploy/folders";
import { commandLine } from "./command-line";

const root = temporaryFolder();
let count = 0;

const ROLE = "arn:aws:iam::111122223333:role/orchestrator";

const call = (action: string, resource: string, more: object = {}): PrincipalReport["calls"][number] => ({
  ...{ action, resource, context: {}, allowed: 2, denied: 0, allowedBy: [], firstAt: "", lastAt: "" },
  ...more,
});

const orchestrator: PrincipalReport = {
  principal: ROLE,
  kind: "session",
  calls: [
    call("s3:GetObject", "arn:aws:s3:::b/k"),
    call("s3:GetObject", "arn:aws:s3:::b/l"),
    call("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", {
      allowed: 0,
      denied: 1,
      sentence: "User: x is not authorized",
    }),
  ],
  left: 0,
  missing: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:q" }],
  unused: [{ policy: "p", statement: "Logs", index: 1, actions: ["logs:PutLogEvents"], isWhole: true }],
};
const idle: PrincipalReport = {
  principal: "arn:aws:iam::111122223333:role/idle",
  kind: "session",
  calls: [],
  left: 0,
  missing: [],
  unused: [],
};
const report: Report = { mode: "enforce", since: "2026-01-01T00:00:00Z", denied: 1, principals: [orchestrator, idle] };

function fresh(given: Report | undefined = report) {
  count += 1;
  const line = commandLine(path.join(root, String(count)));
  line.aws.running = true;
  line.aws.report = given;
  return line;
}

describe("dapf local iam", () => {
  it("tells what was called, what was denied with what would allow it, and what was granted in vain", async () => {
    const { stdout, exitCode } = await fresh().run(["local", "iam"]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        "Since 2026-01-01T00:00:00Z: 1 denied call",
        "",
        `${ROLE}: 5 calls of 2 actions`,
        "  denied 1 times: User: x is not authorized",
        '    allowed by: {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:q"}',
        '  not used: the whole statement "Logs" of p: logs:PutLogEvents',
        "",
        "Without a call: idle",
        "",
      ].join("\n"),
    );
  });

  it("tells of one principal each call", async () => {
    const { run, aws } = fresh({ ...report, principals: [orchestrator] });
    const { stdout } = await run(["local", "iam", "orchestrator", "--since", "2026-01-01T00:00:00Z"]);
    expect(stdout).toMatch(/ {2}s3:GetObject +4 {2}arn:aws:s3:::b\/k, arn:aws:s3:::b\/l\n/);
    expect(aws.reportsWanted).toEqual([{ principal: "orchestrator", since: new Date("2026-01-01T00:00:00Z") }]);
  });

  it("prints everything with --json", async () => {
    const { stdout } = await fresh().run(["local", "iam", "--json"]);
    expect(JSON.parse(stdout)).toEqual(report);
  });

  it("says in report mode that calls went through, and with it off that nothing is recorded", async () => {
    expect((await fresh({ ...report, mode: "report" }).run(["local", "iam"])).stdout).toContain(
      "1 denied call, which went through (--iam report)",
    );
    expect((await fresh({ ...report, mode: "off", principals: [] }).run(["local", "iam"])).stdout).toBe(
      "With --iam off nothing is asked for, and nothing recorded\n",
    );
  });

  it("knows nobody whom nobody knows", async () => {
    const { exitCode, stderr } = await fresh({ ...report, principals: [] }).run(["local", "iam", "somebody"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("There is no role or user somebody")]);
  });

  it("begins anew", async () => {
    const { run, aws } = fresh();
    expect((await run(["local", "iam", "--reset"])).stdout).toBe("What was called is forgotten\n");
    expect(JSON.parse((await run(["local", "iam", "--reset", "--json"])).stdout)).toEqual({ reset: true });
    expect(aws.resets).toBe(2);
  });

  it("needs an embedded AWS that answers", async () => {
    const { run, aws } = fresh();
    aws.report = undefined;
    expect((await run(["local", "iam"])).stderr).toBe("dapf: The embedded AWS does not answer\n");
    aws.running = false;
    expect((await run(["local", "iam"])).stderr).toContain("The embedded AWS is not running");
  });
});

describe("dapf local iam policy", () => {
  it("prints a policy of what was called", async () => {
    const { run, aws } = fresh({ ...report, principals: [orchestrator] });
    const { stdout } = await run(["local", "iam", "policy", "orchestrator", "--since", "2026-01-01T00:00:00Z"]);
    expect(JSON.parse(stdout)).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "S31", Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::b/k", "arn:aws:s3:::b/l"] },
        { Sid: "Sqs2", Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:eu-west-1:111122223333:q" },
      ],
    });
    expect(aws.reportsWanted).toEqual([{ principal: "orchestrator", since: new Date("2026-01-01T00:00:00Z") }]);
  });

  it("says when nothing was called", async () => {
    const { exitCode, stderr } = await fresh({ ...report, principals: [idle] }).run(["local", "iam", "policy", "idle"]);
    expect([exitCode, stderr]).toEqual([1, "dapf: idle has called nothing\n"]);
  });

  it("says when it is longer than a policy may be", async () => {
    const calls = Array.from({ length: 400 }, (_, at) => call(`s3:Action${at}`, `arn:aws:s3:::bucket-${at}`));
    const { stderr } = await fresh({ ...report, principals: [{ ...orchestrator, calls }] }).run([
      "local",
      "iam",
      "policy",
      "x",
    ]);
    expect(stderr).toMatch(/It has \d+ characters, and a managed policy at most 6144: make several of it/);
  });
});

describe("dapf local up --iam", () => {
  it("says how permissions are to be treated", async () => {
    const { run, aws } = fresh();
    aws.running = false;
    await run(["local", "up", "--iam", "report"]);
    expect(aws.wanted).toEqual([{ iam: "report" }]);
  });

  it("says what holds when it runs in another mode", async () => {
    const { stderr } = await fresh().run(["local", "up", "--iam", "off"]);
    expect(stderr).toContain("It is running with --iam enforce, not off\n");
    expect((await fresh().run(["local", "up", "--iam", "enforce"])).stderr).not.toContain("It is running with");
  });

  it("takes no other word", async () => {
    const { exitCode, stderr } = await fresh().run(["local", "up", "--iam", "maybe"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("enforce, report, off")]);
  });

  it("is shown by status, when it is not the default", async () => {
    const { run, aws } = fresh();
    expect((await run(["local", "status"])).stdout).not.toContain("--iam");
    aws.record = { ...aws.record, iam: "report" };
    expect((await run(["local", "status"])).stdout).toContain("Permissions are not enforced (--iam report)\n");
    expect(JSON.parse((await run(["local", "status", "--json"])).stdout)).toMatchObject({ iam: "report" });
  });
});
