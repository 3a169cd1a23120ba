import type { ExecutionListItem } from "@aws-sdk/client-sfn";
import type { Environment } from "../../../config/environment";
import { NoInputMapError, UnknownRunError } from "../../../jobs/runs/errors";
import { findRun, listRuns } from "../../../jobs/runs/find-run";

// Cast: of an environment nothing else is read.
const environment = { name: "dev", prefix: "p" } as Environment;
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 0, 0, seconds));
const run = (name: string, seconds: number, more: Partial<ExecutionListItem> = {}): ExecutionListItem => ({
  name,
  executionArn: `arn:${name}`,
  stateMachineArn: "arn:m",
  status: "SUCCEEDED",
  startDate: at(seconds),
  ...more,
});

/** Each context has a state machine of its own. */
const services = (training: readonly ExecutionListItem[], inferencing: readonly ExecutionListItem[] = []) => ({
  parameter: (name: string) => {
    const machine = name.includes("training") ? "training" : "inferencing";
    const map = { step_function_arn: `arn:${machine}`, aws_batch_job_queue: "q", aws_batch_job_name: "j" };
    return Promise.resolve(JSON.stringify(map));
  },
  executions: (machine: string) => Promise.resolve([...(machine === "arn:training" ? training : inferencing)]),
});

describe("the runs of an environment", () => {
  const aws = services([run("t1", 1, { stopDate: at(9) }), run("t2", 3)], [run("i1", 2)]);

  test("are those of both contexts, the latest first, or of one", async () => {
    const named = async (context?: "training") =>
      (await listRuns(environment, context, aws)).map(({ context: of, name }) => `${of} ${name}`);
    expect(await named()).toEqual(["training t2", "inferencing i1", "training t1"]);
    expect(await named("training")).toEqual(["training t2", "training t1"]);
  });

  test("have an end when they have ended", async () => {
    const runs = await listRuns(environment, "training", aws);
    expect(runs.map(({ name, endedAt }) => [name, endedAt])).toEqual([
      ["t2", undefined],
      ["t1", at(9)],
    ]);
  });

  test("of which AWS tells nothing count as running, and as the oldest", async () => {
    // Cast: the members that AWS always sends are left out here.
    const [, silent] = await listRuns(environment, "training", services([{} as ExecutionListItem, run("t", 1)]));
    expect(silent).toEqual({
      context: "training",
      name: "",
      status: "RUNNING",
      startedAt: new Date(0),
      executionArn: "",
    });
  });

  test.each([
    ["is not there", undefined, "deploy it first"],
    ["is no JSON", "default", "is not the input map that a deployment writes"],
  ])("are not to be had when the parameter that names the state machine %s", async (_, value, said) => {
    const broken = { ...aws, parameter: () => Promise.resolve(value) };
    const refusal = listRuns(environment, "training", broken);
    await expect(refusal).rejects.toThrow(NoInputMapError);
    await expect(refusal).rejects.toThrow(said);
  });
});

describe("a run", () => {
  const many = services([1, 2, 3, 4, 5, 6].map((number) => run(`r${number}`, number)));
  const found = async (wanted?: string) => (await findRun(environment, "training", wanted, many)).name;

  test("is found by its name or its ARN; without either it is the latest", async () => {
    expect([await found("r2"), await found("arn:r3"), await found()]).toEqual(["r2", "r3", "r6"]);
  });

  test("that there is not is told beside the latest five", async () => {
    const refusal = found("r9");
    await expect(refusal).rejects.toThrow(UnknownRunError);
    await expect(refusal).rejects.toThrow(
      /^dev has no run r9: the latest are r6 \(training\), r5 .*, r2 \(training\)$/,
    );
  });

  test("is not to be had where there were none", async () => {
    const none = (wanted?: string) => findRun(environment, undefined, wanted, services([]));
    await expect(none()).rejects.toThrow(/^dev has had no runs$/);
    await expect(none("r1")).rejects.toThrow(/^dev has no run r1: it has had no runs$/);
  });
});
