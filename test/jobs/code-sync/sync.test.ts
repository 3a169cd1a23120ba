import * as path from "node:path";
import { loadEnvironment } from "../../../config/loader";
import { CodeChangedError, CodeSyncError, syncCode } from "../../../jobs/code-sync";
import { NoInputMapError } from "../../../jobs/runs/errors";
import { FakeAccount, watched } from "./fake-account";

const environment = loadEnvironment(path.resolve(__dirname, "../../.."), "jenkins-pl");
const { prefix } = environment;
const folder = `/${prefix}-dapf-ssm`;
const image = "registry.example.com:5000/team/training:1.4";

test("uploads both scripts, registers a revision with the image and makes it the live one, in this order", async () => {
  const aws = new FakeAccount(folder);
  const result = await syncCode(environment, { context: "training", image }, aws);

  expect(aws.log).toEqual([
    "src/python/training/gatekeeper.py",
    "src/python/training/evaluation_summary.py",
    "arn:d:2",
    `${folder}/training/ecr_training`,
    `${folder}/training/live_training_batch_job_definition`,
  ]);
  expect(result.jobDefinition).toEqual({ arn: "arn:d:2", registered: true });
  expect(aws.requests[0]).toMatchObject({
    retryStrategy: { attempts: 3 },
    containerProperties: { image, command: ["python3"], jobRoleArn: "arn:role" },
  });
});

test("does nothing a second time", async () => {
  const aws = new FakeAccount(folder);
  await syncCode(environment, { context: "training", image }, aws);
  const before = aws.log.length;
  const { scripts, jobDefinition, parameters } = await syncCode(environment, { context: "training", image }, aws);

  expect(aws.log).toHaveLength(before);
  expect([scripts.some(({ uploaded }) => uploaded), jobDefinition?.registered, parameters]).toEqual([false, false, []]);
});

test("goes on where it was broken off", async () => {
  for (let broken = 1; broken <= 5; broken += 1) {
    const aws = new FakeAccount(folder);
    const calls = watched(aws, () =>
      aws.log.length === broken ? Promise.reject(new Error("killed")) : Promise.resolve(),
    );
    await expect(syncCode(environment, { context: "training", image }, calls)).rejects.toThrow("killed");
    await syncCode(environment, { context: "training", image }, aws);

    expect(aws.requests).toHaveLength(1);
    expect(aws.valueOf("live_training_batch_job_definition")).toBe("arn:d:2");
  }
});

test("without an image only the scripts are put in place", async () => {
  const aws = new FakeAccount(folder);
  const { jobDefinition } = await syncCode(environment, { context: "training" }, aws);

  expect(jobDefinition).toBeUndefined();
  expect(aws.log).toHaveLength(2);
});

test.each(["bad image", "host/UPPER:1", "x:", "a//b"])("%p is no image, and nothing is changed", async (wrong) => {
  const aws = new FakeAccount(folder);
  await expect(syncCode(environment, { context: "training", image: wrong }, aws)).rejects.toThrow(CodeSyncError);
  expect(aws.log).toEqual([]);
});

test("what is not deployed is said", async () => {
  const aws = new FakeAccount(folder);
  await expect(syncCode(environment, { context: "inferencing", image }, aws)).rejects.toThrow(NoInputMapError);
  aws.definitions = [];
  await expect(syncCode(environment, { context: "training", image }, aws)).rejects.toThrow(/has no job definition/);
});

test("the image that prepares the data is changed when it is given, and judged as the other one is", async () => {
  const aws = new FakeAccount(folder);
  const request = { context: "training", preprocessingImage: "registry/prepare:2" } as const;
  const { parameters } = await syncCode(environment, request, aws);
  expect(parameters).toEqual([`${folder}/training/ecr_preprocessing`]);
  expect(aws.valueOf("ecr_preprocessing")).toBe("registry/prepare:2");
  await expect(syncCode(environment, { ...request, preprocessingImage: "bad image" }, aws)).rejects.toThrow(
    /^--preprocessing-image takes the address of an image/,
  );
});

test("an input map without the bucket of the scripts is that of an older deployment", async () => {
  const aws = new FakeAccount(folder);
  const map = { step_function_arn: "arn:m", aws_batch_job_queue: "q", aws_batch_job_name: "j" };
  aws.parameters.set(`${folder}/training_step_function_inputs`, { value: JSON.stringify(map), version: 2 });
  await expect(syncCode(environment, { context: "training" }, aws)).rejects.toThrow(
    "the input map of jenkins-pl has no s3_bucket_name_internal: deploy it again",
  );
});

test("a script that does not exist is named with the file that names it", async () => {
  const elsewhere = { ...environment, root: path.join(environment.root, "docs") };
  await expect(syncCode(elsewhere, { context: "training" }, new FakeAccount(folder))).rejects.toThrow(
    /^environments\/jenkins-pl.* names the script .*, which does not exist$/,
  );
});

test("a parameter that is gone right after it was written is told", async () => {
  const aws = new FakeAccount(folder);
  const live = `${folder}/training/live_training_batch_job_definition`;
  const gone = watched(aws, (call) => {
    // Looked at again only after all was written.
    if (call === "versionedParameter" && aws.log.includes(live)) aws.parameters.delete(live);
    return Promise.resolve();
  });
  const refusal = syncCode(environment, { context: "training", image }, gone);
  await expect(refusal).rejects.toThrow(CodeChangedError);
  await expect(refusal).rejects.toThrow(/live_training_batch_job_definition.*gone/);
});

test("a definition of nodes cannot be given an image", async () => {
  const aws = new FakeAccount(folder);
  aws.definitions = [{ jobDefinitionName: "d", jobDefinitionArn: "arn:d:1", revision: 1, type: "multinode" }];
  await expect(syncCode(environment, { context: "training", image }, aws)).rejects.toThrow(
    /has no job definition .* for containers: deploy it first/,
  );
});
