import type { Environment } from "../../../config/environment";
import { AwsCallError } from "../../../aws/errors";
import { stopRuns } from "../../../jobs/runs/find-run";

// Cast: of an environment nothing else is read.
const environment = { name: "dev", prefix: "p" } as Environment;
const names = ["2026-11-21-1", "2026-11-21-2"];
const map = JSON.stringify({ step_function_arn: "arn:m", aws_batch_job_queue: "q", aws_batch_job_name: "j" });
const refused = new AwsCallError(
  { service: "Step Functions", operation: "StopExecution", region: undefined, endpoint: undefined },
  new Error("not running"),
);

/** Two runs that run when they are listed. @param statuses what they are when they are to be stopped */
function services(...statuses: ("RUNNING" | "SUCCEEDED")[]) {
  const stopped: string[] = [];
  const statusOf = (arn: string) => statuses[names.indexOf(arn)] ?? "RUNNING";
  return {
    stopped,
    parameter: () => Promise.resolve(map),
    executions: () =>
      Promise.resolve(
        names.map((name) => ({
          name,
          executionArn: name,
          stateMachineArn: "arn:m",
          status: "RUNNING" as const,
          startDate: new Date(0),
        })),
      ),
    execution: (executionArn: string) =>
      Promise.resolve({
        executionArn,
        status: statusOf(executionArn),
        stateMachineArn: "arn:m",
        startDate: new Date(0),
      }),
    stop: (arn: string) => {
      if (statusOf(arn) !== "RUNNING") return Promise.reject(refused);
      stopped.push(arn);
      return Promise.resolve();
    },
  };
}

test("a run that somebody else has ended meanwhile is no error, and the others are stopped", async () => {
  const aws = services("SUCCEEDED", "RUNNING");
  const done = await stopRuns(environment, "training", aws);

  expect(aws.stopped).toEqual([names[1]]);
  expect(done.map(({ name }) => name)).toEqual([names[1]]);
});

test("a run that runs on and cannot be stopped is an error", async () => {
  const aws = { ...services(), stop: () => Promise.reject(refused) };
  await expect(stopRuns(environment, "training", aws)).rejects.toBe(refused);
});
