import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { type BatchAccount, batchAccount, REGION } from "../jobs/batch-account";
import { temporaryFolder, write } from "../deploy/folders";
import { readUserInput } from "../../cli/user-file";
import { commandLine, type Setting } from "./command-line";

jest.setTimeout(30_000);

const root = temporaryFolder();
const line = commandLine(root);
let account: BatchAccount;
let count = 0;

beforeAll(async () => {
  account = await batchAccount(["cpu", "gpu"], ["prepare", "train", "evaluate"]);
});
afterAll(() => account.close());
beforeEach(() => {
  account.loopback.calls.length = 0;
});

/** @returns the path of a new file */
function file(value: unknown, ending = ".json"): string {
  count += 1;
  const name = path.join(root, "files", `${count}${ending}`);
  write(name, typeof value === "string" ? value : JSON.stringify(value));
  return name;
}

const run = (args: readonly string[], setting: Setting = {}) =>
  line.run(args, { ...setting, variables: { ...account.variables, ...setting.variables } });

/** @returns how often an operation was called in this test */
const called = (operation: string): number =>
  account.loopback.calls.filter((call) => call === `batch POST /v1/${operation.toLowerCase()}`).length;

const exiting = (code: string) => ({
  containerOverrides: { environment: [{ name: "DAPF_EXIT_CODE", value: code }] },
});

const chain = () => ({
  jobs: [
    { jobName: "evaluate", jobQueue: "cpu", jobDefinition: "evaluate", dependsOn: [{ jobId: "${train}" }] },
    {
      jobName: "train",
      jobQueue: "gpu",
      jobDefinition: "train",
      dependsOn: [{ jobId: "${prepare}", type: "SEQUENTIAL" }],
    },
    {
      jobName: "prepare",
      jobQueue: "cpu",
      jobDefinition: "prepare",
      containerOverrides: { environment: [{ name: "TEXT", value: "${prepare} stays" }] },
    },
  ],
});

