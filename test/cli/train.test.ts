import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { fasterClock, FIFO, QUOTA, serveTrainingQueues } from "../jobs/training/training-queues";
import { commandLine, type Setting } from "./command-line";

const examples = path.resolve(__dirname, "../../examples/training");
const folder = temporaryFolder();
const hour = path.join(folder, "hour.json");
fs.copyFileSync(path.join(examples, "hour.json"), hour);

let aws: Awaited<ReturnType<typeof serveTrainingQueues>>;
beforeEach(async () => (aws = await serveTrainingQueues()));
afterEach(() => aws.close());

let count = 0;
function train(words: readonly string[], setting: Setting = {}) {
  count += 1;
  return commandLine(path.join(folder, String(count))).run(["train", ...words], {
    variables: aws.variables,
    ...setting,
  });
}

async function submitted(name: string, quotaShare: string, priority: number): Promise<string> {
  const flags = ["--queue", QUOTA, "--quota-share", quotaShare, "--priority", String(priority), "--name", name];
  const { exitCode, stdout, stderr } = await train(["submit", hour, ...flags, "--json"]);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(name)]);
  const { jobs } = JSON.parse(stdout) as { jobs: { id: string }[] };
  return jobs[0]?.id ?? "";
}

async function states(): Promise<Record<string, string>> {
  const { stdout } = await train(["list", "--queue", QUOTA, "--json"]);
  const { jobs } = JSON.parse(stdout) as { jobs: { jobName: string; status: string }[] };
  return Object.fromEntries(jobs.map(({ jobName, status }) => [jobName, status]));
}

test("the scenario of AWS's notebook: borrow, cross-share preemption, raise a priority, in-share preemption", async () => {
  await submitted("high", "team-a-borrows", 3);
  await submitted("med", "team-a-borrows", 2);
  const low = await submitted("low", "team-a-borrows", 1);
  expect(await states()).toEqual({ high: "RUNNING", med: "RUNNING", low: "RUNNABLE" });

  await submitted("other", "team-b-lends", 1);
  expect(await states()).toEqual({ high: "RUNNING", med: "RUNNABLE", low: "RUNNABLE", other: "RUNNING" });

  expect((await train(["set-priority", low, "4"])).stdout).toBe(`${low} has priority 4\n`);
  expect(await states()).toEqual({ high: "RUNNABLE", med: "RUNNABLE", low: "RUNNING", other: "RUNNING" });
});

test("a job comes from standard input as well, and its bare id can be had", async () => {
  const input = fs.readFileSync(hour, "utf8");
  const { exitCode, stdout } = await train(["submit", "-", "--queue", FIFO, "--ids-only"], {
    variables: aws.variables,
    input,
  });
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}\n$/)]);
  expect((await train(["list", "--queue", FIFO, "--ids-only"])).stdout).toBe(stdout);
});

test("a job that was preempted says so; one that is terminated has the reason", async () => {
  await submitted("high", "team-a-borrows", 3);
  const med = await submitted("med", "team-a-borrows", 2);
  await submitted("other", "team-b-lends", 1);
  expect((await train(["show", med])).stdout).toMatch(/state +RUNNABLE[\s\S]*preempted +1\n/);
  await train(["terminate", med, "--reason", "wrong data"]);
  expect((await train(["show", med])).stdout).toMatch(/state +FAILED\nreason +wrong data\n/);
});

const workflow = () => {
  const file = path.join(folder, `workflow-${(count += 1)}.json`);
  const job = (jobName: string, after: readonly string[], outcome?: string) => ({
    jobName,
    jobQueue: FIFO,
    dependsOn: after.map((name) => ({ jobId: `\${${name}}` })),
    serviceRequestPayload: {
      ...(JSON.parse(fs.readFileSync(hour, "utf8")) as object),
      HyperParameters: { dapf_duration_seconds: "1", ...(outcome === undefined ? {} : { dapf_outcome: outcome }) },
    },
  });
  const write = (outcome?: string) =>
    writeJson(file, { jobs: [job("a", [], outcome), job("b", ["a"]), job("c", ["b"])] });
  return { file, write };
};

