import * as path from "node:path";
import { ConfigError } from "../../../../config/errors";
import { loadEnvironment } from "../../../../config/loader";
import {
  type ExampleServices,
  type ExampleStep,
  prepareExample,
  type PrepareOptions,
} from "../../../../jobs/runs/example";
import { EXAMPLE_FILE, readExample } from "../../../../jobs/runs/example/example-file";
import { ExampleFailedError } from "../../../../jobs/runs/errors";
import { temporaryFolder, write, writeJson } from "../../../deploy/folders";

const repository = path.resolve(__dirname, "../../../..");
const environment = loadEnvironment(repository, "jenkins-pl");
const date = "2026-11-21";
const folder = `/${environment.prefix}-dapf-ssm`;

class FakeAws implements ExampleServices {
  readonly parameters = new Map([
    [`${folder}/training/live_training_batch_job_definition`, "default"],
    [`${folder}/inferencing/live_inferencing_batch_job_definition`, "arn:mine"],
    [`${folder}/training/winner_algorithm`, "default"],
  ]);
  readonly objects = new Set<string>();
  readonly jobs: string[] = [];
  failing = "";

  parameter = (name: string) => Promise.resolve(this.parameters.get(name));
  versionedParameter = (name: string) => {
    const value = this.parameters.get(name);
    return Promise.resolve(value === undefined ? undefined : { value, version: 1 });
  };
  putParameter = (name: string, value: string) => Promise.resolve(this.parameters.set(name, value).size);
  hasObject = (_: string, key: string) => Promise.resolve(this.objects.has(key));
  putObject = (_: string, key: string) => Promise.resolve(void this.objects.add(key));
  /** How often Glue refuses because a run of the job has not ended. */
  busy = 0;
  startGlueJob = (job: string) => Promise.resolve((this.busy -= 1) >= 0 ? undefined : String(this.jobs.push(job)));
  glueRun = (job: string) => {
    if (job === this.failing) return Promise.resolve({ JobRunState: "FAILED" as const, ErrorMessage: "no rows" });
    const table = /check-(\w+)$/.exec(job)?.[1];
    if (table !== undefined) this.objects.add(`dqresults/year=2026/month=11/day=21/${table}.json`);
    return Promise.resolve({ JobRunState: "SUCCEEDED" as const });
  };
  latestJobDefinition = (name: string) => Promise.resolve(`arn:${name}:1`);
  pendingModel = () => Promise.resolve("arn:model");
  approveModel = () => Promise.resolve(void this.parameters.set(`${folder}/training/winner_algorithm`, "lr"));
}

async function prepared(aws: FakeAws, context: "training" | "inferencing"): Promise<string[]> {
  const steps: ExampleStep[] = [];
  const onStep = (step: ExampleStep) => void steps.push(step);
  const pause = () => Promise.resolve();
  await prepareExample(environment, { context, date, onStep, pause, whileNoCodeSync: (act) => act() }, aws);
  return steps.map(({ type }) => type);
}

test("a first run finds data that was taken in and checked, and a live job definition", async () => {
  const aws = new FakeAws();
  const steps = await prepared(aws, "training");

  expect(aws.objects).toContain("raw/parts/2026-11-21.csv");
  expect(aws.jobs.slice(0, 3).every((job) => job.includes("-ingest-"))).toBe(true);
  expect(aws.jobs.slice(3).sort()).toEqual(
    ["sales", "warranty"].map((table) => `${environment.prefix}-analytics-etl-check-${table}`),
  );
  expect(steps).toEqual(["deliveries", ...Array<string>(5).fill("etl-job"), "job-definition"]);
});

test("what is there stays as it is", async () => {
  const aws = new FakeAws();
  await prepared(aws, "training");

  expect(await prepared(aws, "training")).toEqual([]);
  expect(await prepared(aws, "inferencing")).toEqual(["approval"]);
  expect(await prepared(aws, "inferencing")).toEqual([]);
  expect(aws.parameters.get(`${folder}/inferencing/live_inferencing_batch_job_definition`)).toBe("arn:mine");
});

