/** Commands that look, in front of an AWS that takes connections and does not answer, from the first call on or a later one. */
import * as path from "node:path";
import { valid } from "../config/training-queues/fixture";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

// Twelve seconds in a fortieth of the time. Who does not keep to it waits as long as for a change: minutes.
jest.mock<object>("../../aws/retry", () => ({
  ...jest.requireActual<object>("../../aws/retry"),
  QUICK_RETRY: { attempts: 8, base: 100, cap: 2000, answer: 150, within: 300 },
}));
const LONGEST = 8000;
jest.setTimeout(LONGEST);

const root = temporaryFolder();
const line = commandLine(root);
const aws = new FakeAws();
const id = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
const arn = "arn:aws:batch:eu-west-1:123456789012:job-queue/queue";
let variables: NodeJS.ProcessEnv;
const release: (() => void)[] = [];

beforeAll(async () => {
  variables = { ...(await aws.listen()), AWS_REGION: "eu-west-1", AWS_MAX_ATTEMPTS: "9" };
  writeJson(path.join(root, "environments", "dev.tfvars.json"), {
    use_case_name: "jenkins",
    env: "dev",
    region: "eu-west-1",
    repo_url: "https://example.com/repo",
    account_number: "123456789012",
    mapping_json_path: "mapping.json",
    inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
    analytics_etl: { expected_dq_job_count: 1 },
    training_queues: { path: "queues.json" },
  });
  writeJson(path.join(root, "queues.json"), valid);
  writeJson(path.join(root, "job.json"), { jobName: "train", jobQueue: "cpu", jobDefinition: "train" });
  writeJson(path.join(root, "payload.json"), { TrainingJobName: "train" });
});
afterEach(() => {
  aws.clear();
  for (const end of release.splice(0)) end();
});
afterAll(() => aws.close());

/** From here on nobody answers a call of that name. */
const silent = (...names: string[]) => {
  for (const name of names) aws.on(name, () => new Promise((resolve) => release.push(() => resolve({}))));
};
const describeQueues = "POST /v1/describejobqueues";
const describeJobs = "POST /v1/describejobs";

/** The command, and the call that is not answered. */
const looks: [string[], string][] = [
  [["queues", "list", "dev"], describeQueues],
  [["queues", "show", "dev"], "POST /v1/describeserviceenvironments"],
  [["queues", "drift", "dev"], describeQueues],
  [["queues", "drift", "dev"], "POST /v1/describeschedulingpolicies"],
  [["queues", "top", arn, "--once"], describeQueues],
  [["queues", "top", arn, "--once"], "POST /v1/getjobqueuesnapshot"],
  [["queues", "share", "set-capacity", arn, "share", "2"], describeQueues],
  [["jobs", "list"], describeQueues],
  [["jobs", "list", "--queue", "cpu"], "POST /v1/listjobs"],
  [["jobs", "show", id], describeJobs],
  [["jobs", "logs", id], describeJobs],
  [["jobs", "logs", id], "Logs_20140328.GetLogEvents"],
  [["jobs", "retry", id], describeJobs],
  [["watch", id], describeJobs],
  [["submit", path.join(root, "job.json")], describeQueues],
  [["submit", path.join(root, "job.json")], "POST /v1/describejobdefinitions"],
  [["job-definition", "list"], "POST /v1/describejobdefinitions"],
  [["job-definition", "show", "train"], "POST /v1/describejobdefinitions"],
  [["train", "list", "--queue", "gpu"], "POST /v1/listservicejobs"],
  [["train", "show", id], "POST /v1/describeservicejob"],
  [["train", "logs", id], "POST /v1/describeservicejob"],
  [["train", "logs", id], "Logs_20140328.DescribeLogStreams"],
  [["train", "watch", id], "POST /v1/describeservicejob"],
  [["runs", "list", "dev"], "AmazonSSM.GetParameter"],
  [["runs", "list", "dev"], "AWSStepFunctions.ListExecutions"],
  [["runs", "show", "dev"], "AWSStepFunctions.DescribeExecution"],
  [["run", "dev", "--context", "training"], "AmazonSSM.GetParameter"],
];

test.each(looks)("%j says that nobody answers %s, and ends in time", async (words, name) => {
  answerAll();
  silent(name);
  const begun = performance.now();
  const { exitCode, stderr } = await line.run(words, { variables });
  const operation = name.replace(/^.*[./]/, "");

  expect(stderr).toMatch(
    new RegExp(`^dapf: .* did not answer ${operation} in eu-west-1 \\(http://127\\..*\\): no answer`, "i"),
  );
  expect(stderr).toContain("Check the network and AWS_ENDPOINT_URL, or try again later.");
  expect([exitCode, stderr.trimEnd().split("\n").length]).toEqual([1, 1]);
  expect(performance.now() - begun).toBeLessThan(LONGEST);
});

/** What is there, for commands that get further. */
function answerAll(): void {
  const job = { jobId: id, jobName: "train", jobQueue: "cpu", jobDefinition: "d", startedAt: 0, status: "RUNNING" };
  const execution = { executionArn: "arn:e", name: "e", stateMachineArn: "arn:m", status: "RUNNING", startDate: 0 };
  const input = JSON.stringify({ step_function_arn: "arn:m", aws_batch_job_queue: "q", aws_batch_job_name: "j" });
  aws
    .on(describeQueues, () => ({ jobQueues: [{ jobQueueName: "cpu", jobQueueArn: arn, state: "ENABLED" }] }))
    .on("POST /v1/describeserviceenvironments", () => ({ serviceEnvironments: [] }))
    .on(describeJobs, () => ({ jobs: [{ ...job, container: { logStreamName: "stream" } }] }))
    .on("POST /v1/describeservicejob", () => ({
      ...job,
      latestAttempt: { serviceResourceId: { name: "TrainingJobArn", value: "arn:aws:sagemaker:::training-job/one" } },
    }))
    .on("AmazonSSM.GetParameter", () => ({ Parameter: { Value: input, Version: 1 } }))
    .on("AWSStepFunctions.ListExecutions", () => ({ executions: [execution] }));
}
