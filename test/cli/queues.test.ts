import * as path from "node:path";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { valid } from "../config/training-queues/fixture";
import { commandLine } from "./command-line";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

/** A repository whose environment `dev` declares the queues of the fixture, and whose `bare` declares none. */
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
  };
  const queues = { training_queues: { path: "queues.json" } };
  writeJson(path.join(folder, "environments", "dev.tfvars.json"), { ...settings, ...queues });
  writeJson(path.join(folder, "environments", "bare.tfvars.json"), settings);
  writeJson(path.join(folder, "queues.json"), valid);
  return line;
}

describe("help", () => {
  test.each([[], ["list"], ["show"], ["drift"]])(
    "of dapf queues %s has examples and the exit codes",
    async (...word) => {
      const { exitCode, stdout } = await fresh().run(["queues", ...word, "--help"]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("Examples:");
      expect(stdout).toContain("Exit codes:");
    },
  );
});

describe("what is declared", () => {
  test("is a table", async () => {
    const { exitCode, stdout } = await fresh().run(["queues", "list", "dev", "--declared"]);
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/)[0])).toEqual([
      "QUEUE",
      "fifo",
      "fair-share",
      "quota-share",
      "",
      "",
      "",
    ]);
  });

  test("is one JSON object", async () => {
    const { stdout } = await fresh().run(["queues", "list", "dev", "--declared", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: "dev",
      queues: [{ name: "fifo", scheduling: "FIFO" }, { name: "fair-share" }, { name: "quota-share" }],
    });
  });

  test("is a tree of one queue, by its name", async () => {
    const { stdout } = await fresh().run(["queues", "show", "dev", "quota-share", "--declared"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(4);
    expect(stdout).toContain("└── g5");
  });
});

describe("what cannot be shown", () => {
  test("is a queue that does not exist; the nearest is named", async () => {
    const { exitCode, stderr } = await fresh().run(["queues", "show", "dev", "quota-shaer", "--declared"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean quota-share?");
  });

  test("are the queues of an environment that declares none", async () => {
    const { exitCode, stderr } = await fresh().run(["queues", "list", "bare", "--declared"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("bare declares no training queues");
    expect(stderr).not.toContain("DAPF_DEBUG");
  });

  test("are the live queues of an AWS that does not answer", async () => {
    const variables = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_MAX_ATTEMPTS: "1",
    };
    const { exitCode, stderr } = await fresh().run(["queues", "drift", "dev"], { variables });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/AWS Batch was not reached for Describe\w+ in eu-west-1 \(http:\/\/127\.0\.0\.1:9\): /);
    expect(stderr).not.toContain("DAPF_DEBUG");
  });

  test("are the live queues of the embedded AWS when it is not running", async () => {
    const { exitCode, stderr } = await fresh().run(["queues", "list", "dev", "--local"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("dapf local up");
  });
});
