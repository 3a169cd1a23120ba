import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import type { Environment } from "../../../config/environment";
import { NoInputMapError, RunInProgressError, RunNameTakenError, RunsAtOnceError } from "../../../jobs/runs/errors";
import { startRun } from "../../../jobs/runs/start-run";

const machine = "arn:aws:states:ap-south-1:123456789012:stateMachine:m";
const arn = (name: string) => `arn:aws:states:ap-south-1:123456789012:execution:m:${name}`;
// Cast: of an environment nothing else is read.
const environment = { name: "dev", prefix: "p" } as Environment;
const request = { context: "training", inputs: [], force: false } as const;
const now = new Date("2026-11-21T10:00:00Z");

/** Step Functions as it is about names: one name and one input are one execution, while it runs. */
class FakeStates {
  readonly made = new Map<string, { input: string; status: "RUNNING" | "SUCCEEDED" }>();
  map: string | undefined = JSON.stringify({
    step_function_arn: machine,
    aws_batch_job_queue: "q",
    aws_batch_job_name: "p-job",
  });

  parameter = (name: string) =>
    Promise.resolve(name === "/p-dapf-ssm/training_step_function_inputs" ? this.map : undefined);

  executions = (): Promise<ExecutionListItem[]> =>
    Promise.resolve(
      [...this.made].map(([name, { status }]) => ({
        name,
        status,
        executionArn: arn(name),
        stateMachineArn: machine,
        startDate: now,
      })),
    );

  start = (_: string, name: string, input: string) => {
    const there = this.made.get(name);
    if (there !== undefined && (there.input !== input || there.status !== "RUNNING")) return Promise.resolve(undefined);
    this.made.set(name, { input, status: "RUNNING" });
    return Promise.resolve(arn(name));
  };
}

test("starts the state machine with the map and the date", async () => {
  const states = new FakeStates();
  const { executionArn, name, date } = await startRun(environment, request, states, now);

  expect([executionArn, name, date]).toEqual([arn("2026-11-21-1"), "2026-11-21-1", "2026-11-21"]);
  expect(JSON.parse(states.made.get(name)?.input ?? "")).toMatchObject({ year: "2026", month: "11", day: "21" });
});

test("two people who start at the same moment start one run", async () => {
  const states = new FakeStates();
  const both = await Promise.all([1, 2].map(() => startRun(environment, request, states, now)));

  expect(new Set(both.map(({ executionArn }) => executionArn)).size).toBe(1);
  expect(states.made.size).toBe(1);
});

test("two people who start different runs at the same moment: the second one is told", async () => {
  const states = new FakeStates();
  const other = { ...request, inputs: ["aws_batch_job_queue=r"] };
  const [one, two] = await Promise.allSettled([request, other].map((each) => startRun(environment, each, states, now)));

  expect(one?.status).toBe("fulfilled");
  expect(two).toMatchObject({ status: "rejected", reason: expect.any(RunNameTakenError) as unknown });
});

test("a run that has not ended is in the way, unless the caller insists", async () => {
  const states = new FakeStates();
  await startRun(environment, request, states, now);

  await expect(startRun(environment, request, states, now)).rejects.toThrow(RunInProgressError);
  const { name } = await startRun(environment, { ...request, force: true }, states, now);
  expect(name).toBe("2026-11-21-2");
});

test("two people who force a run at the same moment get one each", async () => {
  const states = new FakeStates();
  const forced = { ...request, force: true };
  const both = await Promise.all([1, 2].map(() => startRun(environment, forced, states, now)));

  expect(both.map(({ name }) => name)).toEqual(["2026-11-21-1", "2026-11-21-2"]);
  expect(both.map(({ executionArn }) => executionArn)).toEqual([arn("2026-11-21-1"), arn("2026-11-21-2")]);
  expect(states.made.size).toBe(2);
});

test("somebody who forces a run gets one of their own beside the one that somebody else starts at the moment", async () => {
  const forced = { ...request, force: true };
  const states = new FakeStates();
  const [, own] = await Promise.all([request, forced].map((each) => startRun(environment, each, states, now)));
  expect(own?.executionArn).toBe(arn("2026-11-21-2"));

  const before = new FakeStates();
  const [first, second] = await Promise.allSettled(
    [forced, request].map((each) => startRun(environment, each, before, now)),
  );
  expect(first).toMatchObject({ value: { executionArn: arn("2026-11-21-1") } });
  expect(second).toMatchObject({ reason: expect.any(RunNameTakenError) as unknown });
});

test("two people who start runs of different days at the same moment are told that both run", async () => {
  const states = new FakeStates();
  const days = ["2026-11-20", "2026-11-21"];
  const both = await Promise.allSettled(days.map((date) => startRun(environment, { ...request, date }, states, now)));

  expect([...states.made.keys()]).toEqual(["2026-11-20-1", "2026-11-21-1"]);
  const [first, second] = days.map((day) => arn(`${day}-1`));
  expect(both).toMatchObject([
    { reason: { executionArn: first, others: [second] } },
    { reason: { executionArn: second, others: [first] } },
  ]);
  expect(both.map((outcome) => outcome.status === "rejected" && outcome.reason instanceof RunsAtOnceError)).toEqual([
    true,
    true,
  ]);
});

test("a run that has ended leaves its name behind", async () => {
  const states = new FakeStates();
  const { name } = await startRun(environment, request, states, now);
  states.made.set(name, { input: "", status: "SUCCEEDED" });

  expect((await startRun(environment, request, states, now)).name).toBe("2026-11-21-2");
});

test("without a deployment there is no map, and nothing is started", async () => {
  const states = new FakeStates();
  for (const map of [undefined, "default"]) {
    states.map = map;
    await expect(startRun(environment, request, states, now)).rejects.toThrow(NoInputMapError);
  }
  expect(states.made.size).toBe(0);
});
