import * as path from "node:path";
import { temporaryFolder } from "../deploy/folders";
import { applyComplete, applyStart, planned } from "../deploy/stream";
import { at, planOf, queue, replaced } from "../deploy/plan/batch-plans";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(30_000);

const root = temporaryFolder();
let count = 0;

function fresh() {
  count += 1;
  return commandLine(path.join(root, String(count)));
}

const table = "module.etl.aws_dynamodb_table.input_table";
const keyed = 'aws_ssm_parameter.inputs["training"]';
const deleted = (address: string) => [applyStart(address, "delete"), applyComplete(address, "delete")];
const deletes = {
  plan: { lines: [planned(table, "delete"), planned(keyed, "delete")], exitCode: 2 },
  apply: { lines: [...deleted(table), ...deleted(keyed)] },
};

describe("a deploy that would delete a table", () => {
  test("is refused with the addresses, and the words that let it through", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stderr } = await run(["deploy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The plan for dev is refused");
    expect(stderr).toContain(`  --allow-destroy ${table}\n`);
    expect(stderr).toContain(`  --allow-destroy '${keyed}'\n`);
  });

  test("passes with --allow-destroy for each", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const args = ["deploy", "dev", "--auto-approve", "--allow-destroy", table, "--allow-destroy", keyed];
    const { exitCode, stdout } = await run(args);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("2 destroyed");
  });

  test("names what forces a replacement", async () => {
    const { run, terraform } = fresh();
    const change = { before: { hash_key: "a" }, after: {}, after_unknown: {}, replace_paths: [["hash_key"]] };
    terraform.script({
      plan: { lines: [planned(table, "replace")], exitCode: 2 },
      show: { lines: [JSON.stringify({ resource_changes: [{ address: table, change }] })] },
    });
    const { stderr } = await run(["plan", "dev"]);
    expect(stderr).toContain(`${table} (hash_key cannot change in place)`);
  });
});

describe("dapf plan", () => {
  test("shows the plan, is refused with 1, and says so in JSON, too", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout, stderr } = await run(["plan", "dev", "--json"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`  - ${table}`);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "StatefulLossError" } });
  });

  test("--destroy lists what would be lost", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout } = await run(["plan", "dev", "--destroy"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`would be lost for good:\n  ${table}\n`);
  });
});

describe("dapf destroy", () => {
  test("shows what would be lost and wants the environment's name for an answer", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stdout, stderr } = await run(["destroy", "dev"], { answers: ["yes", "dev"] });
    expect(stdout).toContain(`would be lost for good:\n  ${table}\n`);
    expect(stderr.match(/Answer dev, no, or details: /g)).toHaveLength(2);
    expect(exitCode).toBe(0);
  });

  test("with --auto-approve alone is refused", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const { exitCode, stderr } = await run(["destroy", "dev", "--auto-approve"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Leave out --auto-approve to be asked about this list, or name each");
  });

  test("with --auto-approve takes a module for all that is in it", async () => {
    const { run, terraform } = fresh();
    terraform.script(deletes);
    const allow = ["--allow-destroy", "module.etl", "--allow-destroy", keyed];
    const { exitCode } = await run(["destroy", "dev", "--auto-approve", ...allow]);
    expect(exitCode).toBe(0);
  });

  test("of the embedded AWS needs no more than --auto-approve", async () => {
    const { run, terraform, aws } = fresh();
    aws.running = true;
    terraform.script(deletes);
    const { exitCode } = await run(["destroy", "dev", "--local", "--auto-approve"]);
    expect(exitCode).toBe(0);
  });
});