test("a workflow is submitted job by job; the ids file has them all, and the same command submits none again", async () => {
  const { file, write } = workflow();
  write();
  const ids = path.join(folder, "ids.txt");
  const { exitCode, stdout } = await train(["submit", file, "--monitor", "--output", ids]);
  expect(stdout).toContain("3 of 3 jobs submitted, 3 succeeded");
  expect(exitCode).toBe(0);
  expect(fs.readFileSync(ids, "utf8").trim().split("\n")).toEqual(aws.jobs().map(({ name, id }) => `${name}\t${id}`));

  const again = await train(["submit", file, "--monitor", "--output", ids]);
  expect(again.stdout).toContain("3 jobs had been submitted before");
  expect(aws.jobs()).toHaveLength(3);
  expect((await train(["watch", ids])).stdout).toContain("3 jobs, 0 failed");
}, 30_000);

test("what depends on a failed job is not submitted, with the reason, and the exit code is 1", async () => {
  const { file, write } = workflow();
  write("FAILED");
  const { exitCode, stdout } = await train(["submit", file]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("b was not submitted: depends on a, which is FAILED: Received status from SageMaker");
  expect(stdout).toContain("c was not submitted: depends on b, which was not submitted");
  expect(stdout).toContain("1 of 3 jobs submitted");
}, 30_000);

test("a finished job is cloned with changes; one that runs is not", async () => {
  const { file, write } = workflow();
  write();
  await train(["submit", file, "--monitor"]);
  const [first] = aws.jobs();
  const { exitCode } = await train([
    "clone",
    first?.id ?? "",
    "--set",
    "ResourceConfig.InstanceCount=2",
    "--name",
    "twice",
  ]);
  expect(exitCode).toBe(0);
  expect(aws.jobs().at(-1)).toMatchObject({ name: "twice", demand: { "ml.g5.xlarge": 2 } });

  const wrong = await train(["clone", first?.id ?? "", "--set", "ResourceConfig.InstanceCount=none"]);
  expect(wrong.stderr).toContain('ResourceConfig.InstanceCount must be a number, not "none"');
  const running = await train(["clone", await submitted("high", "team-a-borrows", 3)]);
  expect(running.stderr).toMatch(/is RUNNING: only a finished job is cloned/);
}, 30_000);

test("Ctrl-C ends the command, not the jobs; the same command goes on", async () => {
  const { file, write } = workflow();
  write();
  await aws.close();
  aws = await serveTrainingQueues({ clock: fasterClock(0.7) });
  let interrupt = (): void => undefined;
  const interrupts = {
    subscribe: (listener: () => void) => {
      interrupt = listener;
      return () => undefined;
    },
  };
  const onOutput = (text: string) => {
    if (text.includes("RUNNING")) interrupt();
  };
  const first = await train(["submit", file, "--monitor"], { interrupts, onOutput });
  expect(first.exitCode).toBe(130);
  expect(first.stdout).toContain(
    "Interrupted: jobs keep running; run the same command to go on. 1 of 3 jobs submitted",
  );

  const second = await train(["submit", file]);
  expect(second.stdout).toContain("1 job had been submitted before");
  expect(second.stdout).toContain("3 of 3 jobs submitted");
  expect(aws.jobs().map(({ name }) => name)).toEqual(["a", "b", "c"]);
}, 30_000);

test("a workflow that was mended goes on with --continue: what was submitted stays, and each name is submitted once", async () => {
  const { file, write } = workflow();
  write();
  const ids = path.join(folder, "mended-ids.txt");
  await train(["submit", file, "--monitor", "--output", ids]);
  const before = fs.readFileSync(ids, "utf8");
  const mended = JSON.parse(fs.readFileSync(file, "utf8")) as { jobs: { jobName: string }[] };
  const [first] = mended.jobs;
  writeJson(file, { jobs: [...mended.jobs, { ...first, jobName: "d" }] });
  const { exitCode, stdout } = await train(["submit", file, "--monitor", "--output", ids, "--continue"], {
    answers: ["yes"],
  });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("  new, to be submitted: d\n  submitted, and as it was: a (");
  const after = fs.readFileSync(ids, "utf8");
  for (const line of before.trimEnd().split("\n")) expect(after).toContain(line);
  expect(aws.jobs()).toHaveLength(4);
});

test("more instances than the queue's environment has are refused before the first job of a workflow", async () => {
  const { file, write } = workflow();
  write();
  const { jobs } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    jobs: { serviceRequestPayload: { ResourceConfig: object } }[];
  };
  const last = jobs[2]?.serviceRequestPayload.ResourceConfig;
  if (last !== undefined) Object.assign(last, { InstanceCount: 1000 });
  writeJson(file, { jobs });
  const { exitCode, stderr } = await train(["submit", file]);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("c: needs 1000 instances, and service environment")]);
  expect(aws.jobs()).toEqual([]);
});

