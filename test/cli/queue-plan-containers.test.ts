import { readFileSync } from "node:fs";
import * as path from "node:path";
import { temporaryFolder, write, writeJson } from "../deploy/folders";
import { valid } from "../config/compute/fixture";
import { commandLine } from "./command-line";

// Each test starts threads, which takes long on a busy machine.
jest.setTimeout(60_000);

const root = temporaryFolder();
const line = commandLine(path.join(root, "project"));
const file = (name: string) => path.join(root, name);

// An environment of 16 vCPUs with a queue in order of submission, and four jobs of 8 vCPUs for ten minutes.
const compute = {
  ComputeEnvs: { FARGATE_CE_NAME: "fargate", FARGATE_CE_CREATE_REQUEST: valid.ComputeEnvs.FARGATE_CE_CREATE_REQUEST },
  JobQueues: { LIGHT_QUEUE_NAME: "light", LIGHT_QUEUE_CREATE_REQUEST: valid.JobQueues.LIGHT_QUEUE_CREATE_REQUEST },
};

beforeAll(() => {
  writeJson(file("compute.json"), compute);
  write(file("jobs.csv"), `submit,duration,vcpus,memory_mib\n${"0,600,8,16384\n".repeat(4)}`);
});

const plan = (declared: string, ...args: string[]) =>
  line.run(["queues", "plan", declared, "--jobs", file("jobs.csv"), ...args]);

/** What the tests look at of a report. */
interface Report {
  readonly variants: readonly {
    readonly name: string;
    readonly result: {
      readonly total: { readonly wait: { readonly max: number } };
      readonly pools: readonly { readonly environments: readonly object[] }[];
    };
  }[];
  readonly sensitivity: readonly { readonly option: string }[];
  readonly target: { readonly least: { readonly capacity: number } };
}

// Cast: what `--json` promises; each test looks at what it says.
const report = (stdout: string) => JSON.parse(stdout) as Report;

it("replays the queues of a compute file, and tells how its environments are used", async () => {
  const { exitCode, stdout, stderr } = await plan(file("compute.json"));
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("Sizes and hours are of vCPUs");
  const row = stdout.split("\n").find((text) => text.startsWith("fargate "));
  expect(row?.trim().split(/ {2,}/)).toEqual(["fargate", "16", "16", "100 %", "5.3 h", "5.3 h", "100 %"]);
});

it("compares vCPUs, and searches how many are needed", async () => {
  const { stdout } = await plan(
    file("compute.json"),
    "--set",
    "more:fargate.maxvCpus=32",
    "--sensitivity",
    "--target",
    "max wait <= 0s",
    "--json",
  );
  const { variants, target, sensitivity } = report(stdout);
  expect(variants.map(({ name, result }) => [path.basename(name), result.total.wait.max])).toEqual([
    ["compute.json", 600],
    ["more", 0],
  ]);
  expect(target.least.capacity).toBe(32);
  expect(sensitivity.map(({ option }) => option)).toEqual(expect.arrayContaining(["vcpus", "memory"]));
});

it("takes for granted what jobs do not say", async () => {
  write(file("plain.csv"), `submit,duration\n${"0,600\n".repeat(4)}`);
  const { stdout } = await plan(file("compute.json"), "--jobs", file("plain.csv"), "--vcpus", "16", "--json");
  expect(report(stdout).variants[0]?.result.total.wait.max).toBe(1800);
});

it("of an environment with both kinds of queues replays those that are asked for", async () => {
  const settings = path.join(root, "project/environments/dev.tfvars.json");
  // Cast: an object, as written.
  const own = JSON.parse(readFileSync(settings, "utf8")) as object;
  writeJson(settings, { ...own, compute: { path: "compute.json" } });
  writeJson(path.join(root, "project/compute.json"), compute);
  const { stdout } = await plan("dev", "--json");
  expect(report(stdout).variants[0]?.result.pools[0]?.environments).toHaveLength(1);
  writeJson(settings, { ...own, compute: { path: "compute.json" }, training_queues: { path: "queues.json" } });
  writeJson(path.join(root, "project/queues.json"), {
    ServiceEnvs: {},
    SchedulingPolicies: {},
    TrainingJobQueues: {},
    QuotaShares: {},
  });
  const both = await plan("dev", "--containers", "--json");
  expect(report(both.stdout).variants[0]?.result.pools[0]?.environments).toHaveLength(1);
  expect((await plan("dev")).stderr).toContain("dev declares no queues");
  writeJson(settings, own);
  expect((await plan("dev", "--containers")).stderr).toContain("dev declares no shared compute");
});