describe("compute environments and queues with jobs", () => {
  const aws = new FakeAws();
  let variables: NodeJS.ProcessEnv;
  beforeAll(async () => {
    // Of AWS Batch alone: an AWS_ENDPOINT_URL of this machine would be the embedded AWS, which is thrown away as a whole.
    const { AWS_ENDPOINT_URL: AWS_ENDPOINT_URL_BATCH, ...credentials } = await aws.listen();
    variables = { ...credentials, AWS_ENDPOINT_URL_BATCH };
  });
  afterAll(() => aws.close());
  beforeEach(() => {
    aws.clear();
    const head = "arn:aws:batch:eu-west-1:123456789012";
    const cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/AWSBatch-cpu";
    aws.on("POST /v1/describejobqueues", () => ({
      jobQueues: [{ jobQueueName: "cpu", jobQueueArn: `${head}:job-queue/cpu`, jobQueueType: "ECS" }],
    }));
    aws.on("POST /v1/describecomputeenvironments", () => ({
      computeEnvironments: [{ computeEnvironmentArn: `${head}:compute-environment/cpu`, ecsClusterArn: cluster }],
    }));
    const listed = { RUNNING: [{ jobId: "one" }], RUNNABLE: [{ jobId: "two" }, { jobId: "three" }] };
    aws.on("POST /v1/listjobs", ({ jobStatus }) => ({
      jobSummaryList: Object.entries(listed).find(([status]) => status === jobStatus)?.[1] ?? [],
    }));
    aws.on("POST /v1/describejobs", () => ({
      jobs: [
        {
          jobId: "one",
          retryStrategy: { attempts: 2 },
          container: { taskArn: "arn:aws:ecs:eu-west-1:123456789012:task/AWSBatch-cpu/1" },
        },
      ],
    }));
  });

  const scripted = (address: string, action: string, json: string) => ({
    plan: { lines: [planned(address, action)], exitCode: 2 },
    show: { lines: [json] },
  });

  test("a plan to delete a queue is refused, and names it and its jobs", async () => {
    const { run, terraform } = fresh();
    const entry = { address: at.queue, actions: ["delete"], before: queue("cpu") };
    terraform.script(scripted(at.queue, "delete", planOf(entry)));
    const { exitCode, stderr } = await run(["deploy", "dev", "--auto-approve"], { variables });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`  ${at.queue}: job queue cpu, 1 job runs, 2 wait\n`);
  });

  test("a plan to rename a compute environment passes, and says what becomes of the jobs on it", async () => {
    const { run, terraform } = fresh();
    terraform.script(scripted(at.environment, "replace", planOf(replaced("cpu", "cpu-2"))));
    const { exitCode, stdout } = await run(["plan", "dev"], { variables });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "cpu-2 is created, the queues move over to it, the job that runs on cpu goes on, and is tried again if the instances go " +
        "before the end, and cpu is deleted\n",
    );
  });

  test("a plan to replace one under its name is refused with the advice to rename it", async () => {
    const { run, terraform } = fresh();
    terraform.script(scripted(at.environment, "replace", planOf(replaced("cpu", "cpu"))));
    const { exitCode, stdout, stderr } = await run(["plan", "dev", "--json"], { variables });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Give it another name");
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "SameNameError" } });
  });

  test("without credentials a plan to delete a queue is refused all the same, and says that nobody could look", async () => {
    const { run, terraform } = fresh();
    const entry = { address: at.queue, actions: ["delete"], before: queue("cpu") };
    terraform.script(scripted(at.queue, "delete", planOf(entry)));
    aws.fail("POST /v1/describejobqueues", { status: 403, code: "ExpiredTokenException" }, 20);
    const { exitCode, stderr } = await run(["deploy", "dev", "--auto-approve"], { variables });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`  ${at.queue}: job queue cpu, whose jobs could not be looked at: `);
  });

  test("dapf destroy lists them with their jobs before it asks", async () => {
    const { run, terraform } = fresh();
    const entry = { address: at.queue, actions: ["delete"], before: queue("cpu") };
    terraform.script({ ...scripted(at.queue, "delete", planOf(entry)), apply: { lines: deleted(at.queue) } });
    const { exitCode, stdout } = await run(["destroy", "dev"], { variables, answers: ["dev"] });
    expect(stdout).toContain(`  ${at.queue} (job queue cpu, 1 job runs, 2 wait)\n`);
    expect(exitCode).toBe(0);
  });
});
