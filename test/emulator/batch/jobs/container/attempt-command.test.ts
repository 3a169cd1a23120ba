import type { Command, CommandEnd } from "../../../../../emulator/batch/jobs/commands/command";
import { CommandRunner } from "../../../../../emulator/batch/jobs/commands/runner";
import type { Place } from "../../../../../aws/place";
import { JobsAccount, lasting } from "./jobs-account";

interface Started extends Command {
  readonly stop: jest.Mock;
  readonly end: (end: Partial<CommandEnd>) => void;
}

/** Stands for the processes: a test says when and how each command ends. */
class Processes extends CommandRunner {
  readonly started: Started[] = [];

  constructor() {
    super({ endpoint: () => "", forward: () => Promise.reject(new Error("not asked for here")) });
  }

  override start(_place: Place, command: Command, ended: (end: CommandEnd) => void): { stop: jest.Mock } {
    const stop = jest.fn();
    const end = (how: Partial<CommandEnd>): void => ended({ exitCode: undefined, reason: undefined, ...how });
    this.started.push({ ...command, stop, end });
    return { stop };
  }

  of(index: number): Started {
    const found = this.started[index];
    if (found === undefined) throw new Error(`there is no command ${index}`);
    return found;
  }
}

function account(): { batch: JobsAccount; commands: Processes } {
  const commands = new Processes();
  return { batch: new JobsAccount({ maxvCpus: 4 }, { commands }), commands };
}

/** Until the job that waits runs. */
function begun(batch: JobsAccount, id: string): string {
  batch.begin();
  expect(batch.status(id)).toEqual(["RUNNING"]);
  return id;
}

describe("an attempt whose command is run", () => {
  it("starts the command with its parameters, and the variables of the job and of Batch", () => {
    const { batch, commands } = account();
    batch.define({}, { command: ["train", "--rate=Ref::rate"], environment: [{ name: "A", value: "1" }] });
    const id = begun(batch, batch.submit({ parameters: { rate: "0.1" } }));
    expect(commands.started).toMatchObject([
      {
        words: ["train", "--rate=0.1"],
        environment: {
          A: "1",
          AWS_BATCH_JOB_ID: id,
          AWS_BATCH_JOB_ATTEMPT: "1",
          AWS_BATCH_JQ_NAME: "containers",
          AWS_BATCH_CE_NAME: "compute",
        },
        log: { group: "/aws/batch/job", stream: batch.job(id).container?.logStreamName },
      },
    ]);
    expect(commands.of(0).environment).not.toHaveProperty("AWS_BATCH_JOB_ARRAY_INDEX");
  });

  it("tells a child of an array its index, and the size", () => {
    const { batch, commands } = account();
    const id = batch.submit({ arrayProperties: { size: 2 } });
    begun(batch, `${id}:0`);
    expect(commands.of(0).environment).toMatchObject({
      AWS_BATCH_JOB_ID: `${id}:0`,
      AWS_BATCH_JOB_ARRAY_INDEX: "0",
      AWS_BATCH_JOB_ARRAY_SIZE: "2",
    });
  });

  it("is over when the command is, however long that takes", () => {
    const { batch, commands } = account();
    const id = begun(batch, batch.submit());
    batch.clock.step(3_600_000);
    expect(batch.status(id)).toEqual(["RUNNING"]);
    commands.of(0).end({ exitCode: 0 });
    expect(batch.job(id)).toMatchObject({ status: "SUCCEEDED", container: { exitCode: 0 } });
  });

  it("is tried again with the next number", () => {
    const { batch, commands } = account();
    const id = begun(batch, batch.submit({ retryStrategy: { attempts: 2 } }));
    commands.of(0).end({ exitCode: 1 });
    begun(batch, id);
    expect(commands.of(1).environment).toMatchObject({ AWS_BATCH_JOB_ATTEMPT: "2" });
    commands.of(1).end({ exitCode: 0 });
    expect(batch.job(id).attempts?.map(({ container }) => container?.exitCode)).toEqual([1, 0]);
  });

  it("that could not be started fails with the reason, which a rule can be for", () => {
    const { batch, commands } = account();
    const evaluateOnExit = [{ onReason: "CannotStart*", action: "EXIT" }];
    const id = begun(batch, batch.submit({ retryStrategy: { attempts: 3, evaluateOnExit } }));
    commands.of(0).end({ reason: "CannotStartContainerError: none" });
    expect(batch.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: "Task failed to start",
      container: { reason: "CannotStartContainerError: none" },
      attempts: [{ container: { reason: "CannotStartContainerError: none" } }],
    });
    expect(batch.job(id).container).not.toHaveProperty("exitCode");
  });

  it.each(["timeout", "terminated"])("stops the command when the job is ended: %s", (how) => {
    const { batch, commands } = account();
    const id = begun(batch, batch.submit({ timeout: { attemptDurationSeconds: 60 } }));
    if (how === "timeout") batch.clock.step(60_000);
    else batch.call("TerminateJob", { jobId: id, reason: "enough" });
    expect(batch.status(id)).toEqual(["FAILED"]);
    expect(commands.of(0).stop).toHaveBeenCalledTimes(1);
    const before = batch.job(id);
    commands.of(0).end({ exitCode: 143 });
    expect(batch.job(id)).toEqual(before);
  });

  it("has the time of its own attempt, not of the job", () => {
    const { batch, commands } = account();
    const id = batch.submit({ timeout: { attemptDurationSeconds: 60 }, retryStrategy: { attempts: 2 } });
    begun(batch, id);
    batch.clock.step(50_000);
    commands.of(0).end({ exitCode: 1 });
    begun(batch, id);
    batch.clock.step(50_000);
    expect(batch.status(id)).toEqual(["RUNNING"]);
    batch.clock.step(10_000);
    expect(batch.job(id).statusReason).toBe("Job attempt duration exceeded timeout");
  });

  it("is simulated when the job says how it goes", () => {
    const { batch, commands } = account();
    const id = batch.submit(lasting(5));
    batch.clock.step(10_000);
    expect(batch.status(id)).toEqual(["SUCCEEDED"]);
    expect(commands.started).toEqual([]);
  });

  it("does not touch what there is after a reset", () => {
    const { batch, commands } = account();
    begun(batch, batch.submit());
    batch.service.reset();
    expect(() => commands.of(0).end({ exitCode: 0 })).not.toThrow();
    expect(batch.call("DescribeComputeEnvironments")).toEqual({ computeEnvironments: [] });
  });
});
