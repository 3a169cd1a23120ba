import * as path from "node:path";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { CSV_HEADER } from "../../queues/history";
import { valid as declared } from "../config/training-queues/fixture";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { type Loopback, serve } from "../emulator/batch/loopback";
import { threeShares, training } from "../emulator/batch/jobs/service/training-account";
import { LogOfJobs } from "../queues/history/log-of-jobs";
import { commandLine, type Setting } from "./command-line";

jest.setTimeout(30_000);

const root = temporaryFolder();
const PREFIX = "jenkins-dev-euwest1";
const log = new LogOfJobs(`/aws/events/${PREFIX}-jobs`, 5);
let loopback: Loopback;
let count = 0;

beforeAll(async () => {
  const account = threeShares();
  for (const share of ["QS1", "QS2", "QS2", "QS3"]) {
    account.submitTo(share, `job-of-${share}`, 1, { serviceRequestPayload: training(600) });
  }
  for (let minute = 0; minute < 60; minute += 1) {
    account.step(60);
    account.batch.service.catchUp();
  }
  for (const event of account.events) log.hear(event);
  loopback = await serve({ batch: new BatchHandler(account.batch.service), logs: log.handler });
});
afterAll(() => loopback.close());

/** A repository whose environment `dev` declares the queues of the fixture and remembers its jobs. */
function fresh() {
  count += 1;
  const folder = path.join(root, String(count));
  const line = commandLine(folder);
  const settings = {
    use_case_name: "jenkins",
    env: "dev",
    region: "eu-west-1",
    repo_url: "https://example.com/repo",
    account_number: "123456789012",
    mapping_json_path: "mapping.json",
    inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
    analytics_etl: { expected_dq_job_count: 1 },
    training_queues: { path: "queues.json" },
  };
  writeJson(path.join(folder, "environments", "dev.tfvars.json"), settings);
  writeJson(path.join(folder, "queues.json"), declared);
  const variables = {
    AWS_ENDPOINT_URL: loopback.endpoint,
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  return (args: readonly string[], setting: Setting = {}) =>
    line.run(["queues", "history", ...args], { ...setting, variables: { ...variables, ...setting.variables } });
}

// The clock of the account stands in January 2026.
const ALL = ["--after", "2026-01-01"];

describe("dapf queues history", () => {
  it("sums up the jobs of an environment by share", async () => {
    const { exitCode, stdout, stderr } = await fresh()(["dev", ...ALL]);

    expect([exitCode, stderr]).toEqual([0, ""]);
    const [head, , queue, ...rows] = stdout.trimEnd().split("\n");
    expect([head, queue]).toEqual(["4 jobs submitted from 2026-01-01 00:00 on", "queue"]);
    expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
      ["SHARE", "TEAM", "JOBS"],
      ["QS1", "-", "1"],
      ["QS2", "-", "2"],
      ["QS3", "-", "1"],
      [""],
      ["SHARE", "TEAM", "HOURS OF"],
      ...["QS1", "QS2", "QS3"].map((share) => [share, "-", "ml.g5.xlarge"]),
    ]);
    expect(rows[6]).toMatch(/ {2}0\.2 {2}0\.0$/);
  });

  it("tells what there still is, and what to do, where the log group is not there yet", async () => {
    log.isThere = false;
    const { exitCode, stdout, stderr } = await fresh()(["dev", ...ALL]);
    log.isThere = true;

    expect([exitCode, stdout.split("\n")[0]]).toEqual([0, "0 jobs submitted from 2026-01-01 00:00 on"]);
    expect(stderr).toMatch(/There is no log group \/aws\/events\/.*-jobs yet, which the next dapf deploy makes/);
  });

  it("is a CSV that dapf queues plan reads", async () => {
    const { stdout } = await fresh()(["dev", ...ALL, "--csv"]);

    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(header).toBe(CSV_HEADER);
    expect(lines).toHaveLength(4);
    const time = String.raw`2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z`;
    for (const line of lines) {
      expect(line).toMatch(
        new RegExp(
          `^[0-9a-f-]{36},queue,QS[123],,${time},${time},${time},${time},1,0,ml\\.g5\\.xlarge=1,,,,SUCCEEDED$`,
        ),
      );
    }
  });

  it("is one JSON object with the jobs and the sums", async () => {
    const { stdout } = await fresh()(["dev", ...ALL, "--share", "QS2", "--json"]);

    expect(JSON.parse(stdout)).toMatchObject({
      jobs: [{ name: "job-of-QS2", share: "QS2", result: "SUCCEEDED" }, { name: "job-of-QS2" }],
      summary: [{ queue: "queue", share: "QS2", jobs: 2, failed: 0, preempted: 0 }],
      read: { jobs: 2, unfinished: 0 },
    });
  });

  it("is JSON, too, when there are no jobs", async () => {
    const { stdout } = await fresh()(["dev", ...ALL, "--team", "nobody", "--json"]);

    expect(JSON.parse(stdout)).toMatchObject({ jobs: [], summary: [], read: { jobs: 0 } });
  });

  it("of a queue that no environment remembers has what AWS Batch has not forgotten, and says so", async () => {
    const { stdout, stderr } = await fresh()(["queue", ...ALL], { variables: { AWS_REGION: "eu-west-1" } });

    expect(stdout).toContain("4 jobs submitted");
    expect(stderr).toContain("No environment remembers the jobs of this queue");
  });

  it("goes on where it was broken off", async () => {
    const run = fresh();
    const whole = await run(["dev", ...ALL, "--csv"]);
    const listeners = new Set<() => void>();
    const interrupts = {
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    log.onAsk = () => listeners.forEach((interrupt) => interrupt());
    const broken = await run(["dev", ...ALL, "--csv"], { interrupts });
    log.onAsk = () => undefined;
    expect([broken.exitCode, broken.stdout]).toEqual([130, ""]);
    expect(broken.stderr).toMatch(/Interrupted at 2026-01-01T.*: the same command goes on from there\./);

    expect((await run(["dev", ...ALL, "--csv"])).stdout).toBe(whole.stdout);
  });

  it("says what is wrong with a command line", async () => {
    const run = fresh();

    const both = await run(["dev", "--csv", "--json"]);
    const time = await run(["dev", "--after", "yesterday"]);
    const unknown = await run(["nothing"], { variables: { AWS_REGION: "eu-west-1" } });

    expect([both, time, unknown].map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect(both.stderr).toContain("--csv and --json exclude each other");
    expect(time.stderr).toContain("A time is like 2026-03-19T10:00:00Z");
    expect(unknown.stderr).toContain("There is no live queue nothing");
  });
});