test("Ctrl-C while all jobs are watched leaves a journal: the same command submits none again", async () => {
  let interrupt = (): void => undefined;
  const interrupts = {
    subscribe: (listener: () => void) => {
      interrupt = listener;
      return () => undefined;
    },
  };
  const onOutput = (text: string) => {
    if (text.includes("RUNNING")) interrupt();
  };
  const words = ["submit", hour, "--queue", FIFO, "--name", "watched"];
  expect((await train([...words, "--monitor"], { interrupts, onOutput })).exitCode).toBe(130);
  expect((await train(words)).stdout).toContain("1 job had been submitted before");
  expect(aws.jobs()).toHaveLength(1);
}, 30_000);

test("a problem that all jobs of a file have with a queue is told once", async () => {
  const file = path.join(folder, "many.json");
  const payload = JSON.parse(fs.readFileSync(hour, "utf8")) as object;
  const jobs = Array.from({ length: 9 }, (_, index) => ({ jobName: `j${index}`, serviceRequestPayload: payload }));
  writeJson(file, { jobs });
  const { stderr } = await train(["submit", file, "--queue", "nowhere"]);
  expect(stderr).toContain("j0, j1, j2 and 6 more: there is no job queue nowhere\n");
});

describe("before anything is submitted", () => {
  test.each([
    [
      ["--queue", QUOTA],
      "has quota shares: name one of them (--quota-share; there are: team-a-borrows, team-b-lends, team-c-reserves)",
    ],
    [["--queue", QUOTA, "--quota-share", "team-d"], "has no quota share team-d"],
    [["--queue", QUOTA, "--quota-share", "team-a-borrows", "--share", "a"], "has no fair-share policy"],
    [["--queue", FIFO, "--quota-share", "team-a-borrows"], "has no quota shares, so that a job names none"],
    [["--queue", "nowhere"], "there is no job queue nowhere"],
  ])("%j is compared with the queue", async (flags, problem) => {
    const { exitCode, stderr } = await train(["submit", hour, ...flags]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Nothing was submitted:");
    expect(stderr).toContain(problem);
    expect(aws.jobs()).toEqual([]);
  });

  test("--dry-run shows the request and asks nobody", async () => {
    await aws.close();
    const { exitCode, stdout } = await train([
      "submit",
      path.join(examples, "estimator.yaml"),
      "--queue",
      "q",
      "--dry-run",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("churn-xgboost: to q\n");
    expect(stdout).toContain('"InstanceType":"ml.c5.xlarge"');
  });

  test.each([
    [["--priority", "10000"], "--priority takes a whole number from 0 to 9999, not 10000"],
    [["--retries", "10"], "--retries takes a whole number from 0 to 9, not 10"],
    [["--tags", "team"], "--tags takes key=value, not team"],
  ])("%j is a wrong command line", async (flags, problem) => {
    const { exitCode, stderr } = await train(["submit", hour, "--queue", FIFO, ...flags]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });

  test("tags of the command line hold to the rules of tags, alone and with those of the file", async () => {
    const flags = (tags: readonly string[]) => tags.flatMap((tag) => ["--tags", tag]);
    const wrong = await train(["submit", hour, "--queue", FIFO, "--tags", "aws:owner=x"]);
    expect(wrong.stderr).toContain('--tags: ["aws:owner"] is a key that must not begin with aws: or dapf:');
    expect(wrong.exitCode).toBe(1);
    const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`file-${index}`, "x"]));
    const file = path.join(folder, "tagged.json");
    writeJson(file, { jobName: "tagged", serviceRequestPayload: hour, tags });
    const more = Array.from({ length: 10 }, (_, index) => `flag-${index}=x`);
    const many = await train(["submit", file, "--queue", FIFO, ...flags(more)]);
    expect(many.stderr).toContain("tags must have at most 48 entries, not 50; dapf adds two");
    expect(many.exitCode).toBe(1);
  });
});

describe("what is asked of jobs", () => {
  const UNKNOWN = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
  const namesOf = (stdout: string) =>
    stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(" ")[0]);

  test("is shown as a table, of one state, or of the jobs that are not over, or created in a time", async () => {
    await submitted("high", "team-a-borrows", 3);
    await submitted("med", "team-a-borrows", 2);
    const low = await submitted("low", "team-a-borrows", 1);
    await train(["terminate", low]);
    const list = async (...words: string[]) =>
      namesOf((await train(["list", "--queue", QUOTA, ...words])).stdout).sort();
    expect(await list()).toEqual(["high", "low", "med"]);
    expect(await list("--status", "failed")).toEqual(["low"]);
    expect(await list("--open")).toEqual(["high", "med"]);
    expect(await list("--before", "2020-01-01")).toEqual([]);
    // As in `dapf jobs list`: the moment itself is not before it.
    const { jobs } = JSON.parse((await train(["list", "--queue", QUOTA, "--name", "low", "--json"])).stdout) as {
      jobs: readonly { createdAt: number }[];
    };
    const [{ createdAt } = { createdAt: 0 }] = jobs;
    const at = (time: number) => list("--status", "failed", "--before", new Date(time).toISOString());
    expect([await at(createdAt), await at(createdAt + 1)]).toEqual([[], ["low"]]);
    expect(await list("--name", "me", "--after", "1h")).toEqual(["med"]);
  }, 30_000);

  test("is nothing of a queue without jobs, and the command says so", async () => {
    const { exitCode, stdout } = await train(["list", "--queue", QUOTA]);
    expect([exitCode, stdout]).toEqual([0, "There are no such jobs\n"]);
  });

  test("is refused with the states that there are", async () => {
    const { exitCode, stderr } = await train(["list", "--queue", QUOTA, "--status", "DONE"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/--status takes one of .*RUNNABLE.*, not DONE/)]);
  });

  test.each([["show"], ["watch"], ["logs"], ["clone"]])(
    "by dapf train %s, has to be known to AWS Batch",
    async (word) => {
      const { exitCode, stderr } = await train([word, UNKNOWN]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`There is no training job ${UNKNOWN}`)]);
    },
  );

  test("that AWS Batch does not know is not said to have been ended, nor one that is over", async () => {
    const id = await submitted("high", "team-a-borrows", 3);
    const first = await train(["terminate", id, UNKNOWN]);
    expect([first.exitCode, first.stdout, first.stderr]).toEqual([
      1,
      `${id} is being terminated\n`,
      `${UNKNOWN} is not known to AWS Batch (it forgets jobs some days after)\n`,
    ]);
    const again = await train(["terminate", id]);
    expect([again.exitCode, again.stdout]).toEqual([0, `${id} is FAILED already\n`]);
    const { exitCode, stdout } = await train(["terminate", id, UNKNOWN, "--json"]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([1, { terminated: [], over: [id], unknown: [UNKNOWN] }]);
  });

  test("is one JSON object with --json, of each command", async () => {
    const id = await submitted("high", "team-a-borrows", 3);
    const json = async (...words: string[]): Promise<unknown> => JSON.parse((await train([...words, "--json"])).stdout);
    expect(await json("show", id)).toMatchObject({ jobId: id, jobName: "high", status: "RUNNING" });
    expect(await json("set-priority", id, "7")).toEqual({ jobId: id, schedulingPriority: 7 });
    expect(await json("terminate", id)).toEqual({ terminated: [id] });
    expect(await json("watch", id)).toMatchObject({ jobs: [{ status: "FAILED" }] });
  }, 30_000);

  test("is watched until Ctrl-C, which leaves the jobs running", async () => {
    const id = await submitted("high", "team-a-borrows", 3);
    let interrupt = (): void => undefined;
    const interrupts = {
      subscribe: (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      },
    };
    const onOutput = (text: string) => {
      if (text.includes("RUNNING")) interrupt();
    };
    const { exitCode, stdout } = await train(["watch", id], { interrupts, onOutput });
    expect(exitCode).toBe(130);
    expect(stdout).toContain("1 job, 0 failed (interrupted; they keep running)\n");
    expect(await states()).toEqual({ high: "RUNNING" });
  }, 30_000);

  test("has the exit code 1 when a job that is watched has failed", async () => {
    const id = await submitted("high", "team-a-borrows", 3);
    await train(["terminate", id, "--reason", "wrong data"]);
    const { exitCode, stdout } = await train(["watch", id]);
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/high\tFAILED\twrong data\n1 job, 1 failed\n$/)]);
  });

  test("is no log of an attempt that a job has not had", async () => {
    const id = await submitted("high", "team-a-borrows", 3);
    const { exitCode, stderr } = await train(["logs", id, "--back", "4"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/there is no log of 4 before the latest/)]);
  });
});

