import * as path from "node:path";
import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import { loadEnvironment } from "../../../config/loader";
import { type CodeServices, CodeSyncError, syncCode } from "../../../jobs/code-sync";
import { NoInputMapError } from "../../../jobs/runs/errors";

const environment = loadEnvironment(path.resolve(__dirname, "../../.."), "jenkins-pl");
const { prefix } = environment;
const folder = `/${prefix}-dapf-ssm`;
const image = "registry.example.com:5000/team/training:1.4";

class FakeAws implements CodeServices {
  readonly parameters = new Map([
    [
      `${folder}/training_step_function_inputs`,
      JSON.stringify({
        step_function_arn: "arn:m",
        aws_batch_job_queue: "q",
        aws_batch_job_name: "j",
        s3_bucket_name_internal: "internal",
      }),
    ],
  ]);
  readonly objects = new Map<string, Uint8Array>();
  readonly requests: RegisterJobDefinitionCommandInput[] = [];
  /** In the order of the changes. */
  readonly log: string[] = [];
  definition: JobDefinition | undefined = {
    jobDefinitionName: "d",
    jobDefinitionArn: "arn:d:1",
    revision: 1,
    type: "container",
    retryStrategy: { attempts: 3 },
    containerProperties: { image: "registry/old:default", command: ["python3"], jobRoleArn: "arn:role" },
  };

  parameter = (name: string) => Promise.resolve(this.parameters.get(name));
  putParameter = (name: string, value: string) => {
    this.parameters.set(name, value);
    this.log.push(name);
    return Promise.resolve();
  };
  object = (bucket: string, key: string) => Promise.resolve(this.objects.get(`${bucket}/${key}`));
  putObject = (bucket: string, key: string, content: Uint8Array) => {
    this.objects.set(`${bucket}/${key}`, content);
    this.log.push(key);
    return Promise.resolve();
  };
  latestJobDefinition = () => Promise.resolve(this.definition);
  registerJobDefinition = (request: RegisterJobDefinitionCommandInput) => {
    this.requests.push(request);
    const jobDefinitionArn = `arn:d:${this.requests.length + 1}`;
    this.definition = {
      ...this.definition,
      jobDefinitionArn,
      containerProperties: request.containerProperties,
    } as JobDefinition; // Cast: all of its fields are there.
    this.log.push(jobDefinitionArn);
    return Promise.resolve(jobDefinitionArn);
  };
}

test("uploads both scripts, registers a revision with the image and makes it the live one, in this order", async () => {
  const aws = new FakeAws();
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
  const aws = new FakeAws();
  await syncCode(environment, { context: "training", image }, aws);
  const before = aws.log.length;
  const { scripts, jobDefinition, parameters } = await syncCode(environment, { context: "training", image }, aws);

  expect(aws.log).toHaveLength(before);
  expect([scripts.some(({ uploaded }) => uploaded), jobDefinition?.registered, parameters]).toEqual([false, false, []]);
});

test("goes on where it was broken off", async () => {
  for (let broken = 1; broken <= 5; broken += 1) {
    const aws = new FakeAws();
    let changes = 0;
    const dying =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        const result = await call(...args);
        changes += 1;
        if (changes === broken) throw new Error("killed");
        return result;
      };
    const { putParameter, putObject, registerJobDefinition } = aws;
    const calls = {
      parameter: aws.parameter,
      object: aws.object,
      latestJobDefinition: aws.latestJobDefinition,
      putParameter: dying(putParameter),
      putObject: dying(putObject),
      registerJobDefinition: dying(registerJobDefinition),
    };
    await expect(syncCode(environment, { context: "training", image }, calls)).rejects.toThrow("killed");
    await syncCode(environment, { context: "training", image }, aws);

    expect(aws.requests).toHaveLength(1);
    expect(aws.parameters.get(`${folder}/training/live_training_batch_job_definition`)).toBe("arn:d:2");
  }
});

test("without an image only the scripts are put in place", async () => {
  const aws = new FakeAws();
  const { jobDefinition } = await syncCode(environment, { context: "training" }, aws);

  expect(jobDefinition).toBeUndefined();
  expect(aws.log).toHaveLength(2);
});

test.each(["bad image", "host/UPPER:1", "x:", "a//b"])("%p is no image, and nothing is changed", async (wrong) => {
  const aws = new FakeAws();
  await expect(syncCode(environment, { context: "training", image: wrong }, aws)).rejects.toThrow(CodeSyncError);
  expect(aws.log).toEqual([]);
});

test("what is not deployed is said", async () => {
  const aws = new FakeAws();
  await expect(syncCode(environment, { context: "inferencing", image }, aws)).rejects.toThrow(NoInputMapError);
  aws.definition = undefined;
  await expect(syncCode(environment, { context: "training", image }, aws)).rejects.toThrow(/has no job definition/);
});
