import { type Emulator, reclaim, simulate, startEmulator } from "../../../../../emulator";
import { AwsCalls } from "../../../aws-calls";
import { logOfEvents } from "../../../log-of-events";
import { PLACE, valid } from "../../account";
import { lasting } from "./jobs-account";

jest.setTimeout(120_000);

let emulator: Emulator;
beforeAll(async () => (emulator = await startEmulator({ batch: { timings: { creating: 0, idle: 10 } } })));
afterAll(() => emulator.stop());

interface Heard {
  readonly "detail-type": string;
  readonly resources: readonly string[];
  readonly detail: { readonly status: string; readonly statusReason?: string };
}

test("EventBridge hears of a container job, of its queue being blocked, and of Spot capacity that is taken away", async () => {
  const aws = new AwsCalls(emulator.endpoint, PLACE.account, PLACE.region);
  const events = (operation: string, body: object) => aws.json("events", `AWSEvents.${operation}`, body);
  const batch = async (operation: string, body: object) => {
    const answer = await aws.send("batch", "POST", `/v1/${operation}`, JSON.stringify(body));
    expect(answer.status).toBe(200);
  };
  const { arn: Arn, read } = await logOfEvents(aws, PLACE);
  const spot = { type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" };
  await batch("createcomputeenvironment", valid.computeEnvironment({}, spot));
  await batch("createjobqueue", valid.containerQueue());
  const containerProperties = { image: "train", vcpus: 2, memory: 512 };
  await batch("registerjobdefinition", { jobDefinitionName: "train", type: "container", containerProperties });
  // Of this one nobody hears: there is no rule yet. It is over before capacity goes.
  const soon = lasting(0.1);
  await batch("submitjob", { jobName: "before", jobQueue: "containers", jobDefinition: "train", ...soon });
  await new Promise((resolve) => setTimeout(resolve, 300));

  await events("PutRule", { Name: "jobs", EventPattern: JSON.stringify({ detail: { jobName: ["job"] } }) });
  await events("PutTargets", { Rule: "jobs", Targets: [{ Id: "log", Arn }] });
  const heard = async (count: number): Promise<Heard[]> => {
    let found: Heard[] = [];
    for (let i = 0; i < 50 && found.length < count; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      found = (await read()).map((message) => JSON.parse(message) as Heard);
    }
    return found;
  };
  await simulate(emulator.endpoint, [{ computeEnvironment: "compute", reason: "service-role" }]);
  const retryStrategy = { attempts: 2, evaluateOnExit: [{ onStatusReason: "Host EC2*", action: "RETRY" }] };
  await batch("submitjob", {
    jobName: "job",
    jobQueue: "containers",
    jobDefinition: "train",
    retryStrategy,
    ...lasting(20),
  });
  const [, blocked] = await heard(2);
  expect(blocked).toMatchObject({
    "detail-type": "Batch Job Queue Blocked",
    detail: { statusReason: "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue." },
  });
  expect(blocked?.resources.map((arn) => arn.split(":")[5]?.split("/")[0])).toEqual(["job", "job-queue"]);
  await simulate(emulator.endpoint, []);
  await heard(4);
  const lost = await reclaim(emulator.endpoint, "compute");
  expect(lost).toMatchObject({ instances: [expect.stringMatching(/^i-/)], jobs: [expect.any(String)] });
  const all = await heard(7);
  expect(all.map(({ detail: { status } }) => status)).toEqual([
    ...["RUNNABLE", "RUNNABLE", "STARTING", "RUNNING"],
    ...["RUNNABLE", "STARTING", "RUNNING"],
  ]);
});