describe("dapf submit", () => {
  it("submits a workflow in the order of its dependencies and writes names and ids", async () => {
    const input = file(chain());
    const output = path.join(root, "ids.txt");
    const { exitCode, stdout, stderr } = await run(["submit", input, "--output", output]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("3 jobs submitted; names and ids are in");
    const ids = fs
      .readFileSync(output, "utf8")
      .trimEnd()
      .split("\n")
      .map((text) => text.split("\t"));
    expect(ids.map(([name]) => name)).toEqual(["prepare", "train", "evaluate"]);
    const { jobs = [] } = await account.client.describeJobs({ jobs: ids.map(([, id = ""]) => id) });
    const [prepare, train, evaluate] = jobs;
    expect(train?.dependsOn?.map(({ jobId }) => jobId)).toEqual([prepare?.jobId]);
    expect(evaluate?.dependsOn?.map(({ jobId }) => jobId)).toEqual([train?.jobId]);
    expect(prepare?.container?.environment).toEqual([{ name: "TEXT", value: "${prepare} stays" }]);
  });

  describe("from what can be read only once", () => {
    const one = (name: string) => `# made by a script\njobName: ${name}\njobQueue: cpu\njobDefinition: train\n`;

    it("submits the jobs of standard input, YAML and JSON, and names it in errors", async () => {
      expect((await run(["submit", "-"], { input: one("yaml") })).stdout).toContain("yaml\t");
      expect((await run(["submit", "-"], { input: JSON.stringify(chain()) })).stdout).toContain("3 jobs submitted");
      const { exitCode, stderr } = await run(["submit", "-"], { input: `${one("wrong")}x: 3` });
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining("standard input:5:1: x is not a known key")]);
      const definition = { jobDefinitionName: "x", type: "container" };
      const other = await run(["submit", "-"], { input: JSON.stringify(definition) });
      expect(other.stderr).toContain("try dapf job-definition register -");
    });

    it("goes on with the run of the same input, whose journal --journal or its content names", async () => {
      const input = JSON.stringify(chain());
      const journal = path.join(root, "of-input.journal");
      account.loopback.calls.length = 0;
      const interrupts = { subscribe: (listener: () => void) => (listener(), () => undefined) };
      const broken = await run(["submit", "-", "--journal", journal], { input, interrupts });
      expect([broken.exitCode, called("SubmitJob"), fs.existsSync(journal)]).toEqual([130, 0, true]);
      const again = await run(["submit", "-", "--journal", journal], { input });
      expect([again.exitCode, called("SubmitJob"), fs.existsSync(journal)]).toEqual([0, 3, false]);
      const host = { readInput: () => Promise.resolve(Buffer.from(input)) };
      const names = [await readUserInput(host, "-"), await readUserInput(host, "-")].map((found) => found.journal);
      expect(names[0]).toBe(names[1]);
      expect(names[0]).toMatch(/^\.dapf\/jobs\/input-[0-9a-f]{16}\.journal$/);
    });

    it("reads a pipe that the shell has made once, and keeps no journal beside it", async () => {
      const pipe = path.join(root, "pipe");
      spawnSync("mkfifo", [pipe]);
      const writer = spawn("sh", ["-c", 'printf %s "$0" > "$1"', one("piped"), pipe]);
      const found = await readUserInput({ readInput: () => Promise.reject(new Error("not asked")) }, pipe);
      expect(found).toMatchObject({ name: pipe, content: one("piped"), isStream: true });
      expect(found.journal).toMatch(/^\.dapf\//);
      await once(writer, "exit");
    });
  });

  it("prints only ids with --ids-only, also into the ids file; progress goes to standard error", async () => {
    const output = path.join(root, "bare.txt");
    const { exitCode, stdout, stderr } = await run([
      "submit",
      file(chain()),
      "--ids-only",
      "--output",
      output,
      "--monitor",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^([0-9a-f-]{36}\n){3}$/);
    expect(stderr).toContain("train\t");
    expect(fs.readFileSync(output, "utf8")).toBe(stdout);
    const listed = await run(["jobs", "list", "--queue", "cpu", "--ids-only", "--limit", "2"]);
    expect(listed.stdout).toMatch(/^([0-9a-f-]{36}\n){2}$/);
    expect((await run(["jobs", "list", "--ids-only", "--json"])).exitCode).toBe(2);
  });

  it("asks once for the queues, and once for each definition", async () => {
    await run(["submit", file(chain())]);
    expect(called("DescribeJobQueues")).toBe(1);
    expect(called("DescribeJobDefinitions")).toBe(3);
    expect(called("SubmitJob")).toBe(3);
  });

  it("submits nothing when the same command with the same output is run again, and all with --again", async () => {
    const input = file(chain());
    const output = path.join(root, "again.txt");
    await run(["submit", input, "--output", output]);
    const ids = fs.readFileSync(output, "utf8");
    account.loopback.calls.length = 0;
    const second = await run(["submit", input, "--output", output]);
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain("nothing was submitted now; --again submits the jobs anew");
    expect(called("SubmitJob")).toBe(0);
    expect(fs.readFileSync(output, "utf8")).toBe(ids);
    const third = await run(["submit", input, "--output", output, "--again", "--json"]);
    expect(JSON.parse(third.stdout)).toEqual(expect.objectContaining({ submittedNow: 3 }));
    expect(fs.readFileSync(output, "utf8")).not.toBe(ids);
  });

  it("submits anew each time without an output, and leaves no file", async () => {
    const input = file({ jobName: "one", jobQueue: "cpu", jobDefinition: "train" });
    await run(["submit", input]);
    await run(["submit", input]);
    expect(called("SubmitJob")).toBe(2);
    expect(fs.readdirSync(path.dirname(input)).filter((name) => name.startsWith(path.basename(input)))).toHaveLength(1);
  });

  it("prints the plan as a graph without any call", async () => {
    const { exitCode, stdout } = await run(["submit", file(chain()), "--dry-run"], { variables: { AWS_REGION: "" } });
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").slice(0, 7)).toEqual([
      "3 jobs in 3 steps, about 1 second to submit at 50 a second",
      "step 1",
      "  prepare   prepare -> cpu",
      "step 2",
      "  train     train -> gpu  after prepare",
      "step 3",
      "  evaluate  evaluate -> cpu  after train",
    ]);
    expect(account.loopback.calls).toEqual([]);
  });

  it("reads comments and YAML", async () => {
    const json = file('{ # note\n "jobName": "one", // "x"\n "jobQueue": "cpu", /* "\n */ "jobDefinition": "train" }');
    const yaml = file(
      "jobName: two # note\njobQueue: cpu\njobDefinition: train\ncontainerOverrides: {memory: 1024}\n",
      ".yaml",
    );
    expect((await run(["submit", json])).exitCode).toBe(0);
    expect((await run(["submit", yaml])).exitCode).toBe(0);
  });

  it.each([
    ["no JSON", '{"jobs": [', 'is not valid JSON: expected a value, or "]"'],
    [
      "a cycle",
      { jobs: [{ jobName: "a", jobQueue: "cpu", jobDefinition: "train", dependsOn: [{ jobId: "${a}" }] }] },
      "a -> a",
    ],
  ])("makes no call for a file with %s", async (_case, value, message) => {
    const { exitCode, stderr } = await run(["submit", file(value), "--monitor"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
    expect(account.loopback.calls).toEqual([]);
  });

  it("shows the first twenty of many mistakes, and with --json has all of them", async () => {
    const jobs = Array.from({ length: 25 }, (_, index) => ({
      jobName: `a${index}`,
      jobQueue: "cpu",
      jobDefinition: {},
    }));
    const { stdout, stderr } = await run(["submit", file({ jobs }), "--json"]);
    expect(stderr.trimEnd().split("\n")).toHaveLength(21);
    expect(stderr).toMatch(/\nand 5 more of this kind\n$/);
    const { error } = JSON.parse(stdout) as { error: { problems: object[] } };
    expect(error.problems).toHaveLength(25);
    expect(error.problems[24]).toMatchObject({ line: 1, path: "jobs[24].jobDefinition" });
    // A whole object is not repeated.
    expect(error.problems[24]).not.toHaveProperty("found");
  });

  it("tells queues and definitions that are not there, and submits nothing", async () => {
    const input = file({ jobs: [{ jobName: "one", jobQueue: "cpus", jobDefinition: "trian" }] });
    const { exitCode, stderr } = await run(["submit", input]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`jobs[0].jobQueue is no job queue of the account and Region, not "cpus"`);
    expect(stderr).toContain(`jobs[0].jobDefinition is no active job definition, not "trian"`);
    expect(called("SubmitJob")).toBe(0);
  });

  it("ends what it has submitted when a job is refused, with --cancel-on-failure", async () => {
    const jobs = chain().jobs.map((job) => ({
      ...job,
      containerOverrides: {
        environment: [{ name: "DAPF_DURATION_SECONDS", value: job.jobName === "train" ? "never" : "60" }],
      },
    }));
    const input = file({ jobs });
    const { exitCode, stdout, stderr } = await run(["submit", input, "--cancel-on-failure"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Ended 1 job that had been submitted");
    expect(stderr).toContain("train: refused:");
    expect(stderr).not.toContain("    at ");
    const id = /^prepare\t(\S+)/m.exec(stdout)?.[1] ?? "";
    const { jobs: found } = await account.client.describeJobs({ jobs: [id] });
    expect(found?.[0]?.isTerminated ?? found?.[0]?.isCancelled).toBe(true);
    expect(fs.existsSync(`${input}.journal`)).toBe(false);
  });

  it("keeps the journal of a refused job, and goes on with it", async () => {
    const [evaluate, train, prepare] = chain().jobs;
    const input = file({ jobs: [prepare, train, { ...evaluate, ...exiting("many") }] });
    const output = path.join(root, "kept.txt");
    const first = await run(["submit", input, "--output", output]);
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain("Submitted are 2 of 3 jobs. Run the same command to go on.");
    account.loopback.calls.length = 0;
    const second = await run(["submit", input, "--output", output]);
    expect(second.stdout).toContain("2 of 3 jobs are submitted");
    expect(called("SubmitJob")).toBe(1);
    fs.writeFileSync(input, JSON.stringify({ jobs: [prepare, train, evaluate] }));
    const third = await run(["submit", input, "--output", output]);
    expect(third.stderr).toContain("the job file has changed since");
    expect(third.stderr).toContain("--again");
  });

  it("watches until all jobs have succeeded, with --monitor", async () => {
    const { exitCode, stdout } = await run(["submit", file(chain()), "--monitor"]);
    expect(exitCode).toBe(0);
    const ends = stdout.split("\n").filter((text) => text.endsWith("SUCCEEDED"));
    expect(ends.map((text) => text.split("  ")[0]).sort()).toEqual(["evaluate", "prepare", "train"]);
    expect(stdout).toContain("3 jobs succeeded");
    const ids = [...stdout.matchAll(/^(\w+)\t(\S+)$/gm)].map((match) => match[2] ?? "");
    const { jobs = [] } = await account.client.describeJobs({ jobs: ids });
    for (const job of jobs) {
      for (const { jobId } of job.dependsOn ?? []) {
        const before = jobs.find((other) => other.jobId === jobId);
        expect(before?.status).toBe("SUCCEEDED");
        expect(job.startedAt).toBeGreaterThanOrEqual(before?.stoppedAt ?? Infinity);
      }
    }
  });

  it("exits with 1 when a job in the middle fails, and reports those that depend on it", async () => {
    const jobs = chain().jobs.map((job) => ({ ...job, ...(job.jobName === "train" ? exiting("7") : {}) }));
    const { exitCode, stdout } = await run(["submit", file({ jobs }), "--monitor"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}train {2}FAILED {2}exit code 7 .*log stream/m);
    expect(stdout).toMatch(/^ {2}evaluate {2}FAILED {2}.*[Dd]epend/m);
    expect(stdout).toContain("2 of 3 jobs failed:");
  });

  it("ends the other jobs when one fails, with --monitor --cancel-on-failure", async () => {
    const long = { containerOverrides: { environment: [{ name: "DAPF_DURATION_SECONDS", value: "600" }] } };
    const jobs = [
      { jobName: "bad", jobQueue: "cpu", jobDefinition: "train", ...exiting("1") },
      { jobName: "long", jobQueue: "cpu", jobDefinition: "train", ...long },
      { jobName: "after", jobQueue: "cpu", jobDefinition: "train", dependsOn: [{ jobId: "${long}" }] },
    ];
    const { exitCode, stdout } = await run(["submit", file({ jobs }), "--monitor", "--cancel-on-failure", "--json"]);
    expect(exitCode).toBe(1);
    const result = JSON.parse(stdout) as { jobs: { jobName: string; status: string; reason: string }[] };
    expect(result.jobs.map(({ status }) => status)).toEqual(["FAILED", "FAILED", "FAILED"]);
    expect(result.jobs.find(({ jobName }) => jobName === "long")?.reason).toContain("bad failed");
  });

  it("lets the jobs run after Ctrl-C, and goes on watching with the same command", async () => {
    const slow = { containerOverrides: { environment: [{ name: "DAPF_DURATION_SECONDS", value: "2" }] } };
    const input = file({ jobName: "slow", jobQueue: "cpu", jobDefinition: "train", ...slow });
    let interrupt: () => void = () => undefined;
    const first = await run(["submit", input, "--monitor"], {
      interrupts: { subscribe: (listener) => ((interrupt = listener), () => undefined) },
      onOutput: (text) => void (text.startsWith("slow  ") && interrupt()),
    });
    expect(first.exitCode).toBe(130);
    const [, id = ""] = /^slow\t(\S+)$/m.exec(first.stdout) ?? [];
    expect(first.stdout).toContain(`the jobs keep running. To look again: npx dapf watch ${id}\n`);
    const second = await run(["submit", input, "--monitor"]);
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain("1 job succeeded");
    expect(called("SubmitJob")).toBe(1);
  });

  it.each([
    [["submit", "none.json"], "none.json does not exist"],
    [["submit", root], "is a folder, not a file"],
    [["submit", "none.json", "--rate", "0"], "--rate takes a number of calls a second"],
    [["submit", "none.json", "--rate", "10001"], "at most 10000, not 10001"],
  ])("%j is a wrong command line", async (args, message) => {
    const { exitCode, stderr } = await run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("has no log to show of jobs that it does not watch, and submits none", async () => {
    const input = file({ jobName: "one", jobQueue: "cpu", jobDefinition: "train" });
    const { exitCode, stderr } = await run(["submit", input, "--logs", "one"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--logs needs --monitor")]);
    expect(called("SubmitJob")).toBe(0);
  });

  it("gives the plan to programs with --dry-run --json, step by step", async () => {
    const { stdout } = await run(["submit", file(chain()), "--dry-run", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      jobs: 3,
      steps: [
        [{ jobName: "prepare", needs: [] }],
        [{ jobName: "train", needs: ["prepare"], request: { jobQueue: "gpu" } }],
        [{ jobName: "evaluate", needs: ["train"] }],
      ],
    });
    expect(account.loopback.calls).toEqual([]);
  });

  it("asks for a Region when there is none", async () => {
    const input = file({ jobName: "one", jobQueue: "cpu", jobDefinition: "train" });
    const none = { AWS_REGION: "", AWS_DEFAULT_REGION: "", AWS_PROFILE: "" };
    const { exitCode, stderr } = await run(["submit", input], { variables: none });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining("No Region: give --region") as string,
    });
    expect((await run(["submit", input, "--region", REGION], { variables: none })).exitCode).toBe(0);
  });
});

describe("dapf job-definition", () => {
  const definition = (changes: object = {}) => ({
    jobDefinitionName: `definition-${count}`,
    type: "container",
    containerProperties: {
      image: "train",
      vcpus: 4,
      memory: 16384,
      resourceRequirements: [{ type: "GPU", value: "1" }],
      ...changes,
    },
  });

  it("registers the same content once, and again with --force", async () => {
    const input = file(definition());
    const outputs = [];
    for (const more of [[], [], ["--force"]])
      outputs.push((await run(["job-definition", "register", input, ...more])).stdout);
    expect(outputs.map((text) => text.split("\n")[0]?.replace(/definition-\d+/, "it"))).toEqual([
      "Registered it:1",
      "Unchanged: this content is it:1",
      "Registered it:2",
    ]);
    expect(outputs[0]).toMatch(/^arn:aws:batch:us-west-2:123456789012:job-definition\/definition-\d+:1$/m);
  });

  it("prints them as text, as a table, as JSON or by their bare names", async () => {
    const input = file(definition());
    const name = `definition-${count - 1}`;
    const printed = async (words: string) =>
      (await run(["job-definition", ...words.split(" ").map((word) => (word === "FILE" ? input : word))])).stdout;
    const arn = `arn:aws:batch:us-west-2:123456789012:job-definition/${name}:1`;
    const text = `${arn}\t${name}\t1\n`;
    expect(await printed("register FILE --output text")).toBe(text);
    expect(await printed("register FILE --ids-only")).toBe(`${name}:1\n`);
    expect(await printed("register FILE --output table")).toMatch(
      /^DEFINITION +ON [^]*\ndefinition-\d+:1 +EC2 +4 +16384 /,
    );
    expect(JSON.parse(await printed("register FILE --output json"))).toMatchObject({ name, registered: false });
    expect(await printed(`list ${name} --output text`)).toBe(text);
    expect(await printed(`list ${name} --ids-only`)).toBe(`${name}:1\n`);
    expect(await printed(`list ${name} --output table`)).toBe(await printed(`list ${name}`));
    expect(JSON.parse(await printed(`list ${name} --output json`))).toMatchObject({
      jobDefinitions: [{ revision: 1 }],
    });
    const wrong = await run(["job-definition", "list", "--output", "csv"]);
    expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining("text, json, table, not csv")]);
  });

  it("says that a name without revision means the newest, not latest", async () => {
    const shown = await run(["job-definition", "show", "train:latest"]);
    expect(shown.stderr).toContain("leave :latest out: train alone means its newest active revision");
    const gone = await run(["job-definition", "deregister", "train:latest"]);
    expect(gone.stderr).toContain("train:latest names no revision: write train:<number>");
  });

  it("lists, shows and deregisters revisions", async () => {
    const input = file(definition());
    await run(["job-definition", "register", input]);
    const name = `definition-${count - 1}`;
    expect((await run(["job-definition", "list"])).stdout).toMatch(/definition-\d+:1 +EC2 +4 +16384 +1 +train/);
    const shown = await run(["job-definition", "show", name]);
    expect(JSON.parse(shown.stdout)).toEqual(expect.objectContaining({ jobDefinitionName: name, revision: 1 }));
    expect((await run(["job-definition", "deregister", name])).exitCode).toBe(2);
    // Two at once do the same.
    const both = [1, 2].map(() => run(["job-definition", "deregister", `${name}:1`]));
    for (const { stdout } of await Promise.all(both)) expect(stdout).toBe(`Deregistered ${name}:1\n`);
    expect((await run(["job-definition", "show", name])).exitCode).toBe(2);
  });

  it("prints one JSON object with --json, of each command", async () => {
    const input = file(definition());
    const name = `definition-${count - 1}`;
    const json = async (...words: string[]): Promise<unknown> =>
      JSON.parse((await run(["job-definition", ...words, "--json"])).stdout);
    expect(await json("register", input)).toMatchObject({ name, revision: 1, registered: true });
    expect(await json("list", name)).toMatchObject({ jobDefinitions: [{ jobDefinitionName: name, revision: 1 }] });
    expect(await json("deregister", `${name}:1`)).toEqual({
      deregistered: `arn:aws:batch:us-west-2:123456789012:job-definition/${name}:1`,
    });
  });

  it("says what there is not", async () => {
    const list = await run(["job-definition", "list", "nothing"]);
    expect([list.exitCode, list.stdout]).toEqual([0, "There are no active job definitions\n"]);
    for (const words of [
      ["show", "nothing"],
      ["deregister", "nothing:1"],
    ]) {
      const { exitCode, stderr } = await run(["job-definition", ...words]);
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/There is no job definition nothing(:1)? in this/)]);
    }
  });

  it.each([
    ["nowhere.json", "nowhere.json does not exist"],
    ["environments", "environments is a folder, not a file"],
  ])("refuses %s, which is no file to read", async (name, message) => {
    const { exitCode, stderr } = await run(["job-definition", "register", path.join(root, name)]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(account.loopback.calls).toEqual([]);
  });

  it("refuses what goes beyond the environment's limits, before any call", async () => {
    limit({ vcpus: 2, memory: 8192, gpus: 0, timeout: 3600 });
    const { exitCode, stderr } = await run(["job-definition", "register", file(definition()), "--env", "limited"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("must need at most 2 vCPUs (limits.vcpus of environments/limited.tfvars.json), not 4");
    expect(stderr).toContain("must need at most 8192 MiB of memory");
    expect(stderr).toContain("must need at most 0 GPUs");
    expect(stderr).toContain("must have Project (required_tags of environments/limited.tfvars.json)");
    expect(stderr).toContain("timeout must have attemptDurationSeconds of at most 3600");
    expect(account.loopback.calls).toEqual([]);
  });
});

/** Makes the environment `limited`, which requires the tag Project. */
function limit(limits: object): void {
  const settings = JSON.parse(fs.readFileSync(path.join(root, "environments", "dev.tfvars.json"), "utf8")) as object;
  const policy = { env: "lim", region: REGION, limits, required_tags: ["Project"] };
  write(path.join(root, "environments", "limited.tfvars.json"), JSON.stringify({ ...settings, ...policy }));
}

describe("the limits of --env", () => {
  const tags = { Project: "p" };
  const sized = (vcpus: string) => ({
    image: "i",
    resourceRequirements: [
      { type: "VCPU" as const, value: vcpus },
      { type: "MEMORY" as const, value: "1024" },
    ],
  });

  it.each([
    [
      "nodes",
      {
        type: "multinode",
        nodeProperties: {
          numNodes: 9,
          mainNode: 0,
          nodeRangeProperties: [{ targetNodes: "0:", container: sized("2") }],
        },
      },
      "nodeProperties must need at most 8 vCPUs (limits.vcpus of environments/limited.tfvars.json), not 18; 9 nodes x 2 vCPUs = 18 vCPUs",
    ],
    [
      "a task",
      {
        type: "container",
        ecsProperties: {
          taskProperties: [
            {
              containers: [
                { name: "a", ...sized("5") },
                { name: "b", ...sized("4") },
              ],
            },
          ],
        },
      },
      "ecsProperties must need at most 8 vCPUs (limits.vcpus of environments/limited.tfvars.json), not 9; (5 + 4) vCPUs = 9 vCPUs",
    ],
    [
      "a pod",
      {
        type: "container",
        eksProperties: {
          podProperties: { containers: [{ image: "i", resources: { limits: { cpu: "8.5", memory: "512Mi" } } }] },
        },
      },
      "eksProperties must need at most 8 vCPUs (limits.vcpus of environments/limited.tfvars.json), not 8.5",
    ],
  ])("hold for a definition of %s", async (_case, more, message) => {
    limit({ vcpus: 8 });
    const input = file({ jobDefinitionName: "wide", tags, ...more });
    const { exitCode, stderr } = await run(["job-definition", "register", input, "--env", "limited"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(account.loopback.calls).toEqual([]);
    expect((await run(["job-definition", "register", input, "--region", REGION])).exitCode).toBe(0);
  });

  it("hold for a job of a definition that somebody else has registered, with what it overrides", async () => {
    limit({ vcpus: 8, array_size: 10 });
    const nodeProperties = {
      numNodes: 2,
      mainNode: 0,
      nodeRangeProperties: [{ targetNodes: "0:", container: sized("4") }],
    };
    await account.client.registerJobDefinition({ jobDefinitionName: "cluster", type: "multinode", nodeProperties });
    const submit = (more: object) =>
      run([
        "submit",
        file({ jobName: "j", jobQueue: "cpu", jobDefinition: "cluster", tags, ...more }),
        "--env",
        "limited",
      ]);
    // The embedded AWS runs no jobs of nodes: that it is asked to shows that the limits let the job pass.
    await submit({});
    expect(called("SubmitJob")).toBe(1);
    const { exitCode, stderr } = await submit({ nodeOverrides: { numNodes: 3 } });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("not 12; 3 nodes x 4 vCPUs = 12 vCPUs")]);
    expect((await submit({ arrayProperties: { size: 11 } })).stderr).toContain(
      "arrayProperties.size must be at most 10 jobs (limits.array_size of environments/limited.tfvars.json), not 11",
    );
    expect((await submit({ tags: { Project: "" } })).stderr).toContain("tags must have Project");
    expect(called("SubmitJob")).toBe(1);
  });
});

describe("what queue, definition and compute environment rule out", () => {
  it("is told of all jobs of a file at once, and none of them is submitted", async () => {
    const one = (jobName: string, more: object = {}) => ({ jobName, jobQueue: "cpu", jobDefinition: "train", ...more });
    const needing = (value: string) => ({ containerOverrides: { resourceRequirements: [{ type: "VCPU", value }] } });
    const input = file({
      jobs: [
        one("fine"),
        one("shared", { shareIdentifier: "team" }),
        one("nodes", { nodeOverrides: { numNodes: 2 } }),
        one("half", needing("0.5")),
        one("large", needing("100000")),
        one("after", { dependsOn: [{ jobId: "11111111-2222-4333-8444-555555555555" }] }),
      ],
    });
    const { exitCode, stdout, stderr } = await run(["submit", input]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringContaining("jobs[1].shareIdentifier has no place in a job for queue cpu"),
      expect.stringContaining("jobs[2].nodeOverrides has no place in a job of train, which defines a container"),
      expect.stringContaining("jobs[3].containerOverrides must need a whole number of vCPUs"),
      expect.stringContaining(
        "jobs[4].containerOverrides must need at most 1000 vCPUs, the largest maxvCpus of queue cpu",
      ),
      expect.stringContaining("jobs[5].dependsOn[0].jobId (11111111-2222-4333-8444-555555555555) is not known to"),
    ]);
    expect(called("SubmitJob")).toBe(0);
    expect(called("DescribeComputeEnvironments")).toBe(1);
  });

  it("is a warning where AWS Batch takes the job all the same", async () => {
    const input = file({ jobName: "one", jobQueue: "cpu", jobDefinition: "train", schedulingPriorityOverride: 3 });
    const { exitCode, stderr } = await run(["submit", input]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^warning: .*schedulingPriorityOverride has no effect in queue cpu/);
  });
});

describe("dapf submit --continue, after the file was mended", () => {
  const one = (jobName: string, more: object = {}) => ({ jobName, jobQueue: "cpu", jobDefinition: "train", ...more });
  // What the service refuses and the file alone does not show: the embedded AWS has no such simulation.
  const bad = (jobName: string) =>
    one(jobName, { containerOverrides: { environment: [{ name: "DAPF_EXIT_CODE", value: "many" }] } });

  /** A run of which `first` was submitted and `second` was refused. */
  async function halfway(): Promise<{ input: string; output: string; first: string }> {
    const input = file({ jobs: [one("first"), { ...bad("second"), dependsOn: [{ jobId: "${first}" }] }] });
    const output = `${input}.ids`;
    const { exitCode, stderr } = await run(["submit", input, "--output", output]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("second: refused") as string });
    account.loopback.calls.length = 0;
    return { input, output, first: fs.readFileSync(output, "utf8") };
  }
  const mended = { jobs: [one("first"), one("second", { dependsOn: [{ jobId: "${first}" }] }), one("third")] };

  it("is named by the error of the same command, which submits nothing", async () => {
    const { input, output } = await halfway();
    fs.writeFileSync(input, JSON.stringify(mended));
    const { exitCode, stderr } = await run(["submit", input, "--output", output]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("the job file has changed since");
    expect(stderr).toContain("with --continue, which shows it first, or start afresh with --again");
    expect(called("SubmitJob")).toBe(0);
  });

  it("shows the difference, asks, and submits what was not submitted, once", async () => {
    const { input, output, first } = await halfway();
    fs.writeFileSync(input, JSON.stringify(mended));
    const continued = ["submit", input, "--output", output, "--continue"];
    const { exitCode, stdout, stderr } = await run(continued, { answers: ["yes"] });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "Go on, and submit 2 jobs? Answer yes or no: " });
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "The jobs have changed since the run was begun; 2 jobs to submit:",
      "  new, to be submitted: third",
      "  changed, to be submitted: second",
      `  submitted, and as it was: first (${first.trim().split("\t")[1]})`,
    ]);
    expect(called("SubmitJob")).toBe(2);
    const ids = fs.readFileSync(output, "utf8");
    expect(ids.startsWith(first)).toBe(true);
    const again = await run(continued);
    expect(again.stdout).toContain("3 jobs submitted; names and ids are in");
    expect(called("SubmitJob")).toBe(2);
    expect(fs.readFileSync(output, "utf8")).toBe(ids);
  });

  it("does not submit again what was submitted and is changed or gone now, and says so", async () => {
    const input = file({ jobs: [one("stays"), one("changes"), one("goes")] });
    const output = `${input}.ids`;
    await run(["submit", input, "--output", output]);
    account.loopback.calls.length = 0;
    fs.writeFileSync(
      input,
      JSON.stringify({ jobs: [one("stays"), one("changes", { jobQueue: "gpu" }), one("comes")] }),
    );
    const args = ["submit", input, "--output", output, "--continue", "--auto-approve", "--json"];
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "submitted, and CHANGED since: stays as it was submitted, and is not submitted again: changes (",
    );
    expect(stderr).toContain("submitted, and no longer in the file: stays submitted, and is not ended: goes (");
    const result = JSON.parse(stdout) as { submittedNow: number; difference: Record<string, { name: string }[]> };
    expect(result.submittedNow).toBe(1);
    expect(result.difference.outdated?.map(({ name }) => name)).toEqual(["changes"]);
    expect(called("SubmitJob")).toBe(1);
  });

  it("tells what differs on standard error where standard output is for ids", async () => {
    const { input, output } = await halfway();
    fs.writeFileSync(input, JSON.stringify(mended));
    const args = ["submit", input, "--output", output, "--continue", "--auto-approve", "--ids-only"];
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("submitted, and as it was: first");
    expect(stdout).toMatch(/^([0-9a-f-]{36}\n)+$/);
  });

  it("submits nothing without agreement, and leaves the run as it was", async () => {
    const { input, output, first } = await halfway();
    fs.writeFileSync(input, JSON.stringify(mended));
    const args = ["submit", input, "--output", output, "--continue"];
    const refused = await run(args, { answers: ["no"] });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain("Not approved: nothing was submitted, and the run is as it was");
    const alone = await run(args);
    expect(alone.exitCode).toBe(2);
    expect(alone.stderr).toContain("There is no terminal to ask in: add --auto-approve");
    expect(called("SubmitJob")).toBe(0);
    expect(fs.readFileSync(output, "utf8")).toBe(first);
    expect((await run([...args, "--auto-approve"])).exitCode).toBe(0);
  });

  it("does not ask when only the text of the file has changed, and nothing is left to submit", async () => {
    const input = file({ jobs: [one("first")] });
    const output = `${input}.ids`;
    await run(["submit", input, "--output", output]);
    fs.writeFileSync(input, `# a comment\n${fs.readFileSync(input, "utf8")}`);
    const { exitCode, stdout } = await run(["submit", input, "--output", output, "--continue"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("submitted, and as it was: first");
    expect(called("SubmitJob")).toBe(1);
  });

  it("has nothing to go on with where there was no run, and is not for --again", async () => {
    const input = file(mended);
    const { exitCode, stderr } = await run(["submit", input, "--continue"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`There is no run to continue: ${input}.journal does not exist`);
    expect((await run(["submit", input, "--continue", "--again"])).exitCode).toBe(2);
    expect(called("SubmitJob")).toBe(0);
  });
});