test("a change that is no path=value is refused before any job is looked for", async () => {
  await aws.close();
  const { exitCode, stderr } = await train(["clone", "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01", "--set", "InstanceCount"]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--set takes path=value, not InstanceCount")]);
});

test("retries, time, preemptions and tags of the command line are in the request that --dry-run shows", async () => {
  const flags = [
    "--retries",
    "2",
    "--timeout",
    "60",
    "--preemption-retries",
    "3",
    "--tags",
    "team=a",
    "--share",
    "HIGH",
  ];
  const { stdout } = await train(["submit", hour, "--queue", "q", ...flags, "--dry-run", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    jobs: [
      {
        request: {
          retryStrategy: { attempts: 3 },
          timeoutConfig: { attemptDurationSeconds: 60 },
          preemptionConfiguration: { preemptionRetriesBeforeTermination: 3 },
          tags: { team: "a" },
          shareIdentifier: "HIGH",
        },
      },
    ],
  });
});

test.each([
  [[]],
  [["submit"]],
  [["list"]],
  [["show"]],
  [["watch"]],
  [["terminate"]],
  [["set-priority"]],
  [["clone"]],
  [["logs"]],
])("the help of dapf train %s has examples and the exit codes", async (words) => {
  const { exitCode, stdout } = await train([...words, "--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Examples:");
  expect(stdout).toContain("Exit codes:");
});

describe("the limits of --env", () => {
  /** Runs a command where the environment `limited` is, which requires the tag Project. */
  const limited = (words: readonly string[]) => {
    const root = path.join(folder, String(count + 1));
    commandLine(root);
    const dev = JSON.parse(fs.readFileSync(path.join(root, "environments", "dev.tfvars.json"), "utf8")) as object;
    const training = { instance_types: ["ml.g5.*"], instances: 2, hours: 6 };
    const policy = { env: "lim", region: "eu-west-1", limits: { training }, required_tags: ["Project"] };
    writeJson(path.join(root, "environments", "limited.tfvars.json"), { ...dev, ...policy });
    return train([...words, "--env", "limited"]);
  };
  const file = path.join(folder, "short.json");
  const payload = JSON.parse(fs.readFileSync(hour, "utf8")) as object;
  writeJson(file, { ...payload, HyperParameters: { dapf_duration_seconds: "1" } });
  const submit = ["submit", file, "--queue", FIFO];
  const tags = ["--tags", "Project=p"];

  it.each([
    ["without AWS", ["--dry-run"]],
    ["before any call", []],
  ])("hold for train submit %s", async (_case, more) => {
    const before = aws.statuses.length;
    const untagged = await limited([...submit, ...more]);
    expect([untagged.exitCode, untagged.stderr]).toEqual([
      1,
      expect.stringContaining("tags must have Project (required_tags of environments/limited.tfvars.json); --tags"),
    ]);
    const { exitCode, stderr } = await limited([...submit, ...tags, "--retries", "3", ...more]);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /StoppingCondition\.MaxRuntimeInSeconds must let the job run at most 6 hours \(limits\.training\.hours of environments\/limited\.tfvars\.json\), not 8; 4 attempts x 2 hours = 8 hours/,
      ),
    ]);
    expect(aws.statuses).toHaveLength(before);
  });

  it("hold for each job of a workflow, with its place", async () => {
    const { file, write } = workflow();
    write();
    const { exitCode, stderr } = await limited(["submit", file]);
    expect(exitCode).toBe(1);
    for (const index of [0, 1, 2]) expect(stderr).toContain(`jobs[${index}].tags must have Project`);
  });

  it("let pass what keeps to them, and hold for a clone of it with its changes", async () => {
    expect((await limited([...submit, ...tags, "--monitor", "--json"])).exitCode).toBe(0);
    const id = aws.jobs()[0]?.id ?? "";
    const { exitCode, stderr } = await limited(["clone", id, "--set", "ResourceConfig.InstanceCount=3"]);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(
        `payload of ${id}: ResourceConfig.InstanceCount must have at most 2 instances (limits.training.instances of environments/limited.tfvars.json), not 3`,
      ),
    ]);
    expect((await limited(["clone", id, "--set", "ResourceConfig.InstanceCount=2"])).exitCode).toBe(0);
    expect(aws.jobs()).toHaveLength(2);
  }, 30_000);
});
