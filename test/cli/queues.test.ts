import * as path from "node:path";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { at, changed, valid } from "../config/training-queues/fixture";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

/** A repository: `dev` declares the queues of the fixture, `empty` has a file without queues, `bare` has no file. */
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
  const none = { training_queues: { path: "none.json" } };
  writeJson(path.join(folder, "environments", "empty.tfvars.json"), { ...settings, env: "none", ...none });
  writeJson(path.join(folder, "none.json"), {});
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

test("what is declared is drawn queue by queue, or given to programs", async () => {
  const { stdout } = await fresh().run(["queues", "show", "dev", "--declared"]);
  expect(stdout.split("\n\n").map((tree) => tree.split(" ")[0])).toEqual(["fifo", "fair-share", "quota-share"]);
  const json = await fresh().run(["queues", "show", "dev", "fifo", "--declared", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ environment: "dev", queues: [{ name: "fifo" }] });
});

describe("an account without queues", () => {
  const aws = new FakeAws();
  let variables: NodeJS.ProcessEnv;
  beforeAll(async () => (variables = await aws.listen()));
  afterAll(() => aws.close());
  beforeEach(() => {
    aws.clear();
    aws.on("POST /v1/describejobqueues", () => ({ jobQueues: [] }));
    aws.on("POST /v1/describeserviceenvironments", () => ({ serviceEnvironments: [] }));
    aws.on("POST /v1/describeschedulingpolicies", () => ({ schedulingPolicies: [] }));
  });

  test("has drifted from one that declares some: each is told, and the exit code is 1", async () => {
    const { exitCode, stdout } = await fresh().run(["queues", "drift", "dev"], { variables });
    expect(exitCode).toBe(1);
    for (const queue of ["fifo", "fair-share", "quota-share"]) expect(stdout).toContain(queue);
    const json = await fresh().run(["queues", "drift", "dev", "--json"], { variables });
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ environment: "dev", differences: expect.any(Array) as object });
  });

  test("is told beside the differences what is declared and probably not meant, such as a policy without a queue", async () => {
    const line = fresh();
    writeJson(path.join(line.root, "queues.json"), changed({ [`${at.fairShare}.schedulingPolicyArn`]: undefined }));
    const warning =
      /SchedulingPolicies\.G6_SP_CREATE_REQUEST is used by no queue of the file; name it in a queue \(schedulingPolicyArn: "fair"\)/;
    const { stderr } = await line.run(["queues", "drift", "dev"], { variables });
    expect(stderr).toMatch(new RegExp(`^Warning: queues\\.json.*${warning.source}`));
    const json = await line.run(["queues", "drift", "dev", "--json"], { variables });
    expect(JSON.parse(json.stdout)).toMatchObject({ warnings: [expect.stringMatching(warning)] });
  });

  test("shows what is declared as not deployed", async () => {
    const { exitCode, stdout } = await fresh().run(["queues", "list", "dev"], { variables });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^fifo .* not deployed$/m);
  });

  test("says so of a declaration without queues, and that a queue of any name is not there", async () => {
    const list = await fresh().run(["queues", "list", "empty"], { variables });
    const show = await fresh().run(["queues", "show", "empty"], { variables });
    expect([list.stdout, show.stdout]).toEqual(["There are no queues\n", "There are no queues\n"]);
    const named = await fresh().run(["queues", "show", "empty", "gpu"], { variables });
    expect([named.exitCode, named.stderr]).toEqual([2, "dapf: There is no queue gpu (there are: none)\n"]);
    const drift = await fresh().run(["queues", "drift", "empty"], { variables });
    expect([drift.exitCode, drift.stderr]).toEqual([0, ""]);
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
    expect(stderr).toContain("bare declares no queues");
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
