import { argv, described, logGroupOf, runOf } from "../../../emulator/glue/job";

const job = {
  Name: "load",
  Command: { Name: "pythonshell" },
  DefaultArguments: { "--a": "job", "--b": "job", "--c": "job" },
  NonOverridableArguments: { "--c": "fixed" },
  Timeout: 30,
};
const started = new Date(Date.UTC(2026, 1, 28));
const run = (timeout?: number) =>
  runOf("jr_1", job, { runArguments: { "--b": "run", "--c": "run" }, timeout }, started);

describe("a run of a Glue job", () => {
  it("hands its script the arguments of the job, then its own, but for those that no run may change", () => {
    expect(argv(run())).toEqual([
      ...["--JOB_NAME", "load", "--JOB_RUN_ID", "jr_1", "--JOB_ID", "load"],
      ...["--a", "job", "--b", "run", "--c", "fixed"],
    ]);
  });

  it("has its own timeout, the job's or Glue's", () => {
    expect([run(5).timeout, run().timeout]).toEqual([5, 30]);
    expect(runOf("jr_1", { Name: "load" }, { runArguments: {}, timeout: undefined }, started).timeout).toBe(2880);
  });

  it("is described with its own arguments, and how long it has taken", () => {
    const running = { ...run(), state: "RUNNING" as const };
    expect(described(running, new Date(started.getTime() + 7_000))).toMatchObject({
      Id: "jr_1",
      JobName: "load",
      JobRunState: "RUNNING",
      Arguments: { "--b": "run", "--c": "run" },
      ExecutionTime: 7,
      StartedOn: started.getTime() / 1000,
    });
  });

  it("logs where jobs of its kind do", () => {
    expect(logGroupOf(job)).toBe("/aws-glue/python-jobs");
    expect(logGroupOf({ Name: "spark", Command: { Name: "glueetl" } })).toBe("/aws-glue/jobs");
  });
});
