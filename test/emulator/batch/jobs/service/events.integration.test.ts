import { type Emulator, startEmulator } from "../../../../../emulator";
import { AwsCalls } from "../../../aws-calls";
import { logOfEvents } from "../../../log-of-events";
import { roleFor } from "../../../roles";
import { PLACE, valid } from "../../account";
import { submission, training } from "./training-account";

jest.setTimeout(120_000);

let emulator: Emulator;
beforeAll(async () => (emulator = await startEmulator({ batch: { timings: { creating: 0 } } })));
afterAll(() => emulator.stop());

test("EventBridge hears of a service job, and CloudWatch Logs has its log, though nobody asks Batch meanwhile", async () => {
  const aws = new AwsCalls(emulator.endpoint, PLACE.account, PLACE.region);
  const events = (operation: string, body: object) => aws.json("events", `AWSEvents.${operation}`, body);
  const { arn: Arn, read } = await logOfEvents(aws, PLACE);
  await roleFor(aws, "training", "sagemaker.amazonaws.com");
  await events("PutRule", { Name: "jobs", EventPattern: JSON.stringify({ source: ["aws.batch"] }) });
  await events("PutTargets", { Rule: "jobs", Targets: [{ Id: "log", Arn }] });

  const capacityLimits = [{ maxCapacity: 1, capacityUnit: "NUM_INSTANCES" }];
  const batch = (operation: string, body: object) =>
    aws.send("batch", "POST", `/v1/${operation}`, JSON.stringify(body));
  await batch("createserviceenvironment", valid.serviceEnvironment({ capacityLimits }));
  await batch("createjobqueue", valid.trainingQueue());
  const { status } = await batch("submitservicejob", submission({ serviceRequestPayload: training(1) }));
  expect(status).toBe(200);

  let heard: string[] = [];
  for (let i = 0; i < 50 && heard.length < 5; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    heard = await read();
  }
  const details = heard.map((text) => (JSON.parse(text) as { detail: { status: string } }).detail.status);
  expect(details).toEqual(["RUNNABLE", "SCHEDULED", "STARTING", "RUNNING", "SUCCEEDED"]);
  const logged = await aws.json<{ events?: { message: string }[] }>("logs", "Logs_20140328.FilterLogEvents", {
    logGroupName: "/aws/sagemaker/TrainingJobs",
  });
  expect(logged.events?.map(({ message }) => message)).toEqual([
    "dapf: simulated training, 1 s (dapf_duration_seconds)",
    "dapf: the simulated training ended: Received status from SageMaker: Training job completed",
  ]);
});
