/** `dapf job-definition register` by several at once: real processes of one clone, and somebody of another clone. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { BatchService } from "../../emulator/batch/plumbing/service";
import type { EdgeRequest, EdgeResponse, ServiceHandler } from "../../emulator/edge/messages";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { serve } from "../emulator/batch/loopback";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(60_000);

const root = temporaryFolder();
const file = path.join(root, "definition.json");
const PROCESSES = 3;

/** Answers nobody who looks for revisions before all processes look, or wait for their turn. */
class Crowded implements ServiceHandler {
  private readonly real = new BatchHandler(new BatchService({}));
  private release = (): void => undefined;
  private readonly allAreHere = new Promise<void>((resolve) => (this.release = resolve));
  private here = 0;

  arrived(): void {
    this.here += 1;
    if (this.here === PROCESSES) this.release();
  }

  async handle(request: EdgeRequest, forward: (request: EdgeRequest) => Promise<EdgeResponse>): Promise<EdgeResponse> {
    if (request.url.endsWith("/describejobdefinitions")) {
      this.arrived();
      await this.allAreHere;
    }
    return this.real.handle(request, forward);
  }
}

async function register(batch: Crowded, endpoint: string) {
  const env = {
    ...process.env,
    DAPF_ROOT: root,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-west-2",
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const dapf = path.resolve(__dirname, "../../bin/dapf.js");
  const child = spawn(process.execPath, [dapf, "job-definition", "register", file, "--json"], { env });
  let stdout = "";
  let stderr = "";
  let isWaiting = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (isWaiting || !stderr.includes("Waiting for registration of the job definition train (process ")) return;
    isWaiting = true;
    batch.arrived();
  });
  await once(child, "close");
  // Type: what the command prints.
  return { exitCode: child.exitCode, told: JSON.parse(stdout) as { revision: number; registered: boolean } };
}

test("processes of one clone register one content once, and all say which revision it is", async () => {
  const containerProperties = { image: "train", vcpus: 1, memory: 512 };
  writeJson(file, { jobDefinitionName: "train", type: "container", containerProperties });
  const batch = new Crowded();
  const loopback = await serve({ batch });
  try {
    const outcomes = await Promise.all(Array.from({ length: PROCESSES }, () => register(batch, loopback.endpoint)));

    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(outcomes.map(({ told }) => told.revision)).toEqual([1, 1, 1]);
    expect(outcomes.filter(({ told }) => told.registered)).toHaveLength(1);
  } finally {
    await loopback.close();
  }
});

test.each([
  ["the same content", 1, true, "the same content: either will do"],
  ["other content", 1, false, "other content: a job that names no revision gets the newest, train:2"],
  ["other content that is newer", 3, false, "other content: a job that names no revision gets the newest, train:3"],
])("a revision that another clone registers at the same time is told: %s", async (_, revision, isSame, words) => {
  writeJson(file, {
    jobDefinitionName: "train",
    type: "container",
    containerProperties: { image: "a", vcpus: 1, memory: 9 },
  });
  const aws = new FakeAws();
  const variables = { ...(await aws.listen()), AWS_REGION: "us-west-2" };
  let others: object[] = [];
  aws.on("POST /v1/describejobdefinitions", () => ({ jobDefinitions: others }));
  aws.on("POST /v1/registerjobdefinition", (body) => {
    others = [{ jobDefinitionName: "train", revision, tags: isSame ? body.tags : {} }];
    return { jobDefinitionName: "train", jobDefinitionArn: "arn:train:2", revision: 2 };
  });
  const line = commandLine(path.join(root, "project"));
  const { exitCode, stderr } = await line.run(["job-definition", "register", file], { variables });
  await aws.close();

  expect(exitCode).toBe(0);
  expect(stderr).toBe(`Somebody else has registered train:${revision} at the same time, with ${words}\n`);
});
