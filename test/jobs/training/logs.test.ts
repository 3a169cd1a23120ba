import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type LogReader, logReader } from "../../../jobs/engine/logs";
import { readTrainingLog, trainingJobsOf } from "../../../jobs/training/logs";

let server: Server;
const requests: { target: string; body: Record<string, unknown> }[] = [];

/** Two instances; the first one's events come in two pages. */
function answer(target: string, body: Record<string, unknown>): object {
  if (target === "DescribeLogStreams") {
    if (body.logStreamNamePrefix !== "AWSBatchchurn/") return { logStreams: [] };
    return { logStreams: ["algo-1", "algo-2"].map((name) => ({ logStreamName: `AWSBatchchurn/${name}` })) };
  }
  const event = (timestamp: number, message: string) => ({ timestamp, message });
  if (body.logStreamName === "AWSBatchchurn/algo-2") {
    return { events: body.nextToken === undefined ? [event(2, "second\n")] : [], nextForwardToken: "end" };
  }
  if (body.nextToken === undefined) return { events: [event(1, "first\n")], nextForwardToken: "more" };
  return { events: body.nextToken === "more" ? [event(3, "third")] : [], nextForwardToken: "end" };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      requests.push({ target, body });
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer(target, body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

let reader: LogReader;
beforeAll(() => {
  reader = logReader(connection());
});
afterAll(() => reader.close());

const connection = () => ({
  region: "eu-west-1",
  variables: {
    // A listening TCP server has an address object.
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  },
});

test("the log of a training job is that of all its instances, in the order of time", async () => {
  const lines = await readTrainingLog(reader, "AWSBatchchurn");
  expect(lines.map(({ instance, message }) => `${instance} ${message}`)).toEqual([
    "algo-1 first",
    "algo-2 second",
    "algo-1 third",
  ]);
  expect(requests.every(({ body }) => body.logGroupName === "/aws/sagemaker/TrainingJobs")).toBe(true);
});

test("a training job that has not written yet has no lines", async () => {
  expect(await readTrainingLog(reader, "AWSBatchother")).toEqual([]);
});

test("the training jobs of a service job begin with the latest attempt; preempted ones are among them", () => {
  const attempt = (name: string) => ({
    serviceResourceId: {
      name: "TrainingJobArn" as const,
      value: `arn:aws:sagemaker:eu-west-1:123456789012:training-job/${name}`,
    },
  });
  const job = {
    jobId: "1",
    jobName: "churn",
    jobQueue: "queue",
    serviceJobType: "SAGEMAKER_TRAINING" as const,
    status: "RUNNING" as const,
    startedAt: 0,
    latestAttempt: attempt("third"),
    attempts: [attempt("first"), attempt("third")],
    preemptionSummary: { preemptedAttemptCount: 1, recentPreemptedAttempts: [attempt("second")] },
  };
  expect(trainingJobsOf(job)).toEqual(["third", "first", "second"]);
});

test("a service job that has not begun has no training jobs, nor has an attempt without one", () => {
  const bare = {
    jobId: "1",
    jobName: "churn",
    jobQueue: "q",
    serviceJobType: "SAGEMAKER_TRAINING" as const,
    startedAt: 0,
  };
  expect(trainingJobsOf({ ...bare, status: "RUNNABLE" })).toEqual([]);
  expect(
    trainingJobsOf({ ...bare, status: "FAILED", latestAttempt: {}, attempts: [{ serviceResourceId: undefined }] }),
  ).toEqual([]);
});

test("a stream that is gone meanwhile has no lines, and one without an instance in its name is named as a whole", async () => {
  const silent: LogReader = {
    streams: () => Promise.resolve(["job/algo-1", "alone"]),
    read: ({ stream }) =>
      Promise.resolve(stream === "alone" ? { lines: [{ at: 0, message: "x" }], next: undefined } : undefined),
    close: () => undefined,
  };
  expect(await readTrainingLog(silent, "job")).toEqual([{ instance: "alone", at: 0, message: "x" }]);
});
