import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder, write } from "../deploy/folders";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(30_000);

const aws = new FakeAws();
const root = temporaryFolder();
const line = commandLine(path.join(root, "project"));
const id = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
const job = { jobId: id, jobName: "one", jobQueue: "cpu", jobDefinition: "train", startedAt: 0 };
const expired = { status: 403, code: "ExpiredTokenException", message: "token expired" };
const goOn = (command: string) =>
  `The session with AWS has ended (token expired): the jobs keep running. Sign in again, then: npx dapf ${command}\n`;
const region = ["--region", "eu-west-1"];
let variables: NodeJS.ProcessEnv;

beforeAll(async () => {
  variables = await aws.listen();
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.clear();
  let looks = 0;
  const look = () => ((looks += 1) === 1 ? { jobs: [{ ...job, status: "RUNNING" }] } : expired);
  aws.on("POST /v1/describejobs", look);
  aws.on("POST /v1/submitjob", () => ({ jobId: id, jobName: "one" }));
  aws.on("POST /v1/describejobqueues", () => ({
    jobQueues: [{ jobQueueName: "cpu", state: "ENABLED", status: "VALID", jobQueueType: "ECS" }],
  }));
  aws.on("POST /v1/describejobdefinitions", () => ({
    jobDefinitions: [{ jobDefinitionName: "train", jobDefinitionArn: "arn", revision: 1, type: "container" }],
  }));
  const service = { ...job, serviceJobType: "SAGEMAKER_TRAINING", createdAt: 0, status: "RUNNING" };
  let described = 0;
  aws.on("POST /v1/describeservicejob", () => ((described += 1) === 1 ? service : expired));
  aws.on("POST /v1/listservicejobs", () => expired);
});

const run = (...words: string[]) => line.run(words, { variables });

describe("when the session with AWS ends under a watch, which is no failure of the jobs", () => {
  it("dapf watch exits with 75, and says that the jobs go on and how to look again", async () => {
    const { exitCode, stdout, stderr } = await run("watch", id, ...region);
    expect({ exitCode, stderr }).toEqual({ exitCode: 75, stderr: goOn(`watch ${id} --region eu-west-1`) });
    expect(stdout).toBe("one  RUNNING\n");
  });

  it("so does dapf watch --json, whose object says so", async () => {
    const { exitCode, stdout, stderr } = await run("watch", id, "--json", ...region);
    expect(exitCode).toBe(75);
    expect(JSON.parse(stdout)).toMatchObject({ jobs: [{ status: "RUNNING" }], interrupted: false, signedOut: true });
    expect(stderr).toContain(goOn(`watch ${id} --region eu-west-1`));
  });

  it("so does dapf submit --monitor, also when no look was answered", async () => {
    const file = path.join(root, "job.json");
    const ids = path.join(root, "ids.txt");
    write(file, JSON.stringify({ jobName: "one", jobQueue: "cpu", jobDefinition: "train" }));
    aws.on("POST /v1/describejobs", () => expired);
    const { exitCode, stdout, stderr } = await run("submit", file, "--output", ids, "--monitor", ...region);
    expect([exitCode, stdout]).toEqual([75, expect.stringContaining("1 job submitted; names and ids are in")]);
    expect(stderr).toContain(goOn(`watch ${ids} --region eu-west-1`));
    expect(fs.readFileSync(ids, "utf8")).toBe(`one\t${id}\n`);
    expect(aws.called("POST /v1/submitjob")).toHaveLength(1);
  });

  it("so does dapf train watch", async () => {
    const { exitCode, stderr } = await run("train", "watch", id, ...region);
    expect(exitCode).toBe(75);
    expect(stderr).toBe(goOn(`train watch ${id} --region eu-west-1`));
  });
});

test("a command that finds nobody signed in exits with 75 as well, and says so", async () => {
  aws.on("POST /v1/describejobs", () => expired);
  const { exitCode, stderr } = await run("watch", id, ...region);
  expect(exitCode).toBe(75);
  expect(stderr).toContain("token expired. Sign in to AWS first");
});