test("runs of the ETL that a killed process has left are waited for", async () => {
  const aws = new FakeAws();
  aws.busy = 5;

  expect(await prepared(aws, "training")).toContain("etl-job");
  expect(aws.jobs).toHaveLength(5);
});

test("the live job definition is looked at and written while nobody changes the code of the context", async () => {
  const aws = new FakeAws();
  const live = `${folder}/training/live_training_batch_job_definition`;
  const options = {
    context: "training",
    date,
    onStep: () => undefined,
    pause: () => Promise.resolve(),
    // Somebody else has had their turn before.
    whileNoCodeSync: (act) => {
      aws.parameters.set(live, "arn:theirs");
      return act();
    },
  } satisfies PrepareOptions;
  await prepareExample(environment, options, aws);

  expect(aws.parameters.get(live)).toBe("arn:theirs");
});

test("a job of the ETL that fails is named with its reason", async () => {
  const aws = new FakeAws();
  aws.failing = `${environment.prefix}-analytics-etl-check-sales`;

  await expect(prepared(aws, "training")).rejects.toEqual(new ExampleFailedError(aws.failing, "no rows"));
});

describe("a project", () => {
  const root = temporaryFolder();

  test("need not have example data", () => {
    expect(readExample(root, date)).toBeUndefined();
  });

  test("is told what is wrong with it", () => {
    const file = path.join(root, EXAMPLE_FILE);
    writeJson(file, { deliveries: { "raw/{date}": "none.csv" }, jobs: [], results: ["x"] });
    expect(() => readExample(root, date)).toThrow(ConfigError);
    writeJson(file, { deliveries: {}, jobs: [[]], results: ["x"] });
    expect(() => readExample(root, date)).toThrow(ConfigError);
  });
});

describe("what does not come about", () => {
  test("is a job of the ETL that never ends, or whose other run never does", async () => {
    const endless = new FakeAws();
    endless.glueRun = () => Promise.resolve({} as never); // Cast: Glue tells nothing yet.
    await expect(prepared(endless, "training")).rejects.toThrow(/-ingest-.*: it did not end$/);
    const busy = new FakeAws();
    busy.busy = Infinity;
    await expect(prepared(busy, "training")).rejects.toThrow(/-ingest-.*: another run of it did not end$/);
  });

  test("is a job of the ETL that ends without a reason: its state is told", async () => {
    const aws = new FakeAws();
    let looks = 0;
    aws.glueRun = () => Promise.resolve({ JobRunState: (looks += 1) < 9 ? "RUNNING" : "TIMEOUT" } as never); // Cast: as Glue says it.
    await expect(prepared(aws, "training")).rejects.toThrow(/: TIMEOUT$/);
  });

  test("is the live definition, as long as nobody has registered one, and an approval without a model", async () => {
    const aws = new FakeAws();
    aws.latestJobDefinition = () => Promise.resolve(undefined as never); // Cast: as of an account without any.
    expect(await prepared(aws, "training")).not.toContain("job-definition");
    aws.pendingModel = () => Promise.resolve(undefined as never); // Cast: as above.
    expect(await prepared(aws, "inferencing")).toEqual([]);
  });
});

test.each([
  ["{ broken", /^analytics-etl\/example\/example\.json:1:3: /],
  [
    '{\n  "deliveries": {},\n  "jobs": [[]],\n  "result": ["x"]\n}',
    /example\.json:3:12: jobs\[0\] must have at least 1 entry(.|\n)*example\.json:4:3: result is not a known key; did you mean results\?/,
  ],
])("what is wrong with a file of example data is told with its place: %j", (text, said) => {
  const root = temporaryFolder();
  write(path.join(root, EXAMPLE_FILE), text);
  const refused = () => readExample(root, date);
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(said);
});
